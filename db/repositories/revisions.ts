import { Op, type Sequelize } from "sequelize";
import type { z } from "zod";
import { RowNotFound } from "../errors.js";
import * as models from "../models/results.js";
import { createTable, MAX_ROWS_PER_STATEMENT, type Table, type Tx } from "../models/table.js";
import type { Owned } from "./projects.js";

/** A graded commit. */
export type RevisionRow = Readonly<z.infer<typeof models.revisions.row>>;
/** A graded commit without its sealed columns. */
export type RevisionTotals = Readonly<z.infer<typeof models.revisionTotals>>;
/** A graded commit without its index. */
export type RevisionOverviewRow = Readonly<z.infer<typeof models.revisionOverview>>;
/** Facts of one blob under their keyed hash (32 bytes). */
export type FactRow = Readonly<z.infer<typeof models.facts.row>>;
/** A kept file or snippet under its keyed hash (32 bytes). */
export type SourceRow = Readonly<z.infer<typeof models.sources.row>>;

/** The tables of this file, defined once per database. */
export interface ResultTables {
  readonly revisions: Table<RevisionRow>;
  readonly facts: Table<FactRow>;
  readonly sources: Table<SourceRow>;
}

/** Defines them. */
export function createResultTables(sequelize: Sequelize): ResultTables {
  return {
    revisions: createTable(sequelize, models.revisions),
    facts: createTable(sequelize, models.facts),
    sources: createTable(sequelize, models.sources),
  };
}

const FACT_KEY = models.facts.row.pick({ key: true });
const NEWEST = [
  ["analyzedAt", "DESC"],
  ["id", "DESC"],
] satisfies [string, string][];

/** One organization's revisions. */
export function revisionsOf({ revisions }: ResultTables, organizationId: string) {
  return {
    /** Throws UniqueConflict when this commit was graded with this analyzer and these settings already. */
    create: (row: Owned<RevisionRow>, tx?: Tx): Promise<void> =>
      revisions.insert({ ...row, organizationId }, tx),
    async load(id: string, tx?: Tx): Promise<RevisionRow> {
      const row = await revisions.find({ organizationId, id }, {}, tx);
      if (row === null) throw new RowNotFound("revisions");
      return row;
    },
    /** Replaces what an earlier analysis of the same revision stored under the same id. */
    replace: async (row: Owned<RevisionRow>, tx?: Tx): Promise<void> => {
      const { id, ...fields } = row;
      if ((await revisions.update({ organizationId, id }, fields, tx)) === 0)
        throw new RowNotFound("revisions");
    },
    async findTotals(id: string, tx?: Tx): Promise<RevisionTotals | null> {
      const [row] = await revisions.pick(models.revisionTotals, { organizationId, id }, { limit: 1 }, tx);
      return row ?? null;
    },
    /** The most recently analysed, as the project page shows it. */
    async latestOverview(projectId: string, tx?: Tx): Promise<RevisionOverviewRow | null> {
      const newest = { order: NEWEST, limit: 1 };
      const [row] = await revisions.pick(models.revisionOverview, { organizationId, projectId }, newest, tx);
      return row ?? null;
    },
    /** Most recently analysed first, without sealed columns. */
    listTotals: (projectId: string, limit: number, tx?: Tx): Promise<RevisionTotals[]> =>
      revisions.pick(models.revisionTotals, { organizationId, projectId }, { order: NEWEST, limit }, tx),
    findByCommit: (
      projectId: string,
      commit: string,
      analyzerVersion: string,
      settingsHash: string,
      tx?: Tx,
    ): Promise<RevisionRow | null> =>
      revisions.find({ organizationId, projectId, commit, analyzerVersion, settingsHash }, {}, tx),
    /** The most recently analysed. */
    latest: (projectId: string, tx?: Tx): Promise<RevisionRow | null> =>
      revisions.find({ organizationId, projectId }, { order: NEWEST }, tx),
    /** Most recently analysed first. */
    list: (projectId: string, limit: number, tx?: Tx): Promise<RevisionRow[]> =>
      revisions.list({ organizationId, projectId }, { order: NEWEST, limit }, tx),
  };
}

