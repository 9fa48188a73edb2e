import type { Part } from "../../analyzer/types.js";
import { visibleText } from "../hostileText.js";
import type { WorstFile } from "../overview.js";
import { filesUrl, fileUrl } from "../urls.js";
import { GradeTable } from "./GradeTable.js";

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
  const rows = props.files.map((file) => ({
    ...file,
    key: file.path,
    title: (
      <a class="mono path" href={fileUrl(props.projectId, file.path)}>
        {visibleText(file.path)}
      </a>
    ),
    count: file.findings,
  }));
  return <GradeTable caption={props.caption} what="File" counted="Findings" rows={rows} />;
}
