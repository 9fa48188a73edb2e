import path from "node:path";
import { foldersIn, partOf, printable } from "../../analyzer/index.js";
import type { Part, Report } from "../../analyzer/types.js";
import { UsageError } from "./command.js";

/** How many of what exists a refusal lists. */
const LISTED = 20;

/** The options of which at most one names a part, as they are given. */
export interface PartOptions {
  /** A folder or a file, relative to the graded folder. */
  readonly only?: string | undefined;
  readonly language?: string | undefined;
  readonly subproject?: string | undefined;
}

/**
 * Checks the options before anything is measured.
 * @throws UsageError when more than one part is named, or a path that leaves the graded folder
 */
export function checkPartOptions({ only, language, subproject }: PartOptions): void {
  const given = [only, language, subproject].filter((value) => value !== undefined);
  if (given.length > 1) throw new UsageError("Name one part: --only, --language or --subproject.");
  if (only !== undefined) relativePath(only);
}

/**
 * The report of the part that the options name; the whole one when they name none.
 * @throws UsageError when there is no such part, with those that exist
 */
export function narrowReport(report: Report, { only, language, subproject }: PartOptions): Report {
  if (language !== undefined) return narrowTo(report, { kind: "language", name: language });
  if (subproject !== undefined) return narrowTo(report, { kind: "subproject", name: subproject });
  const name = only === undefined ? "" : relativePath(only);
  if (name === "") return report;
  const isFile = report.files.some((file) => file.path === name);
  return narrowTo(report, { kind: isFile ? "file" : "folder", name });
}

/** As paths stand in reports: `./src/` is `src`, the graded folder itself is empty. */
function relativePath(given: string): string {
  const name = path.posix.normalize(given).replace(/\/$/, "");
  if (given === "" || path.posix.isAbsolute(name) || name.split("/")[0] === "..") {
    throw new UsageError(
      `--only is a path inside the graded folder and relative to it, not ${quoted(given)}.`,
    );
  }
  return name === "." ? "" : name;
}

function narrowTo(report: Report, part: Part): Report {
  const narrowed = partOf(report, part);
  if (narrowed === null) throw new UsageError(`${refusal(part)} ${existing(report, part)}.`);
  return narrowed;
}

function refusal({ kind, name }: Part): string {
  if (kind === "language") return `No file in ${quoted(name)} was measured.`;
  if (kind === "subproject") return `No file of a sub-project ${quoted(name)} was measured.`;
  return `No file at or below ${quoted(name)} was measured; \`sealgrade explain\` says why.`;
}

/** What could have been named instead. */
function existing(report: Report, { kind, name }: Part): string {
  if (kind === "language") return `Languages: ${listed(report.languages.map(({ language }) => language))}`;
  if (kind === "subproject") {
    const names = report.subprojects.filter(({ files }) => files > 0).map((row) => row.name);
    return `Sub-projects: ${listed(names)}`;
  }
  const folder = nearestFolder(report, name);
  return `In ${folder === "" ? "the graded folder" : quoted(folder)}: ${listed(directlyIn(report, folder))}`;
}

/** The deepest folder on the way to a path that holds something measured. */
function nearestFolder({ files }: Report, name: string): string {
  let folder = name;
  do {
    folder = folder.includes("/") ? folder.slice(0, folder.lastIndexOf("/")) : "";
  } while (folder !== "" && !files.some((file) => file.path.startsWith(`${folder}/`)));
  return folder;
}

function directlyIn({ files }: Report, folder: string): string[] {
  const start = folder === "" ? "" : `${folder}/`;
  const isDirect = (file: string) => file.startsWith(start) && !file.includes("/", start.length);
  return [
    ...foldersIn(files, folder).map((row) => `${row.path}/`),
    ...files.map((file) => file.path).filter(isDirect),
  ];
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : "";
  return names.slice(0, LISTED).map(quoted).join(", ") + more;
}

function quoted(text: string): string {
  return `"${printable(text)}"`;
}
