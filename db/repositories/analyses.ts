import { Op, type Sequelize } from "sequelize";
import type { z } from "zod";
import { RowNotFound } from "../errors.js";
import * as models from "../models/results.js";
import { createTable, type Table, type Tx } from "../models/table.js";
import type { InTransaction } from "./deps.js";
import type { Owned, ProjectTables } from "./projects.js";

/** One request to grade a revision. */
export type AnalysisRow = Readonly<z.infer<typeof models.analyses.row>>;
/** What may change about an analysis. */
export type AnalysisFields = Partial<Omit<AnalysisRow, "id" | "organizationId" | "projectId" | "createdAt">>;
/** What a request says; everything else about the new row follows. */
export type AnalysisRequest = Pick<
  AnalysisRow,
  "id" | "projectId" | "trigger" | "requestedCommit" | "createdAt"
>;

/** Defines the table. */
export function createAnalysisTable(sequelize: Sequelize): Table<AnalysisRow> {
  return createTable(sequelize, models.analyses);
}

const ACTIVE = ["queued", "running"] as const;
const NEWEST = [
  ["createdAt", "DESC"],
  ["id", "DESC"],
] satisfies [string, string][];

interface AnalysisDeps {
  readonly analyses: Table<AnalysisRow>;
  readonly projects: ProjectTables["projects"];
  readonly inTransaction: InTransaction;
}

/** One organization's analyses. */
export function analysesOf({ analyses, projects, inTransaction }: AnalysisDeps, organizationId: string) {
  const find = (id: string, tx?: Tx): Promise<AnalysisRow | null> =>
    analyses.find({ organizationId, id }, {}, tx);
  const create = (row: Owned<AnalysisRow>, tx?: Tx): Promise<void> =>
    analyses.insert({ ...row, organizationId }, tx);
  return {
    create,
    find,
    async load(id: string, tx?: Tx): Promise<AnalysisRow> {
      const row = await find(id, tx);
      if (row === null) throw new RowNotFound("analyses");
      return row;
    },
    /**
     * Makes a queued analysis unless an active one of the project asks for the same commit (or both ask
     * for the head): then that one is returned and `joined` is true. Of any number of simultaneous
     * requests exactly one makes it. Enqueue the job in the same `tx`, only when not joined.
     */
    createOrJoin: (request: AnalysisRequest, tx?: Tx): Promise<{ analysis: AnalysisRow; joined: boolean }> =>
      inTransaction(tx, async (own) => {
        // Holding the project's row makes requests for one project take turns on MySQL; on SQLite the
        // transaction itself does.
        const project = await projects.find({ organizationId, id: request.projectId }, { lock: true }, own);
        if (project === null) throw new RowNotFound("projects");
        const { projectId, requestedCommit } = request;
        const same = { organizationId, projectId, requestedCommit, state: { [Op.in]: ACTIVE } };
        const running = await analyses.find(same, { order: NEWEST }, own);
        if (running !== null) return { analysis: running, joined: true };
        const row = newAnalysis(organizationId, request);
        await create(row, own);
        return { analysis: row, joined: false };
      }),
    /** The newest, whatever its state. */
    latest: (projectId: string, tx?: Tx): Promise<AnalysisRow | null> =>
      analyses.find({ organizationId, projectId }, { order: NEWEST }, tx),
    /** The newest that is queued or running. */
    active: (projectId: string, tx?: Tx): Promise<AnalysisRow | null> =>
      analyses.find({ organizationId, projectId, state: { [Op.in]: ACTIVE } }, { order: NEWEST }, tx),
    /** How many are queued or running in the whole organization. */
    countActive: (tx?: Tx): Promise<number> =>
      analyses.count({ organizationId, state: { [Op.in]: ACTIVE } }, tx),
    async update(id: string, fields: AnalysisFields, tx?: Tx): Promise<void> {
      if ((await analyses.update({ organizationId, id }, fields, tx)) === 0)
        throw new RowNotFound("analyses");
    },
    /** Newest first. */
    list: (projectId: string, limit: number, tx?: Tx): Promise<AnalysisRow[]> =>
      analyses.list({ organizationId, projectId }, { order: NEWEST, limit }, tx),
  };
}

function newAnalysis(organizationId: string, request: AnalysisRequest): AnalysisRow {
  return {
    ...request,
    organizationId,
    state: "queued",
    step: null,
    progressDone: 0,
    progressTotal: 0,
    failureCode: null,
    failureMessage: null,
    attempts: 0,
    startedAt: null,
    finishedAt: null,
    revisionId: null,
  };
}
