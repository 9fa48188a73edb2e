/** How the progress of an analysis reads; shared by the pages and the island that keeps them current. */
import { formatCount } from "./format.js";
import { type AnalysisProgress, type AnalysisStep, analysisSteps } from "./views.js";

/** What each step does, as people read it. */
export const STEP_LABELS: Readonly<Record<AnalysisStep, string>> = {
  claim: "Waiting for a worker",
  key: "Opening the deploy key",
  volume: "Creating the volume for the clone",
  fetch: "Fetching the revision over SSH",
  read: "Reading and measuring files",
  reduce: "Grading",
  store: "Storing the report",
  destroy: "Destroying the volume",
};

/** Whether the analysis still goes on, so that its state can change. */
export function isActive(progress: AnalysisProgress): boolean {
  return progress.state === "queued" || progress.state === "running";
}

/** One line: which step of how many, and how far it is. */
export function progressSummary(progress: AnalysisProgress): string {
  if (progress.state === "done") return "Finished.";
  if (progress.state === "failed") return "Failed.";
  if (progress.state === "cancelled") return "Cancelled.";
  const index = stepsDone(progress);
  const step = analysisSteps[index] ?? "claim";
  const head = `Step ${index + 1} of ${analysisSteps.length}: ${STEP_LABELS[step]}`;
  if (progress.progressTotal <= 0 || step !== "read") return `${head}…`;
  return `${head}, ${formatCount(progress.progressDone)} of ${formatCount(progress.progressTotal)} files…`;
}

/** Number of finished steps, 0 to 8; the step at that index is the current one. */
export function stepsDone(progress: AnalysisProgress): number {
  if (progress.state === "done") return analysisSteps.length;
  return progress.step === null ? 0 : analysisSteps.indexOf(progress.step);
}
