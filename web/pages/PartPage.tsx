import type { Part } from "../../analyzer/types.js";
import { PartCrumbs } from "../components/PartCrumbs.js";
import { PartLabel } from "../components/PartLabel.js";
import { ProjectHead } from "../components/ProjectHead.js";
import { ReportSections } from "../components/ReportSections.js";
import { shortCommit } from "../format.js";
import type { ReportOverview } from "../overview.js";
import type { ProjectView, RevisionView } from "../views.js";

export interface PartPageProps {
  readonly project: ProjectView;
  readonly revision: RevisionView;
  readonly part: Part;
  readonly overview: ReportOverview;
}

/** The overview of a folder, language or sub-project: as the project's own, counted from the part's files alone. */
export function PartPage(props: PartPageProps) {
  const { project, part } = props;
  return (
    <>
      <ProjectHead project={project} tab={null}>
        <p class="project-head-meta">
          Part of the latest revision, <span class="mono">{shortCommit(props.revision.commit)}</span>
        </p>
      </ProjectHead>
      <div class="part-head">
        <PartCrumbs projectId={project.id} part={part} isHere />
        <h1>
          The <PartLabel part={part} />
        </h1>
      </div>
      <ReportSections projectId={project.id} part={part} overview={props.overview} />
    </>
  );
}
