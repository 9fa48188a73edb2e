import { failureTitle } from "../failures.js";
import { progressSummary, STEP_LABELS, stepsDone } from "../progress.js";
import { analysisUrl, connectUrl, eventsUrl } from "../urls.js";
import { type AnalysisProgress, type AnalysisView, analysisSteps } from "../views.js";
import { LiveAnalysis } from "./islands.js";
import { Notice } from "./Notice.js";

/**
 * The running analysis with its steps. Complete without script (the page reloads itself); the island keeps
 * it current and swaps the page's content when the analysis ends.
 */
export function RunningAnalysis(props: {
  projectId: string;
  analysis: AnalysisProgress;
  linkDetails?: boolean;
}) {
  const { projectId, analysis } = props;
  return (
    <LiveAnalysis events={eventsUrl(projectId)} analysisId={analysis.id}>
      <section class="running" aria-labelledby="running-title">
        <div class="running-head">
          <span class="running-sign" aria-hidden="true" />
          <h2 id="running-title">{analysis.state === "queued" ? "Analysis queued" : "Analysis running"}</h2>
          {props.linkDetails !== false && <a href={analysisUrl(projectId, analysis.id)}>Details</a>}
        </div>
        <p class="running-summary" role="status" data-part="summary">
          {progressSummary(analysis)}
        </p>
        <progress
          data-part="progress"
          aria-label="Progress of the analysis"
          max={analysisSteps.length}
          value={stepsDone(analysis)}
        />
        <StepList progress={analysis} />
      </section>
    </LiveAnalysis>
  );
}

/** The steps in order, each marked done, current or to come by sign, word and colour. */
export function StepList(props: { progress: AnalysisProgress }) {
  const current = stepsDone(props.progress);
  const stopped = props.progress.state === "failed" || props.progress.state === "cancelled";
  return (
    <ol class="steps" data-part="steps">
      {analysisSteps.map((step, index) => {
        const state = index < current ? "done" : index > current ? "todo" : stopped ? "failed" : "current";
        return (
          <li key={step} class={`step step-${state}`} aria-current={state === "current" ? "step" : undefined}>
            {STEP_LABELS[step]}
            {state === "done" && <span class="visually-hidden"> (done)</span>}
            {state === "failed" && <span>, stopped here</span>}
          </li>
        );
      })}
    </ol>
  );
}

/** The last analysis failed: why, what to do, and that the grade shown is an older one. */
export function FailedAnalysis(props: { projectId: string; analysis: AnalysisView; hasGrade: boolean }) {
  const { projectId, analysis } = props;
  return (
    <Notice tone="danger" title={failureTitle(analysis.failureCode, "The last analysis failed")}>
      <p>{analysis.failureMessage ?? "No reason was recorded. Start the analysis again."}</p>
      <p class="muted">
        {props.hasGrade && "The last good grade stays below. "}
        <a href={connectUrl(projectId)}>Check the connection</a> or{" "}
        <a href={analysisUrl(projectId, analysis.id)}>see where it stopped</a>
      </p>
    </Notice>
  );
}
