import { ANALYZER_VERSION } from "../../analyzer/index.js";
import type { MapResult } from "../../analyzer/types.js";
import type { Database, Project, TenantRepositories } from "../../db/types.js";
import { type DataKeyId, parseDataKeyId } from "../../keys/types.js";
import type { Vault } from "../../keys/vault.js";
import { readAndOpen, sealAndWrite } from "../sealing/dataKeyHolders.js";
import { sealedColumns } from "../sealing/sealedColumns.js";
import { createKeyedNames } from "./keyedNames.js";
import { packResult, unpackResult } from "./packing.js";

const ROWS_PER_INSERT = 100;
/** Read and opened together, so that little has to be read again when a rotation falls between. */
const ROWS_PER_READ = 500;
const KEY_PURPOSE = "facts";

export interface ProjectKeys {
  readonly organizationId: string;
  readonly projectId: string;
  /** Under which facts and sources are found; it stays when the key that seals them is rotated. */
  readonly lookupKeyId: DataKeyId;
}

/** What looking up and sealing for a project needs to know of it. */
export function keysOf(project: Project): ProjectKeys {
  return {
    organizationId: project.organizationId,
    projectId: project.id,
    lookupKeyId: parseDataKeyId(project.lookupKeyId),
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
  database: Database;
  vault: Vault;
  tenant: TenantRepositories;
  project: ProjectKeys;
}): FactsStore {
  const { vault, tenant, project } = deps;
  const { organizationId, projectId } = project;
  const keyOf = createKeyedNames({ vault, lookupKeyId: project.lookupKeyId, purpose: KEY_PURPOSE });
  const contextOf = (key: Buffer) => sealedColumns.factsBody(organizationId, projectId, key);
  let pending: { key: Buffer; analyzerVersion: string; packed: Buffer }[] = [];

  async function flush(): Promise<void> {
    const rows = pending;
    pending = [];
    if (rows.length === 0) return;
    await sealAndWrite(deps, { kind: "project", organizationId, id: projectId }, async (seal, tx) => {
      const sealed = rows.map(({ key, analyzerVersion, packed }) => {
        return { key, analyzerVersion, bodySealed: seal(contextOf(key), packed) };
      });
      await tenant.facts.putMany(projectId, sealed, tx);
    });
  }

  const findSome = (ids: ReadonlyMap<string, string>): Promise<[string, MapResult][]> =>
    readAndOpen(
      () =>
        tenant.facts.findMany(
          projectId,
          [...ids.keys()].map((hex) => Buffer.from(hex, "hex")),
        ),
      (rows) =>
        [...rows].flatMap(([hex, sealed]) => {
          const id = ids.get(hex);
          if (id === undefined) return [];
          const result = unpackResult(vault, contextOf(Buffer.from(hex, "hex")), sealed);
          return result === null ? [] : [[id, result]];
        }),
    );

  return {
    keyOf,
    flush,
    async find(ids) {
      const found = new Map<string, MapResult>();
      for (let from = 0; from < ids.length; from += ROWS_PER_READ) {
        const some = ids.slice(from, from + ROWS_PER_READ);
        const byKey = new Map(some.map((id) => [keyOf(id).toString("hex"), id]));
        for (const [id, result] of await findSome(byKey)) found.set(id, result);
      }
      return found;
    },
    async put(id, result) {
      const packed = await packResult(result);
      pending.push({ key: keyOf(id), analyzerVersion: ANALYZER_VERSION, packed });
      if (pending.length >= ROWS_PER_INSERT) await flush();
    },
  };
}
