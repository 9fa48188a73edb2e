import type { Part } from "../../analyzer/types.js";
import { Pager } from "../components/Pager.js";
import { PartCrumbs } from "../components/PartCrumbs.js";
import { FolderTable } from "../components/PartTable.js";
import { ProjectHead } from "../components/ProjectHead.js";
import { FileTable } from "../components/WorstFiles.js";
import { formatCounted } from "../format.js";
import type { FolderList, WorstFile } from "../overview.js";
import { inPart } from "../parts.js";
import { type FileSortKey, filesUrl } from "../urls.js";
import type { ProjectView } from "../views.js";

export interface FilesPageProps {
  readonly project: ProjectView;
  /** Absent for the whole project. */
  readonly part?: Part | undefined;
  /** Folders directly in what is shown; `null` beyond the first page. */
  readonly folders: FolderList | null;
  /** One page of them, already in the order of `sort`. */
  readonly files: readonly WorstFile[];
  readonly total: number;
  readonly sort: FileSortKey;
  /** 1-based. */
  readonly page: number;
  readonly pages: number;
}

const ORDERS: readonly (readonly [FileSortKey, string])[] = [
  ["debt", "Most debt"],
  ["ratio", "Highest ratio"],
  ["findings", "Most findings"],
  ["lines", "Most lines"],
  ["path", "Path"],
];

/** The folders and every measured file of the latest revision, or of a part of it. */
export function FilesPage(props: FilesPageProps) {
  const { project, part, sort } = props;
  const hasFolders = props.folders !== null && props.folders.total > 0;
  return (
    <>
      <ProjectHead project={project} tab="files" />
      <div class="part-head">
        {part !== undefined && <PartCrumbs projectId={project.id} part={part} />}
        <h1>Files</h1>
      </div>
      <p class="lead">
        {formatCounted(props.total, "file")} measured{inPart(part)} in the latest revision.
      </p>
      {props.folders !== null && <FolderTable projectId={project.id} folders={props.folders} allUrl={null} />}
      <section class="section" aria-labelledby="files-title">
        <h2 id="files-title" class={hasFolders ? undefined : "visually-hidden"}>
          All files
        </h2>
        <nav class="orders" aria-label="Order of the list">
          <span class="muted">Order by</span>
          {ORDERS.map(([key, label]) => (
            <a
              key={key}
              href={filesUrl(project.id, { part, sort: key })}
              aria-current={key === sort ? "true" : undefined}
            >
              {label}
            </a>
          ))}
        </nav>
        <FileTable projectId={project.id} caption="Measured files" files={props.files} />
        <Pager
          page={props.page}
          pages={props.pages}
          urlOf={(page) => filesUrl(project.id, { part, sort, page })}
        />
      </section>
    </>
  );
}
