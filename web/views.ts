/**
 * What several pages show of the same thing. Presenters make these from stored rows; they hold nothing
 * that the signed-in person may not see. Times are milliseconds since the epoch.
 */
import type { Grade } from "../analyzer/types.js";

/** How much of the source a project keeps (promise P10). */
export type Retention = "full" | "snippets" | "none";

/** A project as every one of its pages needs it. */
export interface ProjectView {
  readonly id: string;
  readonly name: string;
  /** As a person would type it: `git@github.com:acme/api.git`. */
  readonly remote: string;
  /** `null`: the remote's default branch. */
  readonly branch: string | null;
  readonly retention: Retention;
}

export type AnalysisState = "queued" | "running" | "done" | "failed" | "cancelled";

/** The steps of one analysis, in order. */
export const analysisSteps = [
  "claim",
  "key",
  "volume",
  "fetch",
  "read",
  "reduce",
  "store",
  "destroy",
] as const;
export type AnalysisStep = (typeof analysisSteps)[number];

/** What the live view needs; also the JSON body of each `analysis` event of the events address. */
export interface AnalysisProgress {
  readonly id: string;
  readonly state: AnalysisState;
  readonly step: AnalysisStep | null;
  /** In files while reading, in bytes while fetching; `progressTotal` 0 means unknown. */
  readonly progressDone: number;
  readonly progressTotal: number;
}

/** One analysis with its outcome. */
export interface AnalysisView extends AnalysisProgress {
  readonly trigger: "click" | "poll" | "connect" | "demo";
  readonly attempts: number;
  readonly createdAtMs: number;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  readonly failureCode: string | null;
  /** Public text: what happened and what to do. */
  readonly failureMessage: string | null;
  readonly commit: string | null;
  readonly grade: Grade | null;
  readonly gpa: number | null;
  readonly debtRatio: number | null;
}

/** The revision a report is about. */
export interface RevisionView {
  readonly commit: string;
  readonly branch: string;
  readonly committedAtMs: number;
  readonly analyzedAtMs: number;
}

/** One host key offered or pinned. */
export interface HostKeyView {
  readonly host: string;
  readonly port: number;
  /** Such as `ssh-ed25519`. */
  readonly keyType: string;
  /** `SHA256:…` */
  readonly fingerprint: string;
}

/** The public half of a project's deploy key. */
export interface DeployKeyView {
  /** One line as it is pasted at the Git host. */
  readonly publicKey: string;
  /** `SHA256:…` */
  readonly fingerprint: string;
  readonly createdAtMs: number;
}
