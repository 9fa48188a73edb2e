import type { Finding, ReportFile } from "../../analyzer/types.js";
import { FileFindings } from "../components/FileFindings.js";
import { FunctionTable } from "../components/FunctionTable.js";
import { Grade } from "../components/Grade.js";
import { Notice } from "../components/Notice.js";
import { PartCrumbs } from "../components/PartCrumbs.js";
import { ProjectHead } from "../components/ProjectHead.js";
import { QuickWinList } from "../components/QuickWinList.js";
import { SourceView } from "../components/SourceView.js";
import { TypeTable } from "../components/TypeTable.js";
import { formatCount, formatCounted, formatRatio, formatWork, shortCommit } from "../format.js";
import { splitLines, visibleText } from "../hostileText.js";
import { languageName } from "../languages.js";
import type { QuickWins } from "../overview.js";
import { receiptUrl } from "../urls.js";
import type { ProjectView, Retention, RevisionView } from "../views.js";

/** A run of kept lines around findings; `firstLine` is 1-based. */
export interface SourceSnippet {
  readonly firstLine: number;
  readonly lines: readonly string[];
}

/** What is kept of the file's source, after the project's retention. */
export type FileSource =
  | { readonly kind: "full"; readonly text: string }
  /** Sorted by line, not overlapping. */
  | { readonly kind: "snippets"; readonly snippets: readonly SourceSnippet[] }
  | { readonly kind: "none" }
  /** It should be there and is not: kept under another retention, or already replaced. */
  | { readonly kind: "missing" };

export interface FilePageProps {
  readonly project: ProjectView;
  readonly revision: RevisionView;
  readonly file: ReportFile;
  readonly quickWins: QuickWins;
  readonly source: FileSource;
}

/** One file of the latest revision: figures, findings, functions and as much source as is kept. */
export function FilePage(props: FilePageProps) {
  const { project, file, revision } = props;
  return (
    <>
      <ProjectHead project={project} tab="files">
        <p class="project-head-meta">
          File of the latest revision, <span class="mono">{shortCommit(revision.commit)}</span>
        </p>
      </ProjectHead>
      <div class="part-head">
        <PartCrumbs projectId={project.id} part={{ kind: "file", name: file.path }} isHere />
        <div class="file-head">
          <Grade grade={file.grade} size="medium" />
          <h1 class="file-title mono">{visibleText(file.path)}</h1>
        </div>
      </div>
      <FileFigures file={file} />
      {file.parseErrorLines > 0 && (
        <Notice tone="warning" title="Read only in part">
          <p>
            The parser could not make sense of {formatCounted(file.parseErrorLines, "line")} of this file. The
            rest counts.
          </p>
        </Notice>
      )}
      {file.debtMinutes > 0 && <FileDebt {...props} />}
      <FileFindings findings={file.findings} isLineShown={(line) => isLineShown(props.source, line)} />
      <FunctionTable functions={file.functions} linked={props.source.kind === "full"} />
      <TypeTable types={file.types} linked={props.source.kind === "full"} />
      <Source source={props.source} retention={project.retention} findings={file.findings} />
    </>
  );
}

function FileFigures(props: { file: ReportFile }) {
  const { file } = props;
  const figures: readonly (readonly [string, string])[] = [
    ["Language", `${languageName(file.language)}${file.role === "test" ? ", test code (not graded)" : ""}`],
    ["Debt", formatWork(file.debtMinutes)],
    ["Debt ratio", formatRatio(file.debtRatio)],
    ["Code lines", formatCount(file.codeLines)],
    ["Comment lines", formatCount(file.commentLines)],
    ["Functions", formatCount(file.functions.length)],
  ];
  return (
    <dl class="figures figures-small">
      {figures.map(([name, value]) => (
        <div class="figure" key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What to mend first, and where the grade comes from; only files with debt have either. */
function FileDebt(props: FilePageProps) {
  const { project, file } = props;
  return (
    <>
      <p class="hero-note">
        Every minute is accounted for:{" "}
        <a href={receiptUrl(project.id, { kind: "file", name: file.path })}>see the receipt of this file</a>.
      </p>
      <QuickWinList projectId={project.id} quickWins={props.quickWins} grade={file.grade} />
    </>
  );
}

interface SourceProps {
  readonly source: FileSource;
  readonly retention: Retention;
  readonly findings: readonly Finding[];
}

function Source(props: SourceProps) {
  return (
    <section class="section" aria-labelledby="source-title">
      <h2 id="source-title">Source</h2>
      <SourceBody {...props} />
    </section>
  );
}

/** Why there is no source, by what the project keeps. */
const NOTHING_KEPT: Record<Retention, string> = {
  full: "No source of this file is kept. The next analysis keeps it.",
  snippets: "This project keeps only the lines of findings, and this file has none.",
  none: "This project keeps no source, only figures. Open the file at your Git host to see its lines.",
};

function SourceBody(props: SourceProps) {
  const { source, findings } = props;
  switch (source.kind) {
    case "full":
      return <SourceView lines={splitLines(source.text)} firstLine={1} findings={findings} />;
    case "snippets":
      return (
        <>
          <p class="muted">This project keeps only the lines of findings; the rest was not stored.</p>
          {source.snippets.map((snippet) => (
            <SourceView
              key={snippet.firstLine}
              lines={snippet.lines}
              firstLine={snippet.firstLine}
              findings={findingsWithin(findings, snippet)}
            />
          ))}
        </>
      );
    case "none":
      return <p class="muted">{NOTHING_KEPT[props.retention]}</p>;
    case "missing":
      return <p class="muted">The source of this file is not stored. The next analysis stores it again.</p>;
  }
}

/** Whether the 1-based line stands on the page. A finding never lies beyond the end of its file. */
function isLineShown(source: FileSource, line: number): boolean {
  if (source.kind === "full") return true;
  if (source.kind !== "snippets") return false;
  return source.snippets.some(({ firstLine, lines }) => line >= firstLine && line < firstLine + lines.length);
}

function findingsWithin(findings: readonly Finding[], snippet: SourceSnippet): readonly Finding[] {
  const end = snippet.firstLine + snippet.lines.length;
  return findings.filter((finding) => finding.line >= snippet.firstLine && finding.line < end);
}
