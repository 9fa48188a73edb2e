import type { Part } from "../../analyzer/types.js";
import type { ReportOverview } from "../overview.js";
import { filesUrl } from "../urls.js";
import { GradeHero } from "./GradeHero.js";
import { LanguageTable } from "./LanguageTable.js";
import { NotMeasured, ParseErrors, SettingsProblems } from "./NotMeasured.js";
import { FolderTable, SubprojectTable } from "./PartTable.js";
import { QuickWinList } from "./QuickWinList.js";
import { TopFindings } from "./TopFindings.js";
import { WorstFiles } from "./WorstFiles.js";

/** A report from its grade down to what was left out: of the whole project, or of `part`. */
export function ReportSections(props: {
  projectId: string;
  part?: Part | undefined;
  overview: ReportOverview;
}) {
  const { projectId, part, overview } = props;
  const place = { projectId, part };
  const { totals } = overview;
  return (
    <>
      <GradeHero {...place} totals={totals} cutoffs={overview.cutoffs} />
      <SettingsProblems problems={overview.settingsProblems} />
      <div class="columns">
        <QuickWinList projectId={projectId} quickWins={overview.quickWins} grade={totals.grade} />
        <LanguageTable
          projectId={projectId}
          isLinked={part === undefined}
          languages={overview.languages}
          totals={totals}
        />
      </div>
      {part === undefined && <SubprojectTable projectId={projectId} subprojects={overview.subprojects} />}
      <FolderTable projectId={projectId} folders={overview.folders} allUrl={filesUrl(projectId, { part })} />
      <WorstFiles {...place} files={overview.worstFiles} />
      <TopFindings {...place} findings={overview.findings} />
      <ParseErrors projectId={projectId} files={overview.parseErrors} />
      <NotMeasured groups={overview.skipped} />
    </>
  );
}
