import { FindingsTable, type FindingView } from "../components/FindingsTable.js";
import { Pager } from "../components/Pager.js";
import { ProjectHead } from "../components/ProjectHead.js";
import { formatCounted } from "../format.js";
import { findingsUrl } from "../urls.js";
import type { ProjectView } from "../views.js";

export interface FindingsPageProps {
  readonly project: ProjectView;
  /** One page of them, dearest first. */
  readonly findings: readonly FindingView[];
  readonly total: number;
  /** 1-based. */
  readonly page: number;
  readonly pages: number;
}

/** All findings of the latest revision, most expensive first, page by page. */
export function FindingsPage(props: FindingsPageProps) {
  const { project } = props;
  return (
    <>
      <ProjectHead project={project} tab="findings" />
      <h1>Findings</h1>
      {props.total === 0 ? (
        <p class="lead">No findings in the latest revision.</p>
      ) : (
        <>
          <p class="lead">
            {formatCounted(props.total, "finding")} in the latest revision, most expensive first. Where
            several findings of one function measure the same thing, only the most expensive is counted; test
            code is never counted.
          </p>
          <FindingsTable
            projectId={project.id}
            caption="Findings, most expensive first"
            findings={props.findings}
          />
          <Pager page={props.page} pages={props.pages} urlOf={(page) => findingsUrl(project.id, page)} />
        </>
      )}
    </>
  );
}
