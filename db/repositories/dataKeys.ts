import { Op, type Sequelize } from "sequelize";
import type { z } from "zod";
import * as models from "../models/dataKeys.js";
import * as people from "../models/people.js";
import * as projectModels from "../models/projects.js";
import { createSealedColumn, type SealedColumn } from "../models/sealedColumn.js";
import { createTable, type Tx } from "../models/table.js";
import { ACROSS_ORGANIZATIONS } from "../models/tenantGuard.js";
import type { PeopleTables } from "./people.js";
import type { ProjectTables } from "./projects.js";
import type { ResultTables } from "./revisions.js";

/** Whoever has a data key of their own; the installation itself is one of them. */
export type KeyHolder =
  | { readonly kind: "project"; readonly organizationId: string; readonly id: string }
  | { readonly kind: "organization"; readonly id: string }
  | { readonly kind: "user"; readonly id: string }
  | { readonly kind: "instance" };

/** A data key that was replaced, until it is destroyed. */
export type RetiredDataKeyRow = Readonly<z.infer<typeof models.retiredDataKeys.row>>;

type Tables = PeopleTables & ProjectTables & ResultTables;

const ORGANIZATION_KEYS = people.organizations.row.pick({ dataKeyId: true });
const USER_KEYS = people.users.row.pick({ dataKeyId: true });
const PROJECT_KEYS = projectModels.projects.row.pick({ dataKeyId: true, lookupKeyId: true });

/** The record of `instance_records` that names the installation's own data key. */
export const INSTANCE_KEY_RECORD = "data-key-id";

/** Names a holder in jobs and among retired keys. */
export function subjectOf(holder: KeyHolder): string {
  return holder.kind === "instance" ? "instance" : holder.id;
}

/** Who holds which data key, what is sealed under it, and which keys are on their way out. */
export function createDataKeysRepository(sequelize: Sequelize, tables: Tables) {
  const { organizations, users, projects } = tables;
  const retired = createTable(sequelize, models.retiredDataKeys);
  const key = heldKeys(tables);
  return {
    /**
     * The key that the holder's values are sealed under now; null when there is no such holder. Inside `tx`
     * it stays that until the transaction ends: a value sealed and written there cannot be left behind by a
     * rotation.
     */
    current: (holder: KeyHolder, tx?: Tx): Promise<string | null> => key.find(holder, tx),
    /** Makes `to` the holder's key and notes the one before as retired; false when there is no such holder. */
    async replace(
      holder: KeyHolder,
      { to, rotationId, at }: { to: string; rotationId: string; at: number },
      tx: Tx,
    ): Promise<boolean> {
      const from = await key.find(holder, tx);
      if (from === null) return false;
      const subjectId = subjectOf(holder);
      await retired.insert({ dataKeyId: from, subjectId, rotationId, retiredAt: at }, tx);
      await key.set(holder, to, tx);
      return true;
    },
    /** Keys that were replaced and not yet forgotten, oldest first. */
    retiredOf: (holder: KeyHolder, tx?: Tx): Promise<RetiredDataKeyRow[]> =>
      retired.list({ subjectId: subjectOf(holder) }, { order: [["retiredAt", "ASC"]] }, tx),
    /** Ends the record of retired keys, once they are destroyed. */
    async forget(dataKeyIds: readonly string[], tx?: Tx): Promise<void> {
      await retired.remove({ dataKeyId: { [Op.in]: [...dataKeyIds] } }, tx);
    },
    /**
     * Every key that a row names, of all organizations: those in use, those that look-ups depend on, and those
     * that a rotation has not destroyed yet.
     */
    async named(tx?: Tx): Promise<Set<string>> {
      const all = { acrossOrganizations: ACROSS_ORGANIZATIONS };
      const instance = await key.find({ kind: "instance" }, tx);
      const owners = [
        ...(await organizations.pick(ORGANIZATION_KEYS, {}, {}, tx)),
        ...(await users.pick(USER_KEYS, {}, {}, tx)),
      ];
      const ofProjects = await projects.pick(PROJECT_KEYS, {}, all, tx);
      // Last: a key that is retired while this runs was either found in use above or is found here.
      const replaced = await retired.list({}, {}, tx);
      return new Set([
        ...(instance === null ? [] : [instance]),
        ...[...owners, ...ofProjects, ...replaced].map((row) => row.dataKeyId),
        ...ofProjects.map((row) => row.lookupKeyId),
      ]);
    },
    /** Every sealed column of the holder's rows. */
    sealedColumns: (holder: KeyHolder): SealedColumn[] => columnsOf(tables, holder),
    /** Everybody who holds a key, in no order. */
    async holders(tx?: Tx): Promise<KeyHolder[]> {
      const found: KeyHolder[] = [{ kind: "instance" }];
      for (const { id } of await users.list({}, {}, tx)) found.push({ kind: "user", id });
      for (const { id: organizationId } of await organizations.list({}, {}, tx)) {
        found.push({ kind: "organization", id: organizationId });
        for (const { id } of await projects.list({ organizationId }, {}, tx))
          found.push({ kind: "project", organizationId, id });
      }
      const held = await Promise.all(found.map((holder) => key.find(holder, tx)));
      return found.filter((_holder, at) => held[at] !== null);
    },
  };
}

