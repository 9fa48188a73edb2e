import Koa from "koa";
import type { Database } from "../db/types.js";
import type { KeyStore } from "../keys/keyStore.js";
import type { Vault } from "../keys/vault.js";
import { ErrorPage } from "../web/pages/ErrorPage.js";
import type { AssetManifest } from "../web/renderPage.js";
import type { BuildInfo } from "./buildInfo.js";
import type { Clock } from "./clock.js";
import type { AnalysisRequest } from "./commands/requestAnalysis.js";
import { signInByOwnerLink } from "./commands/signInByOwnerLink.js";
import { createRender } from "./http/render.js";
import type { App, RequestState } from "./http/requestState.js";
import { createSessions, hashToken } from "./http/sessions.js";
import type { Intake } from "./intake/intake.js";
import type { JobQueue } from "./jobs/queue.js";
import type { Logger } from "./logging.js";
import type { Metrics } from "./metrics.js";
import { errors } from "./middleware/errors.js";
import { requestContext } from "./middleware/requestContext.js";
import { sameOrigin } from "./middleware/sameOrigin.js";
import { securityHeaders } from "./middleware/securityHeaders.js";
import { session } from "./middleware/session.js";
import { createOpenStreams } from "./routes/analyses/openStreams.js";
import { analysisRoutes } from "./routes/analyses/routes.js";
import { assetRoutes } from "./routes/assets/routes.js";
import { connectRoutes } from "./routes/connect/routes.js";
import { healthRoutes } from "./routes/health/routes.js";
import { projectRoutes } from "./routes/projects/routes.js";
import { reportRoutes } from "./routes/reports/routes.js";
import { sessionRoutes } from "./routes/session/routes.js";

export interface AppDeps {
  readonly baseUrl: string;
  readonly behindProxy: boolean;
  readonly selfSigned: boolean;
  readonly metricsToken?: string | undefined;
  readonly database: Database;
  readonly keyStore: KeyStore;
  readonly vault: Vault;
  readonly intake: Intake;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly build: BuildInfo;
  readonly assets: { readonly folder: URL; readonly manifest: AssetManifest };
  /** The signed-in owner of a used owner link. */
  readonly ownerId: string;
  /** Shown on every page when this installation lacks a protection. */
  readonly warning: string | null;
  readonly requestAnalysis: (request: AnalysisRequest) => Promise<unknown>;
  readonly stopping: AbortSignal;
}

/** The web application: middleware from the outside in, then the routes. */
export function createApp(deps: AppDeps): App {
  const app: App = new Koa<RequestState>();
  app.proxy = deps.behindProxy;
  // Proxies append to X-Forwarded-For: only its last address is the proxy's word, the others are the client's.
  app.maxIpsCount = 1;
  const { manifest, folder } = deps.assets;
  const render = createRender({ assets: manifest, version: deps.build.version, warning: deps.warning });
  const sessions = createSessions(deps);
  const { ownerLinks } = deps.database.repositories;
  const streams = createOpenStreams();
  const shared = { ...deps, render, streams };

  app.use(requestContext(deps));
  app.use(securityHeaders(deps));
  app.use(errors({ render: (ctx, page) => render(ctx, <ErrorPage {...page} />, { title: "Problem" }) }));
  app.use(assetRoutes({ folder, names: Object.values(manifest) }).routes());
  app.use(healthRoutes({ ...deps, isStopping: () => deps.stopping.aborted }).routes());
  app.use(sameOrigin(deps));
  app.use(session({ sessions }));
  const signInDeps = { ...deps, sessions };
  const routers = [
    sessionRoutes({
      render,
      sessions,
      streams,
      signIn: (linkToken, origin) => signInByOwnerLink(signInDeps, linkToken, origin),
      isLinkUsable: (linkToken) => ownerLinks.isUsable(hashToken(linkToken), deps.clock.now()),
    }),
    connectRoutes(shared),
    projectRoutes(shared),
    analysisRoutes(shared),
    reportRoutes(shared),
  ];
  for (const router of routers) app.use(router.routes());
  app.on("error", (err: unknown) => deps.logger.warn({ err }, "response could not be sent"));
  return app;
}
