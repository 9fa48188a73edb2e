import { reportFunction } from "../../../analyzer/index.js";
import type { ReportFile } from "../../../analyzer/types.js";
import type { Project, TenantRepositories } from "../../../db/types.js";
import type { Vault } from "../../../keys/vault.js";
import type { WorstFile } from "../../../web/overview.js";
import type { FilePageProps, FileSource, SourceSnippet } from "../../../web/pages/FilePage.js";
import type { SettingsPageProps } from "../../../web/pages/SettingsPage.js";
import type { FileSortKey } from "../../../web/urls.js";
import { presentQuickWins } from "../../analysis/overview.js";
import type { IndexedFile } from "../../analysis/revisionIndex.js";
import { openFacts, openSource } from "../../analysis/storedReport.js";
import { AppError } from "../../errors.js";
import { builtInHostKeys } from "../../intake/remote/hostKeys.js";
import { pinnedHostKeys } from "../../projects/projectAccess.js";
import { remoteOf } from "../../projects/projectRemote.js";
import { presentDeployKey, presentHostKey, presentProject, presentRevision } from "../present.js";
import type { LoadedReport } from "./load.js";

const ROWS_PER_PAGE = 100;

export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

/** One page of a list; a page beyond the end shows the last one. */
export function pageOf<T>(all: readonly T[], asked: number): Page<T> {
  const pages = Math.max(1, Math.ceil(all.length / ROWS_PER_PAGE));
  const page = Math.min(asked, pages);
  return {
    items: all.slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE),
    total: all.length,
    page,
    pages,
  };
}

/** Files by the chosen column, largest first except for the path; ties keep path order. */
export function sortFiles(files: readonly IndexedFile[], sort: FileSortKey): WorstFile[] {
  const rows = files.map((file) => ({ ...file, findings: file.findings.length }));
  const value: Record<Exclude<FileSortKey, "path">, (file: WorstFile & { codeLines: number }) => number> = {
    debt: (file) => file.debtMinutes,
    ratio: (file) => file.debtRatio ?? -1,
    findings: (file) => file.findings,
    lines: (file) => file.codeLines,
  };
  return sort === "path" ? rows : rows.sort((a, b) => value[sort](b) - value[sort](a));
}

/** One file with its functions and as much of its source as is kept. */
export async function presentFile(
  deps: { vault: Vault; tenant: TenantRepositories },
  loaded: LoadedReport,
  file: IndexedFile,
): Promise<FilePageProps> {
  const { project, revision } = loaded;
  const [facts, source] = await Promise.all([
    openFacts(deps, revision, file),
    openSource(deps, revision, file),
  ]);
  const { factsKey: _factsKey, sourceKey: _sourceKey, ...rest } = file;
  return {
    project: presentProject(project),
    revision: presentRevision(revision),
    file: { ...rest, functions: facts?.functions.map(reportFunction) ?? [] },
    quickWins: presentQuickWins({ files: [file], totals: file }),
    source: presentSource(project, file, source),
  };
}

function presentSource(project: Project, file: IndexedFile, bytes: Buffer | null): FileSource {
  if (project.retention === "none") return { kind: "none" };
  if (project.retention === "snippets" && file.findings.length === 0) return { kind: "none" };
  if (bytes === null) return { kind: "missing" };
  const text = new TextDecoder().decode(bytes);
  if (project.retention === "full") return { kind: "full", text };
  return { kind: "snippets", snippets: snippetsOf(text.split("\n"), file) };
}

/** The lines of findings, overlapping ones joined. */
function snippetsOf(lines: readonly string[], file: Pick<ReportFile, "findings">): SourceSnippet[] {
  const ranges: { from: number; to: number }[] = [];
  for (const { line, endLine } of [...file.findings].sort((a, b) => a.line - b.line)) {
    const last = ranges.at(-1);
    if (last !== undefined && line <= last.to + 1) last.to = Math.max(last.to, endLine);
    else ranges.push({ from: line, to: endLine });
  }
  return ranges.map(({ from, to }) => ({ firstLine: from, lines: lines.slice(from - 1, to) }));
}

/** How the project is connected. */
export async function presentSettings(
  tenant: TenantRepositories,
  project: Project,
): Promise<SettingsPageProps> {
  const remote = remoteOf(project);
  const deployKey = await tenant.deployKeys.activeOf(project.id);
  if (deployKey === null)
    throw new AppError("no-deploy-key", 500, "This project has no deploy key. Connect the repository anew.");
  const [hostKey] = await pinnedHostKeys(tenant, remote);
  return {
    project: presentProject(project),
    createdAtMs: project.createdAt,
    deployKey: presentDeployKey(deployKey),
    hostKey:
      hostKey === undefined
        ? null
        : { ...presentHostKey(hostKey, remote), builtIn: builtInHostKeys(remote).length > 0 },
  };
}