/** Reads (inside a transaction: and locks) and changes the row that names a holder's key. */
function heldKeys({ projects, organizations, users, instanceRecords }: Tables) {
  const lock = { lock: true };
  return {
    async find(holder: KeyHolder, tx?: Tx): Promise<string | null> {
      switch (holder.kind) {
        case "project": {
          const { organizationId, id } = holder;
          return (await projects.find({ organizationId, id }, lock, tx))?.dataKeyId ?? null;
        }
        case "organization":
          return (await organizations.find({ id: holder.id }, lock, tx))?.dataKeyId ?? null;
        case "user":
          return (await users.find({ id: holder.id }, lock, tx))?.dataKeyId ?? null;
        case "instance": {
          const record = await instanceRecords.find({ name: INSTANCE_KEY_RECORD }, lock, tx);
          return record?.value.toString("latin1") ?? null;
        }
      }
    },
    async set(holder: KeyHolder, dataKeyId: string, tx: Tx): Promise<void> {
      switch (holder.kind) {
        case "project": {
          const { organizationId, id } = holder;
          await projects.update({ organizationId, id }, { dataKeyId }, tx);
          return;
        }
        case "organization":
          await organizations.update({ id: holder.id }, { dataKeyId }, tx);
          return;
        case "user":
          await users.update({ id: holder.id }, { dataKeyId }, tx);
          return;
        case "instance": {
          const value = Buffer.from(dataKeyId, "latin1");
          await instanceRecords.update({ name: INSTANCE_KEY_RECORD }, { value }, tx);
        }
      }
    },
  };
}

function columnsOf(tables: Tables, holder: KeyHolder): SealedColumn[] {
  switch (holder.kind) {
    case "project": {
      const { organizationId, id: projectId } = holder;
      const { deployKeys, revisions, facts, sources } = tables;
      const byId = { rowKey: "id", scope: { organizationId, projectId } };
      const byHash = { ...byId, rowKey: "key" };
      return [
        createSealedColumn(deployKeys.model, { ...byId, name: "deployKeys.privateKeySealed" }),
        createSealedColumn(revisions.model, { ...byId, name: "revisions.overviewSealed" }),
        createSealedColumn(revisions.model, { ...byId, name: "revisions.indexSealed" }),
        createSealedColumn(facts.model, { ...byHash, name: "facts.bodySealed" }),
        createSealedColumn(sources.model, { ...byHash, name: "sources.bodySealed" }),
      ];
    }
    case "organization": {
      const own = { rowKey: "id", scope: { id: holder.id } };
      return [createSealedColumn(tables.organizations.model, { ...own, name: "organizations.nameSealed" })];
    }
    case "user": {
      const { users, sessions } = tables;
      const own = { rowKey: "id", scope: { id: holder.id } };
      const ofUser = { rowKey: "tokenHash", scope: { userId: holder.id } };
      return [
        createSealedColumn(users.model, { ...own, name: "users.displayNameSealed" }),
        createSealedColumn(sessions.model, { ...ofUser, name: "sessions.userAgentSealed" }),
        createSealedColumn(sessions.model, { ...ofUser, name: "sessions.addressSealed" }),
      ];
    }
    case "instance": {
      const all = { rowKey: "name", scope: {} };
      return [createSealedColumn(tables.instanceRecords.model, { ...all, name: "instanceRecords.value" })];
    }
  }
}
