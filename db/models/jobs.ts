import { z } from "zod";
import { id, integer, nullable, oneOf, text } from "./columns.js";

const job = z.object({
  id: id(),
  kind: oneOf(["analyzeRevision", "pollProject", "rotateDataKey", "rotateRoot"]),
  organizationId: id(),
  subjectId: id(),
  state: oneOf(["queued", "running", "done", "dead"]),
  /** When it may be claimed, ms since the epoch: its start, or the end of a running job's lease. */
  availableAt: nullable(integer()),
  attempts: integer(),
  fence: integer(),
  workerId: nullable(text(128)),
  errorCode: nullable(text(64)),
  finishedAt: nullable(integer()),
});
/** Work to do. Global: a worker claims for every organization. */
export const jobs = { name: "jobs", key: ["id"], tenant: false, row: job } as const;
