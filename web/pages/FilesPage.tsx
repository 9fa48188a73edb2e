import { Pager } from "../components/Pager.js";
import { ProjectHead } from "../components/ProjectHead.js";
import { FileTable } from "../components/WorstFiles.js";
import { formatCounted } from "../format.js";
import type { WorstFile } from "../overview.js";
import { type FileSortKey, filesUrl } from "../urls.js";
import type { ProjectView } from "../views.js";

export interface FilesPageProps {
  readonly project: ProjectView;
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

/** Every measured file of the latest revision. */
export function FilesPage(props: FilesPageProps) {
  const { project, sort } = props;
  return (
    <>
      <ProjectHead project={project} tab="files" />
      <h1>Files</h1>
      <p class="lead">{formatCounted(props.total, "file")} measured in the latest revision.</p>
      <nav class="orders" aria-label="Order of the list">
        <span class="muted">Order by</span>
        {ORDERS.map(([key, label]) => (
          <a
            key={key}
            href={filesUrl(project.id, { sort: key })}
            aria-current={key === sort ? "true" : undefined}
          >
            {label}
          </a>
        ))}
      </nav>
      <FileTable projectId={project.id} caption="Measured files" files={props.files} />
      <Pager page={props.page} pages={props.pages} urlOf={(page) => filesUrl(project.id, { sort, page })} />
    </>
  );
}
