import Router from "@koa/router";
import type { Database } from "../../../db/types.js";
import type { Vault } from "../../../keys/vault.js";
import { type AccessResult, ConnectPage } from "../../../web/pages/ConnectPage.js";
import {
  EMPTY_NEW_PROJECT,
  NewProjectPage,
  type NewProjectPageProps,
} from "../../../web/pages/NewProjectPage.js";
import { connectUrl, routePatterns } from "../../../web/urls.js";
import { checkAccess } from "../../commands/checkAccess.js";
import { confirmHostKey } from "../../commands/confirmHostKey.js";
import { type ConnectDeps, connectProject } from "../../commands/connectProject.js";
import { AppError } from "../../errors.js";
import type { Render } from "../../http/render.js";
import type { Actor, AppContext, AppRouter, RequestState } from "../../http/requestState.js";
import { readForm } from "../../middleware/form.js";
import { rateLimit } from "../../middleware/rateLimit.js";
import { requireActor } from "../../middleware/session.js";
import { mayConnect } from "../../policies/projects.js";
import { type LoadedProject, loadProject } from "../projects/load.js";
import { presentAccess, presentConnectPage } from "./present.js";
import { parseConfirmation, parseNewProject } from "./schema.js";

/** A person connects a handful of repositories; each try reaches out to a host of their choosing. */
const CONNECTS_PER_MINUTE = 30;
/** A host that has not answered by then is reported as unreachable. */
const REACH_HOST_MS = 25_000;

interface ConnectRoutesDeps extends ConnectDeps {
  readonly render: Render;
  readonly vault: Vault;
  readonly database: Database;
}

/** Connecting a repository: address, host key, deploy key, access. */
export function connectRoutes(deps: ConnectRoutesDeps): AppRouter {
  const router = new Router<RequestState>();
  const limit = rateLimit({ points: CONNECTS_PER_MINUTE, key: (ctx) => requireActor(ctx).userId });
  const showForm = (ctx: AppContext, props: NewProjectPageProps) => {
    ctx.type = "html";
    ctx.body = deps.render(ctx, <NewProjectPage {...props} />, {
      title: "Connect a repository",
      section: "projects",
    });
  };
  const showConnect = async (ctx: AppContext, loaded: LoadedProject, access: AccessResult | null) => {
    const props = await presentConnectPage(deps, loaded, access, AbortSignal.timeout(REACH_HOST_MS));
    ctx.type = "html";
    ctx.body = deps.render(ctx, <ConnectPage {...props} />, {
      title: `Connect ${loaded.project.name}`,
      section: "projects",
    });
  };

  router.get(routePatterns.newProject, (ctx) => {
    requireOwner(ctx);
    showForm(ctx, EMPTY_NEW_PROJECT);
  });

  router.post(routePatterns.projects, limit, async (ctx) => {
    const { organizationId } = requireOwner(ctx);
    const values = parseNewProject(await readForm(ctx));
    const result = await connectProject(
      deps,
      { ...values, organizationId },
      AbortSignal.timeout(REACH_HOST_MS),
    );
    if (result.ok) return redirect(ctx, connectUrl(result.projectId));
    ctx.status = 422;
    showForm(ctx, { values, errors: { [result.problem.field]: result.problem.message } });
  });

  router.get(routePatterns.connect, limit, async (ctx) => {
    await showConnect(ctx, await loadProject(deps, ctx, "connect"), null);
  });

  router.post(routePatterns.confirmHost, limit, async (ctx) => {
    const { actor, project } = await loadProject(deps, ctx, "connect");
    const fingerprints = parseConfirmation(await readForm(ctx));
    await confirmHostKey(
      deps,
      { project, fingerprints, userId: actor.userId },
      AbortSignal.timeout(REACH_HOST_MS),
    );
    redirect(ctx, connectUrl(project.id));
  });

  router.post(routePatterns.checkAccess, limit, async (ctx) => {
    const loaded = await loadProject(deps, ctx, "connect");
    const check = await checkAccess(deps, loaded.project, AbortSignal.timeout(REACH_HOST_MS));
    await showConnect(ctx, loaded, presentAccess(check));
  });

  return router;
}

function requireOwner(ctx: AppContext): Actor {
  const actor = requireActor(ctx);
  if (mayConnect(actor)) return actor;
  throw new AppError("owners-only", 403, "Only owners connect repositories. Ask one of them to do it.");
}

function redirect(ctx: AppContext, url: string): void {
  ctx.redirect(url);
  ctx.status = 303;
}
