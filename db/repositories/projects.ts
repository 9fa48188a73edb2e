import { Op, type Sequelize } from "sequelize";
import type { z } from "zod";
import { RowNotFound } from "../errors.js";
import * as models from "../models/projects.js";
import { createTable, type Table, type Tx } from "../models/table.js";
import { ACROSS_ORGANIZATIONS } from "../models/tenantGuard.js";
import type { Clock } from "./deps.js";

/** A repository under analysis. */
export type ProjectRow = Readonly<z.infer<typeof models.projects.row>>;
/** What may change about a project. */
export type ProjectFields = Partial<Omit<ProjectRow, "id" | "organizationId" | "createdAt">>;
/** An SSH key of a project. `privateKeySealed` is empty once the key is retired. */
export type DeployKeyRow = Readonly<z.infer<typeof models.deployKeys.row>>;
/** A host key an owner confirmed. */
export type HostKeyRow = Readonly<z.infer<typeof models.hostKeys.row>>;
/** A row as its organization's repository takes it. */
export type Owned<Row> = Omit<Row, "organizationId">;

/** The tables of this file, defined once per database. */
export interface ProjectTables {
  readonly projects: Table<ProjectRow>;
  readonly deployKeys: Table<DeployKeyRow>;
  readonly hostKeys: Table<HostKeyRow>;
}

/** Defines them. */
export function createProjectTables(sequelize: Sequelize): ProjectTables {
  return {
    projects: createTable(sequelize, models.projects),
    deployKeys: createTable(sequelize, models.deployKeys),
    hostKeys: createTable(sequelize, models.hostKeys),
  };
}

/** One organization's projects. */
export function projectsOf({ projects }: ProjectTables, organizationId: string) {
  const find = (id: string, tx?: Tx): Promise<ProjectRow | null> =>
    projects.find({ organizationId, id }, {}, tx);
  return {
    create: (row: Owned<ProjectRow>, tx?: Tx): Promise<void> =>
      projects.insert({ ...row, organizationId }, tx),
    find,
    async load(id: string, tx?: Tx): Promise<ProjectRow> {
      const row = await find(id, tx);
      if (row === null) throw new RowNotFound("projects");
      return row;
    },
    /** Makes others that change or lock the project wait until `tx` ends; whether it exists. */
    lock: async (id: string, tx: Tx): Promise<boolean> =>
      (await projects.find({ organizationId, id }, { lock: true }, tx)) !== null,
    /** By name. */
    list: (tx?: Tx): Promise<ProjectRow[]> =>
      projects.list(
        { organizationId },
        {
          order: [
            ["name", "ASC"],
            ["id", "ASC"],
          ],
        },
        tx,
      ),
    async update(id: string, fields: ProjectFields, tx?: Tx): Promise<void> {
      if ((await projects.update({ organizationId, id }, fields, tx)) === 0)
        throw new RowNotFound("projects");
    },
    /**
     * Moves a due poll to `nextPollAt`; true for exactly one of several pollers that saw the same
     * `dueAt`, so a project is asked once per turn.
     */
    claimPoll: async (id: string, poll: { dueAt: number; nextPollAt: number }, tx?: Tx): Promise<boolean> =>
      (await projects.update(
        { organizationId, id, nextPollAt: poll.dueAt },
        { nextPollAt: poll.nextPollAt },
        tx,
      )) === 1,
    /** With everything that belongs to it; whether it existed. */
    remove: async (id: string, tx?: Tx): Promise<boolean> =>
      (await projects.remove({ organizationId, id }, tx)) === 1,
  };
}

/** One organization's deploy keys. */
export function deployKeysOf({ deployKeys }: ProjectTables, organizationId: string, clock: Clock) {
  return {
    create: (row: Owned<DeployKeyRow>, tx?: Tx): Promise<void> =>
      deployKeys.insert({ ...row, organizationId }, tx),
    /** The newest key in use. */
    activeOf: (projectId: string, tx?: Tx): Promise<DeployKeyRow | null> =>
      deployKeys.find(
        { organizationId, projectId, retiredAt: null },
        {
          order: [
            ["createdAt", "DESC"],
            ["id", "DESC"],
          ],
        },
        tx,
      ),
    /** Newest first, retired ones included. */
    list: (projectId: string, tx?: Tx): Promise<DeployKeyRow[]> =>
      deployKeys.list(
        { organizationId, projectId },
        {
          order: [
            ["createdAt", "DESC"],
            ["id", "DESC"],
          ],
        },
        tx,
      ),
    /** Takes a key out of use and drops its private half for good. */
    async retire(id: string, tx?: Tx): Promise<void> {
      const fields = { retiredAt: clock.now(), privateKeySealed: Buffer.alloc(0) };
      if ((await deployKeys.update({ organizationId, id }, fields, tx)) === 0)
        throw new RowNotFound("deploy_keys");
    },
  };
}

/** One organization's pinned host keys. */
export function hostKeysOf({ hostKeys }: ProjectTables, organizationId: string) {
  /** Every pinned key of a host, by key type; empty when none was confirmed. */
  const find = (host: string, port: number, tx?: Tx): Promise<HostKeyRow[]> =>
    hostKeys.list({ organizationId, host, port }, { order: [["keyType", "ASC"]] }, tx);
  return {
    find,
    /** Adds, or replaces the key of the same type. */
    async pin(row: Owned<HostKeyRow>, tx?: Tx): Promise<void> {
      const { host, port, keyType, ...fields } = row;
      await hostKeys.insertMissing([{ ...row, organizationId }], tx);
      await hostKeys.update({ organizationId, host, port, keyType }, fields, tx);
    },
    /** Forgets every key of a host; whether one was known. */
    unpin: async (host: string, port: number, tx?: Tx): Promise<boolean> =>
      (await hostKeys.remove({ organizationId, host, port }, tx)) > 0,
  };
}

/** Ready projects of all organizations whose next poll is due, the longest overdue first. */
export function createDueForPoll({ projects }: ProjectTables) {
  return async (now: number, limit: number, tx?: Tx): Promise<ProjectRow[]> =>
    projects.list(
      { state: "ready", nextPollAt: { [Op.lte]: now } },
      {
        order: [
          ["nextPollAt", "ASC"],
          ["id", "ASC"],
        ],
        limit,
        acrossOrganizations: ACROSS_ORGANIZATIONS,
      },
      tx,
    );
}
