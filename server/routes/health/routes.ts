import { createHash, timingSafeEqual } from "node:crypto";
import Router from "@koa/router";
import { DatabaseUnavailable } from "../../../db/errors.js";
import type { Database } from "../../../db/types.js";
import type { BuildInfo } from "../../buildInfo.js";
import { AppError } from "../../errors.js";
import type { AppContext, AppRouter, RequestState } from "../../http/requestState.js";
import type { JobQueue } from "../../jobs/queue.js";
import type { Metrics } from "../../metrics.js";

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

interface HealthDeps {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly metrics: Metrics;
  readonly build: BuildInfo;
  readonly metricsToken?: string | undefined;
  readonly behindProxy: boolean;
  readonly isStopping: () => boolean;
}

/**
 * `/livez`: the process answers. `/readyz`: it can do its work now. `/healthz`: what it is (P36).
 * `/metrics`: Prometheus text, for loopback or with the configured bearer token.
 */
export function healthRoutes(deps: HealthDeps): AppRouter {
  const router = new Router<RequestState>();
  router.get("/livez", (ctx) => {
    ctx.body = { status: "alive" };
  });
  router.get("/readyz", async (ctx) => {
    const reason = deps.isStopping() ? "the service is stopping" : await unreadyReason(deps.database);
    ctx.status = reason === null ? 200 : 503;
    ctx.body = reason === null ? { status: "ready" } : { status: "not ready", reason };
  });
  router.get("/healthz", (ctx) => {
    ctx.body = deps.build;
  });
  router.get("/metrics", async (ctx) => {
    if (!mayReadMetrics(ctx, deps)) {
      throw new AppError(
        "metrics-forbidden",
        403,
        "Metrics need the bearer token of the setting metricsTokenFile, or must be read on the machine itself.",
      );
    }
    await countJobs(deps);
    ctx.type = deps.metrics.registry.contentType;
    ctx.body = await deps.metrics.registry.metrics();
  });
  return router;
}

async function unreadyReason(database: Database): Promise<string | null> {
  try {
    await database.ping();
    const pending = await database.pendingMigrations();
    return pending.length === 0 ? null : "database migrations are pending";
  } catch {
    return "the database does not answer";
  }
}

/** Without the database the counts are missing, and every other metric is still worth reading. */
async function countJobs(deps: HealthDeps): Promise<void> {
  deps.metrics.jobs.reset();
  try {
    const counts = await deps.queue.counts();
    for (const [state, count] of Object.entries(counts)) deps.metrics.jobs.set({ state }, count);
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
  }
}

/** Behind a proxy every request comes from loopback, so there the token alone counts. */
function mayReadMetrics(ctx: AppContext, deps: HealthDeps): boolean {
  const { metricsToken: token } = deps;
  if (token === undefined) return !deps.behindProxy && LOOPBACK.has(ctx.ip);
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(ctx.get("Authorization")), digest(`Bearer ${token}`));
}
