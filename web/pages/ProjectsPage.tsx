import type { Grade as Letter } from "../../analyzer/types.js";
import { Grade } from "../components/Grade.js";
import { Instant } from "../components/Instant.js";
import { NumberHeadings } from "../components/NumberHeadings.js";
import { formatGpa, formatRatio } from "../format.js";
import { progressSummary } from "../progress.js";
import { connectUrl, newProjectUrl, projectUrl } from "../urls.js";
import type { AnalysisProgress } from "../views.js";

/** One line of the list. Figures are `null` until the first analysis is done. */
export interface ProjectListItem {
  readonly id: string;
  readonly name: string;
  readonly remote: string;
  readonly state: "connecting" | "ready";
  readonly grade: Letter | null;
  readonly gpa: number | null;
  readonly debtRatio: number | null;
  readonly analyzedAtMs: number | null;
  readonly running: AnalysisProgress | null;
  /** Whether the latest finished analysis failed. */
  readonly lastFailed: boolean;
}

export interface ProjectsPageProps {
  readonly projects: readonly ProjectListItem[];
}

/** All projects of the organisation with their grades; without any, the way to connect the first. */
export function ProjectsPage(props: ProjectsPageProps) {
  if (props.projects.length === 0) return <NoProjects />;
  return (
    <>
      <div class="page-head">
        <h1>Projects</h1>
        <a class="button button-primary" href={newProjectUrl()}>
          Connect a repository
        </a>
      </div>
      <div class="table-frame">
        <table class="table table-projects">
          <caption class="visually-hidden">Projects with their latest grades</caption>
          <thead>
            <tr>
              <th scope="col">Grade</th>
              <th scope="col">Project</th>
              <NumberHeadings names={["Debt ratio", "GPA"]} />
              <th scope="col">Last analysis</th>
            </tr>
          </thead>
          <tbody>
            {props.projects.map((project) => (
              <ProjectRow key={project.id} project={project} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function ProjectRow(props: { project: ProjectListItem }) {
  const { project } = props;
  return (
    <tr>
      <td class="cell-grade">
        <Grade grade={project.grade} size="medium" />
      </td>
      <th scope="row">
        <a
          class="row-title"
          href={project.state === "connecting" ? connectUrl(project.id) : projectUrl(project.id)}
        >
          {project.name}
        </a>
        <span class="row-detail mono">{project.remote}</span>
      </th>
      <td class="number" data-label="Debt ratio">
        {formatRatio(project.debtRatio)}
      </td>
      <td class="number" data-label="GPA">
        {formatGpa(project.gpa)}
      </td>
      <td data-label="Last analysis">
        <LastAnalysis project={project} />
      </td>
    </tr>
  );
}

function LastAnalysis(props: { project: ProjectListItem }) {
  const { project } = props;
  return (
    <>
      {project.analyzedAtMs === null ? (
        <span class="muted">{project.state === "connecting" ? "Not connected yet" : "Not analysed yet"}</span>
      ) : (
        <Instant atMs={project.analyzedAtMs} />
      )}
      {project.running !== null && (
        <span class="row-state row-state-running">{progressSummary(project.running)}</span>
      )}
      {project.running === null && project.lastFailed && (
        <span class="row-state row-state-failed">Last analysis failed</span>
      )}
    </>
  );
}

function NoProjects() {
  return (
    <div class="narrow empty">
      <h1>Connect your first repository</h1>
      <p class="lead">
        Paste the SSH address of a private repository. Sealgrade makes a deploy key for it, fetches the code
        over SSH into an encrypted volume, reads it without executing anything and grades it from A to F.
      </p>
      <p>
        <a class="button button-primary" href={newProjectUrl()}>
          Connect a repository
        </a>
      </p>
      <ul class="plain-points muted">
        <li>Read access is enough; no password is ever asked for.</li>
        <li>You decide how much of the source is kept.</li>
        <li>Removing the key at your Git host cuts access off at once.</li>
      </ul>
    </div>
  );
}
