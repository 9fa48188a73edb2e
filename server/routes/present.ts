import type { Analysis, DeployKey, HostKeyRow, Project, RevisionTotals } from "../../db/types.js";
import type {
  AnalysisProgress,
  AnalysisView,
  DeployKeyView,
  HostKeyView,
  ProjectView,
  RevisionView,
} from "../../web/views.js";
import type { HostKey } from "../intake/remote/hostKeys.js";
import { remoteText } from "../projects/projectRemote.js";

/** What every page of a project says about it. */
export function presentProject(project: Project): ProjectView {
  const { id, name, branch, retention } = project;
  return { id, name, branch, retention, remote: remoteText(project) };
}

/** State, step and counts of an analysis, and nothing else: this travels as an event. */
export function presentProgress(analysis: Analysis): AnalysisProgress {
  const { id, state, step, progressDone, progressTotal } = analysis;
  return { id, state, step, progressDone, progressTotal };
}

/** An analysis with its outcome; `revision` is the one it made, if any. */
export function presentAnalysis(analysis: Analysis, revision: RevisionTotals | null): AnalysisView {
  return {
    ...presentProgress(analysis),
    trigger: analysis.trigger,
    attempts: analysis.attempts,
    createdAtMs: analysis.createdAt,
    startedAtMs: analysis.startedAt,
    finishedAtMs: analysis.finishedAt,
    failureCode: analysis.failureCode,
    failureMessage: analysis.failureMessage,
    commit: revision?.commit ?? analysis.requestedCommit,
    grade: revision?.grade ?? null,
    gpa: revision?.gpa ?? null,
    debtRatio: revision?.debtRatio ?? null,
  };
}

/** The revision a report is about. */
export function presentRevision(revision: RevisionTotals): RevisionView {
  const { commit, branch, committedAt, analyzedAt } = revision;
  return { commit, branch, committedAtMs: committedAt, analyzedAtMs: analyzedAt };
}

/** The public half of a deploy key (P01). */
export function presentDeployKey(key: DeployKey): DeployKeyView {
  return { publicKey: key.publicKey, fingerprint: key.fingerprint, createdAtMs: key.createdAt };
}

/** A host key as it is offered or pinned at `host`. */
export function presentHostKey(key: HostKey | HostKeyRow, at: { host: string; port: number }): HostKeyView {
  return { host: at.host, port: at.port, keyType: key.keyType, fingerprint: key.fingerprint };
}
