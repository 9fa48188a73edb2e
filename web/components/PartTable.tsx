import type { FolderTotals, Grading, Part, SubprojectTotals } from "../../analyzer/types.js";
import { formatCounted } from "../format.js";
import { visibleText } from "../hostileText.js";
import type { FolderList } from "../overview.js";
import { isPathPart } from "../parts.js";
import { partUrl } from "../urls.js";
import { GradeTable } from "./GradeTable.js";

/**
 * The folders directly in the one that is shown, each leading to its own page. Where some are left out, `allUrl`
 * leads to the rest; without it there is no other list.
 */
export function FolderTable(props: { projectId: string; folders: FolderList; allUrl: string | null }) {
  const { total, top } = props.folders;
  if (total === 0) return null;
  const unlisted = total - top.length;
  return (
    <section class="section" aria-labelledby="folders-title">
      <div class="section-head">
        <h2 id="folders-title">Folders</h2>
        {unlisted > 0 && props.allUrl !== null && (
          <a href={props.allUrl}>All {formatCounted(total, "folder")}</a>
        )}
      </div>
      <PartTable what="Folder" projectId={props.projectId} rows={top.map(folderRow)} />
      {unlisted > 0 && props.allUrl === null && (
        <p class="muted">and {formatCounted(unlisted, "folder")} with less debt</p>
      )}
    </section>
  );
}

/** The parts that the repository's settings name, each leading to its own page. */
export function SubprojectTable(props: { projectId: string; subprojects: readonly SubprojectTotals[] }) {
  if (props.subprojects.length === 0) return null;
  return (
    <section class="section" aria-labelledby="subprojects-title">
      <h2 id="subprojects-title">Sub-projects</h2>
      <PartTable what="Sub-project" projectId={props.projectId} rows={props.subprojects.map(subprojectRow)} />
    </section>
  );
}

interface PartRow extends Grading {
  readonly part: Part;
  readonly label: string;
  /** Second line, where the label does not say it all. */
  readonly detail: string | null;
  readonly files: number;
}

function folderRow(folder: FolderTotals): PartRow {
  const { path } = folder;
  const label = `${path.slice(path.lastIndexOf("/") + 1)}/`;
  return { ...folder, part: { kind: "folder", name: path }, label, detail: null };
}

function subprojectRow(subproject: SubprojectTotals): PartRow {
  const { name, path } = subproject;
  return {
    ...subproject,
    part: { kind: "subproject", name },
    label: name,
    detail: path === "" ? null : `${path}/`,
  };
}

function PartTable(props: { what: string; projectId: string; rows: readonly PartRow[] }) {
  const rows = props.rows.map((row) => ({
    ...row,
    key: row.part.name,
    title: (
      <>
        <PartLink projectId={props.projectId} row={row} />
        {row.detail !== null && <span class="row-detail mono">{visibleText(row.detail)}</span>}
      </>
    ),
    count: row.files,
  }));
  return (
    <GradeTable caption={`${props.what}s with their grades`} what={props.what} counted="Files" rows={rows} />
  );
}

/** A part without a measured file has no page. */
function PartLink(props: { projectId: string; row: PartRow }) {
  const { part, label, files } = props.row;
  if (files === 0) return <>{visibleText(label)}</>;
  return (
    <a class={isPathPart(part) ? "mono path" : "path"} href={partUrl(props.projectId, part)}>
      {visibleText(label)}
    </a>
  );
}
