import type { Finding, ReportFile } from "../../analyzer/types.js";
import type { Database, Retention, TenantRepositories, Tx } from "../../db/types.js";
import type { Vault } from "../../keys/vault.js";
import type { FetchedRevision, TreeEntry } from "../intake/intake.js";
import { sealAndWrite } from "../sealing/dataKeyHolders.js";
import { sealedColumns } from "../sealing/sealedColumns.js";
import type { ProjectKeys } from "./factsStore.js";
import { createKeyedNames } from "./keyedNames.js";
import { packBytes } from "./packing.js";

/** As much as one statement holds: sealing more at a time would keep the analyzer waiting for files meanwhile. */
const BYTES_PER_INSERT = 1 << 20;
const LINE_FEED = 0x0a;

/** Keeps as much source as the project's owner chose (P10), sealed, and no more. */
export interface SourceKeeper {
  /** Whether this blob's bytes are still needed, although its facts may be known. */
  wants(oid: string): boolean;
  /** Stores the whole blob under retention `full`, otherwise does nothing. Buffered. */
  offer(oid: string, bytes: Buffer): Promise<void>;
  flush(): Promise<void>;
  /** Under retention `snippets`: reads the files with findings once more and stores the findings' lines. */
  keepSnippets(
    files: readonly { file: ReportFile; entry: TreeEntry }[],
    revision: FetchedRevision,
    signal: AbortSignal,
  ): Promise<void>;
  /** Key under which a file's kept source stands, or `null` where nothing is kept. */
  keyOf(oid: string, file: ReportFile): Buffer | null;
  /** Removes everything but `keep`: kept source is that of the latest revision alone. */
  dropOthers(keep: readonly Buffer[], tx: Tx): Promise<void>;
}

export interface SourceKeeperDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly tenant: TenantRepositories;
  readonly project: ProjectKeys & { readonly retention: Retention };
}

/** Opens the keeper of one project for one analysis. */
export async function openSourceKeeper(deps: SourceKeeperDeps): Promise<SourceKeeper> {
  const { vault, tenant, project } = deps;
  const { organizationId, projectId } = project;
  const full = project.retention === "full";
  const blobKey = createKeyedNames({ vault, lookupKeyId: project.lookupKeyId, purpose: "source" });
  const stored = full ? await tenant.sources.keysOf(projectId) : new Set<string>();
  let pending: { key: Buffer; packed: Buffer }[] = [];
  let pendingBytes = 0;

  async function flush(): Promise<void> {
    const rows = pending;
    pending = [];
    pendingBytes = 0;
    if (rows.length === 0) return;
    await sealAndWrite(deps, { kind: "project", organizationId, id: projectId }, async (seal, tx) => {
      const sealed = rows.map(({ key, packed }) => {
        return { key, bodySealed: seal(sealedColumns.sourceBody(organizationId, projectId, key), packed) };
      });
      await tenant.sources.putMany(projectId, sealed, tx);
    });
  }

  async function store(key: Buffer, bytes: Buffer): Promise<void> {
    if (stored.has(hexOf(key))) return;
    stored.add(hexOf(key));
    const packed = await packBytes(bytes);
    pending.push({ key, packed });
    pendingBytes += packed.length;
    if (pendingBytes >= BYTES_PER_INSERT) await flush();
  }

  return {
    flush,
    wants: (oid) => full && !stored.has(hexOf(blobKey(oid))),
    offer: async (oid, bytes) => {
      if (full) await store(blobKey(oid), bytes);
    },
    keepSnippets: async (files, revision, signal) => {
      if (project.retention !== "snippets") return;
      const withFindings = files.filter(({ file }) => file.findings.length > 0);
      const byPath = new Map(withFindings.map(({ file }) => [file.path, file]));
      const entries = withFindings.map((one) => one.entry);
      for await (const { entry, bytes } of revision.readBlobs(entries, { signal })) {
        const file = byPath.get(entry.path);
        if (file !== undefined)
          await store(snippetKey(deps, entry.oid, file), cutSnippets(bytes, file.findings));
      }
      await flush();
    },
    keyOf: (oid, file) => {
      if (full) return blobKey(oid);
      return project.retention === "snippets" && file.findings.length > 0
        ? snippetKey(deps, oid, file)
        : null;
    },
    dropOthers: async (keep, tx) => {
      await tenant.sources.deleteExcept(projectId, new Set(keep.map(hexOf)), tx);
    },
  };
}

function snippetKey({ vault, project }: SourceKeeperDeps, oid: string, file: ReportFile): Buffer {
  const lines = file.findings.map((finding) => `${finding.line}-${finding.endLine}`).join(",");
  return vault.keyedHash(project.lookupKeyId, "snippets", Buffer.from(`${oid}\n${lines}`));
}

function hexOf(key: Buffer): string {
  return key.toString("hex");
}

/**
 * The file with every line blank that is in no finding, so that line numbers stay true and nothing else of
 * the source is in it.
 */
export function cutSnippets(bytes: Buffer, findings: readonly Finding[]): Buffer {
  const kept: Buffer[] = [];
  let line = 1;
  let start = 0;
  const ordered = [...findings].sort((a, b) => a.line - b.line);
  while (start < bytes.length) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found < 0 ? bytes.length : found + 1;
    const inside = ordered.some((finding) => finding.line <= line && line <= finding.endLine);
    kept.push(inside ? bytes.subarray(start, end) : Buffer.from("\n"));
    start = end;
    line += 1;
  }
  return Buffer.concat(kept);
}
