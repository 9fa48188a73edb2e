import { Op, type Sequelize } from "sequelize";
import type { z } from "zod";
import { RowNotFound } from "../errors.js";
import * as people from "../models/people.js";
import { createTable, type Table, type Tx } from "../models/table.js";
import type { Clock } from "./deps.js";

/** Owner of projects. `createdAt` is ms since the epoch, as every time in db/. */
export type OrganizationRow = Readonly<z.infer<typeof people.organizations.row>>;
/** A person; everything that names them is sealed. */
export type UserRow = Readonly<z.infer<typeof people.users.row>>;
/** A person's place in an organization. */
export type MembershipRow = Readonly<z.infer<typeof people.memberships.row>>;
/** A signed-in browser. */
export type SessionRow = Readonly<z.infer<typeof people.sessions.row>>;

/** A new row; it is made now unless it says when. */
type New<Row extends { createdAt: number }> = Omit<Row, "createdAt"> & { readonly createdAt?: number };

/** The tables of this file, defined once per database. */
export interface PeopleTables {
  readonly organizations: Table<OrganizationRow>;
  readonly users: Table<UserRow>;
  readonly memberships: Table<MembershipRow>;
  readonly sessions: Table<SessionRow>;
  readonly ownerLinks: Table<z.infer<typeof people.ownerLinks.row>>;
  readonly instanceRecords: Table<z.infer<typeof people.instanceRecords.row>>;
}

/** Defines them. */
export function createPeopleTables(sequelize: Sequelize): PeopleTables {
  return {
    organizations: createTable(sequelize, people.organizations),
    users: createTable(sequelize, people.users),
    memberships: createTable(sequelize, people.memberships),
    sessions: createTable(sequelize, people.sessions),
    ownerLinks: createTable(sequelize, people.ownerLinks),
    instanceRecords: createTable(sequelize, people.instanceRecords),
  };
}

/** Organizations, users and memberships. */
export function createPeopleRepositories(tables: PeopleTables, clock: Clock) {
  const { organizations, users, memberships } = tables;
  return {
    organizations: {
      create: (row: New<OrganizationRow>, tx?: Tx): Promise<void> =>
        organizations.insert({ createdAt: clock.now(), ...row }, tx),
      /** The oldest one; null on a new installation. */
      findFirst: (tx?: Tx): Promise<OrganizationRow | null> =>
        organizations.find(
          {},
          {
            order: [
              ["createdAt", "ASC"],
              ["id", "ASC"],
            ],
          },
          tx,
        ),
      async load(id: string, tx?: Tx): Promise<OrganizationRow> {
        const row = await organizations.find({ id }, {}, tx);
        if (row === null) throw new RowNotFound("organizations");
        return row;
      },
      /** Oldest first. */
      list: (tx?: Tx): Promise<OrganizationRow[]> =>
        organizations.list(
          {},
          {
            order: [
              ["createdAt", "ASC"],
              ["id", "ASC"],
            ],
          },
          tx,
        ),
    },
    users: {
      create: (row: New<UserRow>, tx?: Tx): Promise<void> =>
        users.insert({ createdAt: clock.now(), ...row }, tx),
      async load(id: string, tx?: Tx): Promise<UserRow> {
        const row = await users.find({ id }, {}, tx);
        if (row === null) throw new RowNotFound("users");
        return row;
      },
    },
    memberships: {
      /** Throws UniqueConflict when the user is a member already. */
      add: (userId: string, organizationId: string, role: MembershipRow["role"], tx?: Tx): Promise<void> =>
        memberships.insert({ userId, organizationId, role, createdAt: clock.now() }, tx),
      /** Oldest first. */
      forUser: (userId: string, tx?: Tx): Promise<MembershipRow[]> =>
        memberships.list(
          { userId },
          {
            order: [
              ["createdAt", "ASC"],
              ["organizationId", "ASC"],
            ],
          },
          tx,
        ),
      /** The membership that allows `userId` into `organizationId`; null means no entry. */
      find: (organizationId: string, userId: string, tx?: Tx): Promise<MembershipRow | null> =>
        memberships.find({ organizationId, userId }, {}, tx),
      list: (organizationId: string, tx?: Tx): Promise<MembershipRow[]> =>
        memberships.list(
          { organizationId },
          {
            order: [
              ["createdAt", "ASC"],
              ["userId", "ASC"],
            ],
          },
          tx,
        ),
    },
  };
}

