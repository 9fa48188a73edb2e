import { RunningAnalysis, StepList } from "../components/AnalysisStatus.js";
import { Grade } from "../components/Grade.js";
import { Instant } from "../components/Instant.js";
import { Notice } from "../components/Notice.js";
import { AnalyseButton, ProjectHead } from "../components/ProjectHead.js";
import { failureTitle } from "../failures.js";
import { formatDuration, formatRatio } from "../format.js";
import { isActive } from "../progress.js";
import { connectUrl, projectUrl } from "../urls.js";
import type { AnalysisView, ProjectView } from "../views.js";

export interface AnalysisPageProps {
  readonly project: ProjectView;
  readonly analysis: AnalysisView;
}

/** One analysis with its steps; the whole story also without script. */
export function AnalysisPage(props: AnalysisPageProps) {
  const { project, analysis } = props;
  return (
    <>
      <ProjectHead project={project} tab={null} />
      <h1>Analysis</h1>
      {isActive(analysis) ? (
        <RunningAnalysis projectId={project.id} analysis={analysis} linkDetails={false} />
      ) : (
        <>
          <Outcome project={project} analysis={analysis} />
          <section class="section" aria-labelledby="steps-title">
            <h2 id="steps-title">Steps</h2>
            <StepList progress={analysis} />
          </section>
        </>
      )}
      <Facts analysis={analysis} />
    </>
  );
}

function Outcome(props: AnalysisPageProps) {
  const { project, analysis } = props;
  if (analysis.state === "done") {
    return (
      <Notice tone="good" title="Done">
        <p>
          Grade <Grade grade={analysis.grade} /> at a debt ratio of {formatRatio(analysis.debtRatio)}.{" "}
          <a href={projectUrl(project.id)}>Open the report</a>
        </p>
      </Notice>
    );
  }
  return (
    <Notice tone="danger" title={failureTitle(analysis.failureCode, "This analysis did not finish")}>
      <p>{analysis.failureMessage ?? "No reason was recorded. Start the analysis again."}</p>
      <div class="actions">
        <AnalyseButton projectId={project.id} label="Analyse again" />
        <a class="button" href={connectUrl(project.id)}>
          Check the connection
        </a>
      </div>
    </Notice>
  );
}

function Facts(props: { analysis: AnalysisView }) {
  const { analysis } = props;
  return (
    <dl class="facts">
      <div class="fact">
        <dt>Asked for</dt>
        <dd>
          <Instant atMs={analysis.createdAtMs} />
        </dd>
      </div>
      {analysis.startedAtMs !== null && (
        <div class="fact">
          <dt>Started</dt>
          <dd>
            <Instant atMs={analysis.startedAtMs} />
          </dd>
        </div>
      )}
      {analysis.startedAtMs !== null && analysis.finishedAtMs !== null && (
        <div class="fact">
          <dt>Took</dt>
          <dd>{formatDuration(analysis.finishedAtMs - analysis.startedAtMs)}</dd>
        </div>
      )}
      {analysis.commit !== null && (
        <div class="fact">
          <dt>Commit</dt>
          <dd class="mono">{analysis.commit}</dd>
        </div>
      )}
      <div class="fact">
        <dt>Attempts</dt>
        <dd>{analysis.attempts}</dd>
      </div>
    </dl>
  );
}
