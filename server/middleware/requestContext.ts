import { randomBytes } from "node:crypto";
import type { AppMiddleware } from "../http/requestState.js";
import type { Logger } from "../logging.js";
import type { Metrics } from "../metrics.js";

const REQUEST_ID_BYTES = 8;

/**
 * Gives every request an id that the response, its error page and its log lines share, and records how
 * long it took under the matched route's pattern (never the address itself: it may hold a token).
 */
export function requestContext(deps: { logger: Logger; metrics: Metrics }): AppMiddleware {
  return async (ctx, next) => {
    const requestId = randomBytes(REQUEST_ID_BYTES).toString("hex");
    const startedAt = process.hrtime.bigint();
    ctx.state.requestId = requestId;
    ctx.state.logger = deps.logger.child({ requestId });
    ctx.state.actor = null;
    ctx.state.sessionHash = null;
    ctx.set("X-Request-Id", requestId);
    ctx.res.once("close", () => {
      const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
      const route = routeOf(ctx);
      deps.metrics.httpDurationSeconds.observe({ method: ctx.method, route, status: ctx.status }, seconds);
      ctx.state.logger.debug({ method: ctx.method, route, status: ctx.status, seconds }, "request");
    });
    await next();
  };
}

function routeOf(ctx: object): string {
  return "_matchedRoute" in ctx && typeof ctx._matchedRoute === "string" ? ctx._matchedRoute : "none";
}
