import { z } from "zod";
import { bytes, hash, id, integer, nullable, oneOf, real, text } from "./columns.js";

const analysis = z.object({
  id: id(),
  organizationId: id(),
  projectId: id(),
  trigger: oneOf(["click", "poll", "connect", "demo"]),
  requestedCommit: nullable(text(64)),
  state: oneOf(["queued", "running", "done", "failed", "cancelled"]),
  step: nullable(oneOf(["claim", "key", "volume", "fetch", "read", "reduce", "store", "destroy"])),
  progressDone: integer(),
  progressTotal: integer(),
  failureCode: nullable(text(64)),
  failureMessage: nullable(text(1_000)),
  attempts: integer(),
  createdAt: integer(),
  startedAt: nullable(integer()),
  finishedAt: nullable(integer()),
  revisionId: nullable(id()),
});
/** One request to grade a revision and what became of it. `requestedCommit` null means the head. */
export const analyses = {
  name: "analyses",
  key: ["organizationId", "id"],
  tenant: true,
  row: analysis,
} as const;

const revision = z.object({
  id: id(),
  organizationId: id(),
  projectId: id(),
  commit: text(64),
  branch: text(255),
  committedAt: integer(),
  analyzedAt: integer(),
  analyzerVersion: text(32),
  settingsHash: text(64),
  grade: nullable(oneOf(["A", "B", "C", "D", "F"])),
  gpa: nullable(real()),
  debtRatio: nullable(real()),
  debtMinutes: real(),
  gradedLines: integer(),
  codeLines: integer(),
  files: integer(),
  functions: integer(),
  findings: integer(),
  skipped: integer(),
  durationMs: integer(),
  overviewSealed: bytes(),
  indexSealed: bytes(),
});
/** What lists and trends show of a revision: no sealed column is read for them. */
export const revisionTotals = revision.omit({ overviewSealed: true, indexSealed: true });
/** What the project page opens. */
export const revisionOverview = revision.omit({ indexSealed: true });
/** A graded commit: totals for lists in clear, everything that names code sealed. */
export const revisions = {
  name: "revisions",
  key: ["organizationId", "id"],
  tenant: true,
  row: revision,
} as const;

const fact = z.object({
  organizationId: id(),
  projectId: id(),
  key: hash(),
  analyzerVersion: text(32),
  bodySealed: bytes(),
});
/** Facts of one blob, by keyed hash, shared by all revisions of a project. */
export const facts = {
  name: "facts",
  key: ["organizationId", "projectId", "key"],
  tenant: true,
  row: fact,
} as const;

const source = z.object({ organizationId: id(), projectId: id(), key: hash(), bodySealed: bytes() });
/** What the project's retention keeps of its files, by keyed hash. */
export const sources = {
  name: "sources",
  key: ["organizationId", "projectId", "key"],
  tenant: true,
  row: source,
} as const;
