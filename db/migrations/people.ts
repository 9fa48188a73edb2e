import { createIndex, createTable, type Migration } from "./ddl.js";

/** Organizations, people, how they sign in, and this installation's own records. */
export const peopleMigrations: readonly Migration[] = [
  createTable("0001", "organizations", (t) => [
    `id ${t.id} NOT NULL PRIMARY KEY`,
    `name_sealed ${t.bytes} NOT NULL`,
    `data_key_id ${t.text(64)} NOT NULL`,
    `created_at ${t.integer} NOT NULL`,
  ]),
  createTable("0002", "users", (t) => [
    `id ${t.id} NOT NULL PRIMARY KEY`,
    `data_key_id ${t.text(64)} NOT NULL`,
    `display_name_sealed ${t.bytes} NOT NULL`,
    `created_at ${t.integer} NOT NULL`,
  ]),
  createTable("0003", "memberships", (t) => [
    `organization_id ${t.id} NOT NULL`,
    `user_id ${t.id} NOT NULL`,
    `role ${t.text(32)} NOT NULL`,
    `created_at ${t.integer} NOT NULL`,
    "PRIMARY KEY (organization_id, user_id)",
    "FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE",
    "FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE",
  ]),
  createIndex("0004", "memberships", ["user_id"]),
  createTable("0005", "sessions", (t) => [
    `token_hash ${t.hash} NOT NULL PRIMARY KEY`,
    `user_id ${t.id} NOT NULL`,
    `created_at ${t.integer} NOT NULL`,
    `last_used_at ${t.integer} NOT NULL`,
    `user_agent_sealed ${t.bytes}`,
    `address_sealed ${t.bytes}`,
    "FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE",
  ]),
  createIndex("0006", "sessions", ["user_id"]),
  createTable("0007", "owner_links", (t) => [
    `token_hash ${t.hash} NOT NULL PRIMARY KEY`,
    `expires_at ${t.integer} NOT NULL`,
    `used_at ${t.integer}`,
  ]),
  createTable("0008", "instance_records", (t) => [
    `name ${t.text(64)} NOT NULL PRIMARY KEY`,
    `value ${t.bytes} NOT NULL`,
  ]),
];
