import Router from "@koa/router";
import { receiptOf } from "../../../analyzer/index.js";
import type { Database, Project } from "../../../db/types.js";
import type { Vault } from "../../../keys/vault.js";
import { FilePage } from "../../../web/pages/FilePage.js";
import { FilesPage } from "../../../web/pages/FilesPage.js";
import { FindingsPage } from "../../../web/pages/FindingsPage.js";
import { PartPage } from "../../../web/pages/PartPage.js";
import { ReceiptPage } from "../../../web/pages/ReceiptPage.js";
import { SettingsPage } from "../../../web/pages/SettingsPage.js";
import { partName } from "../../../web/parts.js";
import { routePatterns } from "../../../web/urls.js";
import { dearestFindings, findingsOf, folderListOf, overviewOf } from "../../analysis/overview.js";
import type { RevisionIndex } from "../../analysis/revisionIndex.js";
import { notFound } from "../../errors.js";
import type { Render } from "../../http/render.js";
import type { AppContext, AppRouter, RequestState } from "../../http/requestState.js";
import { rateLimit } from "../../middleware/rateLimit.js";
import { requireActor } from "../../middleware/session.js";
import { presentProject, presentRevision } from "../present.js";
import { loadProject } from "../projects/load.js";
import { loadPart, loadReport } from "./load.js";
import { pageOf, presentFile, presentSettings, sortFiles } from "./present.js";
import { parsePage, parseSort } from "./schema.js";

/** Each of these pages opens the whole index of a revision, which for the largest takes seconds. */
const REPORT_PAGES_PER_MINUTE = 600;
/** So many folders stand before the list of files. */
const FOLDERS_LISTED = 500;

interface ReportDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly render: Render;
}

/** Pages about the latest revision: files, one file, findings, the receipt, and parts; and the settings. */
export function reportRoutes(deps: ReportDeps): AppRouter {
  const router = new Router<RequestState>();
  const limit = rateLimit({ points: REPORT_PAGES_PER_MINUTE, key: (ctx) => requireActor(ctx).userId });
  const html = (ctx: AppContext, page: Parameters<Render>[1], title: string) => {
    ctx.type = "html";
    ctx.body = deps.render(ctx, page, { title, section: "projects" });
  };

  router.get(routePatterns.part, limit, async (ctx) => {
    const { project, revision, index } = await loadPart(deps, ctx);
    const { part } = index;
    if (part === undefined) throw notFound();
    const props = {
      project: presentProject(project),
      revision: presentRevision(revision),
      part,
      overview: overviewOf(index),
    };
    html(ctx, <PartPage {...props} />, subjectOf(project, index));
  });

  router.get(routePatterns.files, limit, async (ctx) => {
    const { project, index } = await loadPart(deps, ctx);
    const sort = parseSort(ctx.query["sort"]);
    const { items, ...page } = pageOf(sortFiles(index.files, sort), parsePage(ctx.query["page"]));
    const props = {
      project: presentProject(project),
      part: index.part,
      folders: page.page === 1 ? folderListOf(index, FOLDERS_LISTED) : null,
      files: items,
      sort,
      ...page,
    };
    html(ctx, <FilesPage {...props} />, `Files of ${subjectOf(project, index)}`);
  });

  router.get(routePatterns.file, limit, async (ctx) => {
    const loaded = await loadReport(deps, ctx);
    const file = loaded.index.files.find((candidate) => candidate.path === ctx.params["path"]);
    if (file === undefined) throw notFound();
    const props = await presentFile({ vault: deps.vault, tenant: loaded.tenant }, loaded, file);
    html(ctx, <FilePage {...props} />, file.path);
  });

  router.get(routePatterns.findings, limit, async (ctx) => {
    const { project, index } = await loadPart(deps, ctx);
    const { items, ...page } = pageOf(dearestFindings(findingsOf(index.files)), parsePage(ctx.query["page"]));
    const props = { project: presentProject(project), part: index.part, findings: items, ...page };
    html(ctx, <FindingsPage {...props} />, `Findings in ${subjectOf(project, index)}`);
  });

  router.get(routePatterns.receipt, limit, async (ctx) => {
    const { project, revision, index } = await loadPart(deps, ctx);
    const props = {
      project: presentProject(project),
      revision: presentRevision(revision),
      part: index.part,
      receipt: receiptOf(index),
    };
    html(ctx, <ReceiptPage {...props} />, `Receipt of ${subjectOf(project, index)}`);
  });

  router.get(routePatterns.settings, async (ctx) => {
    const { tenant, project } = await loadProject(deps, ctx, "view");
    html(ctx, <SettingsPage {...(await presentSettings(tenant, project))} />, `Settings of ${project.name}`);
  });

  return router;
}

/** What a page with a list or a sum is about, for its title. */
function subjectOf({ name }: Project, { part }: RevisionIndex): string {
  return part === undefined ? name : `${partName(part)} in ${name}`;
}