/** One organization's cached facts. */
export function factsOf({ facts }: ResultTables, organizationId: string) {
  return {
    /** Sealed bodies of those keys that are stored, by the key's lower-case hex. */
    async findMany(projectId: string, keys: readonly Buffer[], tx?: Tx): Promise<Map<string, Buffer>> {
      const found = new Map<string, Buffer>();
      for (const some of chunksOf(keys)) {
        const rows = await facts.list({ organizationId, projectId, key: { [Op.in]: some } }, {}, tx);
        for (const row of rows) found.set(row.key.toString("hex"), row.bodySealed);
      }
      return found;
    },
    /** Adds what is missing; a key that is stored already keeps its body. */
    putMany: (
      projectId: string,
      rows: readonly Pick<FactRow, "key" | "analyzerVersion" | "bodySealed">[],
      tx?: Tx,
    ): Promise<void> =>
      facts.insertMissing(
        rows.map((row) => ({ ...row, organizationId, projectId })),
        tx,
      ),
    /**
     * Deletes facts of analyzer versions that `keep` does not name, one bounded statement after another and at most
     * `limit` rows; returns how many.
     */
    async deleteOtherVersions(projectId: string, keep: readonly string[], limit: number): Promise<number> {
      const others = { organizationId, projectId, analyzerVersion: { [Op.notIn]: [...keep] } };
      let deleted = 0;
      while (deleted < limit) {
        const rows = Math.min(MAX_ROWS_PER_STATEMENT, limit - deleted);
        const found = await facts.pick(FACT_KEY, others, { limit: rows });
        if (found.length === 0) break;
        deleted += await facts.remove({ ...others, key: { [Op.in]: found.map(({ key }) => key) } });
      }
      return deleted;
    },
  };
}

/** One organization's kept sources. */
export function sourcesOf({ sources }: ResultTables, organizationId: string) {
  return {
    /** The sealed text; null when it is not kept. */
    async find(projectId: string, key: Buffer, tx?: Tx): Promise<Buffer | null> {
      return (await sources.find({ organizationId, projectId, key }, {}, tx))?.bodySealed ?? null;
    },
    /** Keys (hex) of everything kept of a project. */
    async keysOf(projectId: string, tx?: Tx): Promise<Set<string>> {
      const keys = await sources.hashes("key", { organizationId, projectId }, tx);
      return new Set(keys.map((key) => key.toString("hex")));
    },
    /** Adds what is missing; a key that is stored already keeps its body. */
    putMany: (
      projectId: string,
      rows: readonly Pick<SourceRow, "key" | "bodySealed">[],
      tx?: Tx,
    ): Promise<void> =>
      sources.insertMissing(
        rows.map((row) => ({ ...row, organizationId, projectId })),
        tx,
      ),
    /** Deletes what `keepKeys` (hex) does not name; returns how many. */
    deleteExcept: (projectId: string, keepKeys: ReadonlySet<string>, tx?: Tx): Promise<number> =>
      deleteExcept(sources, { organizationId, projectId }, keepKeys, tx),
  };
}

type Owner = Pick<SourceRow, "organizationId" | "projectId">;

async function deleteExcept(
  table: Pick<Table<SourceRow>, "hashes" | "remove">,
  owner: Owner,
  keepKeys: ReadonlySet<string>,
  tx: Tx | undefined,
): Promise<number> {
  const keys = await table.hashes("key", owner, tx);
  const unwanted = keys.filter((key) => !keepKeys.has(key.toString("hex")));
  let deleted = 0;
  for (const some of chunksOf(unwanted)) {
    deleted += await table.remove({ ...owner, key: { [Op.in]: some } }, tx);
  }
  return deleted;
}

function chunksOf(keys: readonly Buffer[]): Buffer[][] {
  const chunks: Buffer[][] = [];
  for (let from = 0; from < keys.length; from += MAX_ROWS_PER_STATEMENT) {
    chunks.push(keys.slice(from, from + MAX_ROWS_PER_STATEMENT));
  }
  return chunks;
}
