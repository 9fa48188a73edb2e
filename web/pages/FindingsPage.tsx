import type { Part } from "../../analyzer/types.js";
import { FindingsTable, type FindingView } from "../components/FindingsTable.js";
import { Pager } from "../components/Pager.js";
import { PartCrumbs } from "../components/PartCrumbs.js";
import { ProjectHead } from "../components/ProjectHead.js";
import { formatCounted } from "../format.js";
import { inPart } from "../parts.js";
import { findingsUrl } from "../urls.js";
import type { ProjectView } from "../views.js";

export interface FindingsPageProps {
  readonly project: ProjectView;
  /** Absent for the whole project. */
  readonly part?: Part | undefined;
  /** One page of them, dearest first. */
  readonly findings: readonly FindingView[];
  readonly total: number;
  /** 1-based. */
  readonly page: number;
  readonly pages: number;
}

/** All findings of the latest revision or of a part of it, most expensive first, page by page. */
export function FindingsPage(props: FindingsPageProps) {
  const { project, part } = props;
  return (
    <>
      <ProjectHead project={project} tab="findings" />
      <div class="part-head">
        {part !== undefined && <PartCrumbs projectId={project.id} part={part} />}
        <h1>Findings</h1>
      </div>
      {props.total === 0 ? (
        <p class="lead">No findings{inPart(part)} in the latest revision.</p>
      ) : (
        <>
          <p class="lead">
            {formatCounted(props.total, "finding")}
            {inPart(part)} in the latest revision, most expensive first. Where several findings of one
            function measure the same thing, only the most expensive is counted; test code is never counted.
          </p>
          <FindingsTable
            projectId={project.id}
            caption="Findings, most expensive first"
            findings={props.findings}
          />
          <Pager
            page={props.page}
            pages={props.pages}
            urlOf={(page) => findingsUrl(project.id, { part, page })}
          />
        </>
      )}
    </>
  );
}