/** Sessions and the one-time links that begin them; tokens appear only as their SHA-256. */
export function createSignInRepositories({ sessions, ownerLinks }: PeopleTables) {
  return {
    sessions: {
      create: (row: SessionRow, tx?: Tx): Promise<void> => sessions.insert(row, tx),
      findByTokenHash: (tokenHash: Buffer, tx?: Tx): Promise<SessionRow | null> =>
        sessions.find({ tokenHash }, {}, tx),
      /** Whether the session still existed. */
      touch: async (tokenHash: Buffer, lastUsedAt: number, tx?: Tx): Promise<boolean> =>
        (await sessions.update({ tokenHash }, { lastUsedAt }, tx)) === 1,
      /** Whether there was one to delete. */
      delete: async (tokenHash: Buffer, tx?: Tx): Promise<boolean> =>
        (await sessions.remove({ tokenHash }, tx)) === 1,
      /** Ends every session of a user; returns how many. */
      deleteForUser: (userId: string, tx?: Tx): Promise<number> => sessions.remove({ userId }, tx),
      /** Removes sessions last used before `idleBefore` or begun before `createdBefore`; returns how many. */
      deleteExpired: (limits: { idleBefore: number; createdBefore: number }, tx?: Tx): Promise<number> =>
        sessions.remove(
          {
            [Op.or]: [
              { lastUsedAt: { [Op.lt]: limits.idleBefore } },
              { createdAt: { [Op.lt]: limits.createdBefore } },
            ],
          },
          tx,
        ),
      /** Most recently used first. */
      listForUser: (userId: string, tx?: Tx): Promise<SessionRow[]> =>
        sessions.list({ userId }, { order: [["lastUsedAt", "DESC"]] }, tx),
    },
    ownerLinks: {
      create: (link: { tokenHash: Buffer; expiresAt: number }, tx?: Tx): Promise<void> =>
        ownerLinks.insert({ ...link, usedAt: null }, tx),
      /** True exactly once per link and only before it expires, however many ask at the same time. */
      consume: async (tokenHash: Buffer, now: number, tx?: Tx): Promise<boolean> =>
        (await ownerLinks.update(
          { tokenHash, usedAt: null, expiresAt: { [Op.gt]: now } },
          { usedAt: now },
          tx,
        )) === 1,
      /** Whether `consume` would succeed now; asking does not use the link up. */
      isUsable: async (tokenHash: Buffer, now: number, tx?: Tx): Promise<boolean> =>
        (await ownerLinks.count({ tokenHash, usedAt: null, expiresAt: { [Op.gt]: now } }, tx)) === 1,
      deleteExpired: (now: number, tx?: Tx): Promise<number> =>
        ownerLinks.remove({ expiresAt: { [Op.lte]: now } }, tx),
    },
  };
}

/** Small records of this installation by name, at most 64 characters. */
export function createInstanceRepository({ instanceRecords: records }: PeopleTables) {
  return {
    async get(name: string, tx?: Tx): Promise<Buffer | null> {
      return (await records.find({ name }, {}, tx))?.value ?? null;
    },
    /** Creates or replaces. */
    async set(name: string, value: Buffer, tx?: Tx): Promise<void> {
      await records.insertMissing([{ name, value }], tx);
      await records.update({ name }, { value }, tx);
    },
    /** Creates unless there is one; returns the value that holds afterwards, so two starters agree. */
    async setIfMissing(name: string, value: Buffer, tx?: Tx): Promise<Buffer> {
      await records.insertMissing([{ name, value }], tx);
      const held = await records.find({ name }, {}, tx);
      if (held === null) throw new RowNotFound("instance_records");
      return held.value;
    },
  };
}
