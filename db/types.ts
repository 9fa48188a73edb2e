/**
 * The types other layers use of `db/`. Rows are plain readonly objects; sealed columns are bytes whose
 * names end in `Sealed` and which only `keys/vault` can open.
 */
import type { AnalysisRow } from "./repositories/analyses.js";
import type { ProjectRow } from "./repositories/projects.js";
import type { Repositories } from "./repositories/repositories.js";

export type { Database, Tx } from "./connection.js";
export type { SealedColumn, SealedColumnName, SealedValue } from "./models/sealedColumn.js";
export type { AnalysisRow as Analysis } from "./repositories/analyses.js";
export type { KeyHolder } from "./repositories/dataKeys.js";
export type { Job } from "./repositories/jobs.js";
export type {
  DeployKeyRow as DeployKey,
  HostKeyRow,
  ProjectRow as Project,
} from "./repositories/projects.js";
export type { OrganizationRepositories as TenantRepositories } from "./repositories/repositories.js";
export type {
  RevisionRow as Revision,
  RevisionTotals,
} from "./repositories/revisions.js";

/** A step of an analysis, in the order of ARCHITECTURE.md. */
export type AnalysisStep = NonNullable<AnalysisRow["step"]>;
export type AnalysisTrigger = AnalysisRow["trigger"];
export type Retention = ProjectRow["retention"];
export type JobCounts = Awaited<ReturnType<Repositories["jobs"]["counts"]>>;
