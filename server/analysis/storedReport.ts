import type { FileFacts } from "../../analyzer/types.js";
import type { Revision, TenantRepositories } from "../../db/types.js";
import type { Vault } from "../../keys/vault.js";
import type { ReportOverview } from "../../web/overview.js";
import { readAndOpen } from "../sealing/dataKeyHolders.js";
import { sealedColumns } from "../sealing/sealedColumns.js";
import { unpackBytes, unpackJson, unpackResult } from "./packing.js";
import type { IndexedFile, RevisionIndex } from "./revisionIndex.js";

/** The parts of a revision's row that opening its report needs. */
type StoredRevision = Pick<
  Revision,
  "id" | "organizationId" | "projectId" | "overviewSealed" | "indexSealed"
>;

/** What overviews did not hold from the beginning: the project's page must open after an update as well. */
const SHOWN_SINCE = { subprojects: [], folders: { total: 0, top: [] } } as const;

/** What the project page shows. */
export function openOverview(vault: Vault, revision: Omit<StoredRevision, "indexSealed">): ReportOverview {
  const context = sealedColumns.revisionOverview(revision.organizationId, revision.id);
  return { ...SHOWN_SINCE, ...unpackJson<ReportOverview>(vault, context, revision.overviewSealed) };
}

/** What files of an index did not hold from the beginning; their pages must open after an update as well. */
const HELD_SINCE = { functions: [], duplicatedLines: 0 } as const;

/** The whole report without the figures of functions. */
export function openIndex(vault: Vault, revision: Omit<StoredRevision, "overviewSealed">): RevisionIndex {
  const context = sealedColumns.revisionIndex(revision.organizationId, revision.id);
  const index = unpackJson<RevisionIndex>(vault, context, revision.indexSealed);
  return { ...index, files: index.files.map((file) => ({ ...HELD_SINCE, ...file })) };
}

/** A file's facts; `null` when they are gone or of a form that is read no more. */
export async function openFacts(
  deps: { vault: Vault; tenant: TenantRepositories },
  revision: StoredRevision,
  file: IndexedFile,
): Promise<FileFacts | null> {
  const key = Buffer.from(file.factsKey, "hex");
  const context = sealedColumns.factsBody(revision.organizationId, revision.projectId, key);
  return readAndOpen(
    async () => (await deps.tenant.facts.findMany(revision.projectId, [key])).get(file.factsKey),
    (sealed) => {
      if (sealed === undefined) return null;
      const result = unpackResult(deps.vault, context, sealed);
      return result?.kind === "facts" ? result.facts : null;
    },
  );
}

/** A file's kept source, or what the project's retention keeps of it; `null` when nothing is kept. */
export async function openSource(
  deps: { vault: Vault; tenant: TenantRepositories },
  revision: StoredRevision,
  file: IndexedFile,
): Promise<Buffer | null> {
  if (file.sourceKey === null) return null;
  const key = Buffer.from(file.sourceKey, "hex");
  const context = sealedColumns.sourceBody(revision.organizationId, revision.projectId, key);
  return readAndOpen(
    () => deps.tenant.sources.find(revision.projectId, key),
    (sealed) => (sealed === null ? null : unpackBytes(deps.vault, context, sealed)),
  );
}
