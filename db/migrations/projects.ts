import { createIndex, createTable, type Migration } from "./ddl.js";

const ownedByOrganization = "FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE";
const ownedByProject =
  "FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE CASCADE";

/** Projects and how their repositories are reached. */
export const projectMigrations: readonly Migration[] = [
  createTable("0009", "projects", (t) => [
    `organization_id ${t.id} NOT NULL`,
    `id ${t.id} NOT NULL`,
    `name ${t.text(200)} NOT NULL`,
    `remote_user ${t.text(64)} NOT NULL`,
    `remote_host ${t.text(253)} NOT NULL`,
    `remote_port ${t.integer} NOT NULL`,
    `remote_path ${t.text(1_024)} NOT NULL`,
    `branch ${t.text(255)}`,
    `retention ${t.text(32)} NOT NULL`,
    `data_key_id ${t.text(64)} NOT NULL`,
    `lookup_key_id ${t.text(64)} NOT NULL`,
    `state ${t.text(32)} NOT NULL`,
    `created_at ${t.integer} NOT NULL`,
    `poll_interval_ms ${t.integer}`,
    `next_poll_at ${t.integer}`,
    `poll_failures ${t.integer} NOT NULL`,
    `head_commit ${t.text(64)}`,
    "PRIMARY KEY (organization_id, id)",
    ownedByOrganization,
  ]),
  createIndex("0010", "projects", ["next_poll_at"]),
  createTable("0011", "deploy_keys", (t) => [
    `organization_id ${t.id} NOT NULL`,
    `id ${t.id} NOT NULL`,
    `project_id ${t.id} NOT NULL`,
    `public_key ${t.text(255)} NOT NULL`,
    `fingerprint ${t.text(64)} NOT NULL`,
    `private_key_sealed ${t.bytes} NOT NULL`,
    `created_at ${t.integer} NOT NULL`,
    `retired_at ${t.integer}`,
    "PRIMARY KEY (organization_id, id)",
    "UNIQUE (organization_id, fingerprint)",
    ownedByProject,
  ]),
  createIndex("0012", "deploy_keys", ["organization_id", "project_id", "created_at"]),
  createTable("0013", "host_keys", (t) => [
    `organization_id ${t.id} NOT NULL`,
    `host ${t.text(253)} NOT NULL`,
    `port ${t.integer} NOT NULL`,
    `key_type ${t.text(64)} NOT NULL`,
    `public_key ${t.text(2_048)} NOT NULL`,
    `fingerprint ${t.text(64)} NOT NULL`,
    `confirmed_by ${t.id}`,
    `confirmed_at ${t.integer} NOT NULL`,
    "PRIMARY KEY (organization_id, host, port, key_type)",
    ownedByOrganization,
  ]),
];
