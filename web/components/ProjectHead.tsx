import type { ComponentChildren } from "preact";
import {
  analysesUrl,
  filesUrl,
  findingsUrl,
  projectsUrl,
  projectUrl,
  receiptUrl,
  settingsUrl,
} from "../urls.js";
import type { ProjectView } from "../views.js";

export type ProjectTab = "overview" | "findings" | "files" | "receipt" | "settings";

/**
 * Head of every page inside a project: where one is, the project's name, its tabs. The overview's heading
 * is the name itself; other pages bring their own first heading.
 */
export function ProjectHead(props: {
  project: ProjectView;
  tab: ProjectTab | null;
  actions?: ComponentChildren;
  children?: ComponentChildren;
}) {
  const { project, tab } = props;
  const name = tab === "overview" ? <h1>{project.name}</h1> : <ProjectName project={project} />;
  return (
    <div class="project-head">
      <nav aria-label="You are here" class="crumbs">
        <a href={projectsUrl()}>Projects</a>
      </nav>
      <div class="project-head-row">
        <div class="project-head-title">
          {name}
          {props.children ?? <p class="project-head-meta mono">{project.remote}</p>}
        </div>
        {props.actions !== undefined && <div class="project-head-actions">{props.actions}</div>}
      </div>
      <Tabs projectId={project.id} tab={tab} />
    </div>
  );
}

function ProjectName(props: { project: ProjectView }) {
  return (
    <p class="project-name">
      <a href={projectUrl(props.project.id)}>{props.project.name}</a>
    </p>
  );
}

function Tabs(props: { projectId: string; tab: ProjectTab | null }) {
  const tabs: readonly (readonly [ProjectTab, string, string])[] = [
    ["overview", "Overview", projectUrl(props.projectId)],
    ["findings", "Findings", findingsUrl(props.projectId)],
    ["files", "Files", filesUrl(props.projectId)],
    ["receipt", "Receipt", receiptUrl(props.projectId)],
    ["settings", "Settings", settingsUrl(props.projectId)],
  ];
  return (
    <nav aria-label="Project" class="tabs">
      {tabs.map(([id, label, url]) => (
        <a key={id} href={url} aria-current={id === props.tab ? "page" : undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
}

/** Button that asks for an analysis of the current head. */
export function AnalyseButton(props: { projectId: string; label?: string; primary?: boolean }) {
  return (
    <form method="post" action={analysesUrl(props.projectId)}>
      <button type="submit" class={props.primary === false ? "button" : "button button-primary"}>
        {props.label ?? "Analyse now"}
      </button>
    </form>
  );
}
