import type { VNode } from "preact";
import type { Part } from "../../analyzer/types.js";
import { FilesPage } from "../../web/pages/FilesPage.js";
import { FindingsPage } from "../../web/pages/FindingsPage.js";
import { PartPage } from "../../web/pages/PartPage.js";
import { ReceiptPage } from "../../web/pages/ReceiptPage.js";
import { sampleFolders } from "./sampleParts.js";
import { sampleReceiptPage } from "./sampleReceipt.js";
import { sampleFiles, sampleFindings, sampleOverview } from "./sampleReports.js";
import { sampleProject, sampleRevision, type Texts } from "./samples.js";

export interface PageSample {
  readonly name: string;
  readonly title: string;
  readonly page: VNode;
}

/** A name like every other text; a path of two levels, since one that leads upwards is no path of a report. */
function sampleFolder(text: Texts): Part {
  return { kind: "folder", name: `services/${text("export")}` };
}

/** The pages about parts of a project. */
export function partPages(text: Texts): readonly PageSample[] {
  const base = { project: sampleProject(text), revision: sampleRevision(text) };
  const overview = sampleOverview(text);
  const folder = sampleFolder(text);
  const folders = sampleFolders(text, `${folder.name}/`);
  const language: Part = { kind: "language", name: text("python") };
  const subproject: Part = { kind: "subproject", name: text("api") };
  const list = { project: base.project, page: 2, pages: 9 };
  const none = { total: 0, top: [] };
  const title = text("Part");
  return [
    {
      name: "part-folder",
      title,
      page: <PartPage {...base} part={folder} overview={{ ...overview, folders }} />,
    },
    {
      name: "part-language",
      title,
      page: <PartPage {...base} part={language} overview={{ ...overview, folders: none }} />,
    },
    { name: "part-subproject", title, page: <PartPage {...base} part={subproject} overview={overview} /> },
    { name: "receipt-folder", title, page: <ReceiptPage {...sampleReceiptPage(text)} part={folder} /> },
    {
      name: "receipt-subproject",
      title,
      page: <ReceiptPage {...sampleReceiptPage(text)} part={subproject} />,
    },
    {
      name: "files-part",
      title: text("Files"),
      page: (
        <FilesPage
          {...list}
          part={language}
          folders={null}
          files={sampleFiles(text)}
          total={21}
          sort="path"
        />
      ),
    },
    {
      name: "findings-part",
      title: text("Findings"),
      page: <FindingsPage {...list} part={folder} findings={sampleFindings(text)} total={21} />,
    },
  ];
}
