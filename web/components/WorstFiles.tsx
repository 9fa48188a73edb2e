import type { Part } from "../../analyzer/types.js";
import { formatCount, formatRatio, formatWork } from "../format.js";
import { visibleText } from "../hostileText.js";
import type { WorstFile } from "../overview.js";
import { filesUrl, fileUrl } from "../urls.js";
import { Grade } from "./Grade.js";

/** The files with the most debt, of the project or of a part. */
export function WorstFiles(props: {
  projectId: string;
  part?: Part | undefined;
  files: readonly WorstFile[];
}) {
  if (props.files.length === 0) return null;
  return (
    <section class="section" aria-labelledby="worst-title">
      <div class="section-head">
        <h2 id="worst-title">Files with the most debt</h2>
        <a href={filesUrl(props.projectId, { part: props.part })}>All files</a>
      </div>
      <FileTable projectId={props.projectId} caption="Files with the most debt" files={props.files} />
    </section>
  );
}

/** A table of files; also the body of the file list. */
export function FileTable(props: { projectId: string; caption: string; files: readonly WorstFile[] }) {
  return (
    <div class="table-frame">
      <table class="table table-files">
        <caption class="visually-hidden">{props.caption}</caption>
        <thead>
          <tr>
            <th scope="col">Grade</th>
            <th scope="col">File</th>
            <th scope="col" class="number">
              Findings
            </th>
            <th scope="col" class="number">
              Graded lines
            </th>
            <th scope="col" class="number">
              Debt ratio
            </th>
            <th scope="col" class="number">
              Debt
            </th>
          </tr>
        </thead>
        <tbody>
          {props.files.map((file) => (
            <FileRow key={file.path} projectId={props.projectId} file={file} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FileRow(props: { projectId: string; file: WorstFile }) {
  const { file } = props;
  return (
    <tr>
      <td class="cell-grade">
        <Grade grade={file.grade} />
      </td>
      <th scope="row">
        <a class="mono path" href={fileUrl(props.projectId, file.path)}>
          {visibleText(file.path)}
        </a>
      </th>
      <td class="number" data-label="Findings">
        {formatCount(file.findings)}
      </td>
      <td class="number" data-label="Graded lines">
        {formatCount(file.gradedLines)}
      </td>
      <td class="number" data-label="Debt ratio">
        {formatRatio(file.debtRatio)}
      </td>
      <td class="number" data-label="Debt">
        {formatWork(file.debtMinutes)}
      </td>
    </tr>
  );
}
