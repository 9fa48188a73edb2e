import { FailedAnalysis, RunningAnalysis } from "../components/AnalysisStatus.js";
import { History } from "../components/History.js";
import { Instant } from "../components/Instant.js";
import { AnalyseButton, ProjectHead } from "../components/ProjectHead.js";
import { ReportSections } from "../components/ReportSections.js";
import { shortCommit } from "../format.js";
import { visibleText } from "../hostileText.js";
import type { ProjectOverview } from "../overview.js";
import { connectUrl } from "../urls.js";
import type { AnalysisView, ProjectView, RevisionView } from "../views.js";
import { retentionTitle } from "./NewProjectPage.js";

export interface ProjectPageProps {
  readonly project: ProjectView;
  /** `SHA256:…` of the active deploy key (promise P01). */
  readonly deployKeyFingerprint: string;
  /** The last good report; `null` before the first. */
  readonly overview: ProjectOverview | null;
  /** The queued or running analysis. */
  readonly running: AnalysisView | null;
  /** The latest finished analysis, when it failed. */
  readonly failure: AnalysisView | null;
  /** Newest first; the page shows ten. */
  readonly history: readonly AnalysisView[];
}

/** A project's overview: grade and where it comes from, what to do next, and what was left out. */
export function ProjectPage(props: ProjectPageProps) {
  const { project, overview } = props;
  return (
    <>
      <ProjectHead
        project={project}
        tab="overview"
        actions={props.running === null && <AnalyseButton projectId={project.id} />}
      >
        <p class="project-head-meta mono">{project.remote}</p>
        {overview !== null && <RevisionLine revision={overview.revision} />}
      </ProjectHead>
      {props.running !== null && <RunningAnalysis projectId={project.id} analysis={props.running} />}
      {props.running === null && props.failure !== null && (
        <FailedAnalysis projectId={project.id} analysis={props.failure} hasGrade={overview !== null} />
      )}
      {overview === null ? (
        <NoGradeYet {...props} />
      ) : (
        <ReportSections projectId={project.id} overview={overview} />
      )}
      <History projectId={project.id} analyses={props.history} />
      <About project={project} fingerprint={props.deployKeyFingerprint} />
    </>
  );
}

function RevisionLine(props: { revision: RevisionView }) {
  const { revision } = props;
  return (
    <p class="project-head-meta">
      <span class="mono">{visibleText(revision.branch)}</span> at{" "}
      <span class="mono">{shortCommit(revision.commit)}</span>, committed{" "}
      <Instant atMs={revision.committedAtMs} />, analysed <Instant atMs={revision.analyzedAtMs} />
    </p>
  );
}

function NoGradeYet(props: ProjectPageProps) {
  if (props.running !== null) {
    return <p class="lead">The first grade appears here when the analysis is done.</p>;
  }
  return (
    <section class="card">
      <h2>No grade yet</h2>
      <p>
        {props.failure === null
          ? "This project has not been analysed. Start now, or look at the connection first."
          : "No analysis of this project has succeeded so far. Mend what is said above, then start again."}
      </p>
      <p>
        <a class="button" href={connectUrl(props.project.id)}>
          Check the connection
        </a>
      </p>
    </section>
  );
}

function About(props: { project: ProjectView; fingerprint: string }) {
  return (
    <section class="section" aria-labelledby="about-title">
      <h2 id="about-title">About this project</h2>
      <dl class="facts">
        <div class="fact">
          <dt>Remote</dt>
          <dd class="mono">{props.project.remote}</dd>
        </div>
        <div class="fact">
          <dt>Branch</dt>
          <dd>
            {props.project.branch === null ? "The default branch" : <code>{props.project.branch}</code>}
          </dd>
        </div>
        <div class="fact">
          <dt>Deploy key</dt>
          <dd class="mono">{props.fingerprint}</dd>
        </div>
        <div class="fact">
          <dt>Source kept</dt>
          <dd>{retentionTitle(props.project.retention)}</dd>
        </div>
      </dl>
    </section>
  );
}
