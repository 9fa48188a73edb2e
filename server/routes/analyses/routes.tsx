import Router from "@koa/router";
import type { Database } from "../../../db/types.js";
import { AnalysisPage } from "../../../web/pages/AnalysisPage.js";
import { projectUrl, routePatterns } from "../../../web/urls.js";
import type { AnalysisRequest } from "../../commands/requestAnalysis.js";
import { notFound } from "../../errors.js";
import type { Render } from "../../http/render.js";
import type { AppRouter, RequestState } from "../../http/requestState.js";
import { rateLimit } from "../../middleware/rateLimit.js";
import { requireActor, requireSession } from "../../middleware/session.js";
import { presentAnalysis, presentProject } from "../present.js";
import { loadProject } from "../projects/load.js";
import { rowId } from "../rowId.js";
import { type EventDeps, streamProgress } from "./events.js";

const REQUESTS_PER_MINUTE = 60;

interface AnalysisRoutesDeps extends EventDeps {
  readonly database: Database;
  readonly render: Render;
  readonly requestAnalysis: (request: AnalysisRequest) => Promise<unknown>;
}

/** Asking for an analysis, looking at one, and following the running one. */
export function analysisRoutes(deps: AnalysisRoutesDeps): AppRouter {
  const router = new Router<RequestState>();
  const limit = rateLimit({ points: REQUESTS_PER_MINUTE, key: (ctx) => requireActor(ctx).userId });

  router.post(routePatterns.analyses, limit, async (ctx) => {
    const { project } = await loadProject(deps, ctx, "analyze");
    const trigger = project.state === "connecting" ? "connect" : "click";
    await deps.requestAnalysis({
      organizationId: project.organizationId,
      projectId: project.id,
      trigger,
      commit: null,
    });
    ctx.redirect(projectUrl(project.id));
    ctx.status = 303;
  });

  router.get(routePatterns.analysis, async (ctx) => {
    const { tenant, project } = await loadProject(deps, ctx, "view");
    const analysis = await tenant.analyses.find(rowId(ctx, "analysisId"));
    if (analysis === null || analysis.projectId !== project.id) throw notFound();
    const revision =
      analysis.revisionId === null ? null : await tenant.revisions.findTotals(analysis.revisionId);
    const props = { project: presentProject(project), analysis: presentAnalysis(analysis, revision) };
    ctx.type = "html";
    ctx.body = deps.render(ctx, <AnalysisPage {...props} />, {
      title: `Analysis of ${project.name}`,
      section: "projects",
    });
  });

  router.get(routePatterns.events, async (ctx) => {
    const { tenant, project, actor } = await loadProject(deps, ctx, "view");
    streamProgress(deps, ctx, {
      viewer: { sessionHash: requireSession(ctx), organizationId: actor.organizationId },
      load: () => tenant.analyses.latest(project.id),
    });
  });

  return router;
}
