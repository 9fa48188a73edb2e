import Router from "@koa/router";
import type { Database } from "../../../db/types.js";
import type { Vault } from "../../../keys/vault.js";
import { ProjectPage } from "../../../web/pages/ProjectPage.js";
import { ProjectsPage } from "../../../web/pages/ProjectsPage.js";
import { routePatterns } from "../../../web/urls.js";
import type { Render } from "../../http/render.js";
import type { AppRouter, RequestState } from "../../http/requestState.js";
import { requireActor } from "../../middleware/session.js";
import { loadProject } from "./load.js";
import { presentProjectList, presentProjectPage } from "./present.js";

/** The list of projects and each project's overview. */
export function projectRoutes(deps: { database: Database; vault: Vault; render: Render }): AppRouter {
  const router = new Router<RequestState>();

  router.get(routePatterns.projects, async (ctx) => {
    const actor = requireActor(ctx);
    const tenant = deps.database.repositories.forOrganization(actor.organizationId);
    const projects = await presentProjectList(tenant);
    ctx.type = "html";
    ctx.body = deps.render(ctx, <ProjectsPage projects={projects} />, {
      title: "Projects",
      section: "projects",
    });
  });

  router.get(routePatterns.project, async (ctx) => {
    const { tenant, project } = await loadProject(deps, ctx, "view");
    const props = await presentProjectPage({ tenant, vault: deps.vault }, project);
    ctx.type = "html";
    ctx.body = deps.render(ctx, <ProjectPage {...props} />, { title: project.name, section: "projects" });
  });

  return router;
}
