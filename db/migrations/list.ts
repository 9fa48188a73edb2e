import type { Migration } from "./ddl.js";
import { peopleMigrations } from "./people.js";
import { projectMigrations } from "./projects.js";
import { resultMigrations } from "./results.js";

/** Every migration, in order. Released entries are never changed; new ones are appended. */
export const MIGRATIONS: readonly Migration[] = [
  ...peopleMigrations,
  ...projectMigrations,
  ...resultMigrations,
];
