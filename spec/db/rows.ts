import type { Database } from "../../db/connection.js";
import { newId } from "../../db/ids.js";
import type { ProjectRow } from "../../db/repositories/projects.js";
import type { RevisionRow } from "../../db/repositories/revisions.js";

/** Spec time: 2026-01-01T00:00:00Z in ms. */
export const NOW = 1_767_225_600_000;
/** A clock that stands at {@link NOW}. */
export const clock = { now: () => NOW };

/** A new organization with its repositories. */
export async function anOrganization(database: Database) {
  const id = newId(clock);
  await database.repositories.organizations.create({
    id,
    nameSealed: Buffer.from("sealed"),
    dataKeyId: "org-key",
    createdAt: NOW,
  });
  return { id, repositories: database.repositories.forOrganization(id) };
}

/** A project row; what matters to a spec is given as `fields`. */
export function aProject(fields: Partial<ProjectRow> = {}): Omit<ProjectRow, "organizationId"> {
  return {
    id: newId(clock),
    name: "shop",
    remoteUser: "git",
    remoteHost: "git.example.org",
    remotePort: 22,
    remotePath: "acme/shop.git",
    branch: null,
    retention: "full",
    dataKeyId: "project-key",
    lookupKeyId: "lookup-key",
    state: "ready",
    createdAt: NOW,
    pollIntervalMs: null,
    nextPollAt: null,
    pollFailures: 0,
    headCommit: null,
    ...fields,
  };
}

/** An organization with one project. */
export async function aProjectIn(database: Database, fields: Partial<ProjectRow> = {}) {
  const organization = await anOrganization(database);
  const project = aProject(fields);
  await organization.repositories.projects.create(project);
  return { organization, project, owned: organization.repositories };
}

/** A revision row. */
export function aRevision(
  projectId: string,
  fields: Partial<RevisionRow> = {},
): Omit<RevisionRow, "organizationId"> {
  return {
    id: newId(clock),
    projectId,
    commit: "a".repeat(40),
    branch: "main",
    committedAt: NOW - 1_000,
    analyzedAt: NOW,
    analyzerVersion: "1.0.0",
    settingsHash: "b".repeat(64),
    grade: "B",
    gpa: 3.25,
    debtRatio: 0.0625,
    debtMinutes: 90,
    gradedLines: 1_200,
    codeLines: 1_500,
    files: 12,
    functions: 80,
    findings: 7,
    skipped: 2,
    durationMs: 812,
    overviewSealed: Buffer.from("overview"),
    indexSealed: Buffer.from("index"),
    ...fields,
  };
}
