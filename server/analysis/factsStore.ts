import { ANALYZER_VERSION } from "../../analyzer/index.js";
import type { MapResult } from "../../analyzer/types.js";
import type { Project, TenantRepositories } from "../../db/types.js";
import { type DataKeyId, parseDataKeyId } from "../../keys/types.js";
import type { Vault } from "../../keys/vault.js";
import { sealedColumns } from "../sealedColumns.js";
import { packJson, unpackJson } from "./packing.js";

const ROWS_PER_INSERT = 100;
const KEY_PURPOSE = "facts";

export interface ProjectKeys {
  readonly organizationId: string;
  readonly projectId: string;
  readonly dataKeyId: DataKeyId;
}

/** What sealing for a project needs to know of it. */
export function keysOf(project: Project): ProjectKeys {
  return {
    organizationId: project.organizationId,
    projectId: project.id,
    dataKeyId: parseDataKeyId(project.dataKeyId),
  };
}

/** A project's facts, sealed and under keyed hashes. Ids are clear text only in memory. */
export interface FactsStore {
  /** The keyed hash under which the facts of `id` stand. */
  keyOf(id: string): Buffer;
  /** Facts of `ids` that are stored; what is not there is simply missing. */
  find(ids: readonly string[]): Promise<Map<string, MapResult>>;
  /** Buffered; `flush` writes the rest. Writing the same facts twice is harmless. */
  put(id: string, result: MapResult): Promise<void>;
  flush(): Promise<void>;
}

/** The facts of one project; all its revisions share them. */
export function createFactsStore(deps: {
  vault: Vault;
  tenant: TenantRepositories;
  project: ProjectKeys;
}): FactsStore {
  const { vault, tenant, project } = deps;
  const keyOf = (id: string) => vault.keyedHash(project.dataKeyId, KEY_PURPOSE, Buffer.from(id));
  const contextOf = (key: Buffer) => sealedColumns.factsBody(project.organizationId, project.projectId, key);
  let pending: { key: Buffer; analyzerVersion: string; bodySealed: Buffer }[] = [];

  async function flush(): Promise<void> {
    const rows = pending;
    pending = [];
    if (rows.length > 0) await tenant.facts.putMany(project.projectId, rows);
  }

  return {
    keyOf,
    flush,
    async find(ids) {
      const byKey = new Map(ids.map((id) => [keyOf(id).toString("hex"), id]));
      const rows = await tenant.facts.findMany(
        project.projectId,
        [...byKey.keys()].map((hex) => Buffer.from(hex, "hex")),
      );
      const found = new Map<string, MapResult>();
      for (const [hex, sealed] of rows) {
        const id = byKey.get(hex);
        if (id !== undefined)
          found.set(id, unpackJson<MapResult>(vault, contextOf(Buffer.from(hex, "hex")), sealed));
      }
      return found;
    },
    async put(id, result) {
      const key = keyOf(id);
      const bodySealed = await packJson(vault, project.dataKeyId, contextOf(key), result);
      pending.push({ key, analyzerVersion: ANALYZER_VERSION, bodySealed });
      if (pending.length >= ROWS_PER_INSERT) await flush();
    },
  };
}
