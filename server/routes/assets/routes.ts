import { readFileSync } from "node:fs";
import path from "node:path";
import Router from "@koa/router";
import { routePatterns } from "../../../web/urls.js";
import { notFound } from "../../errors.js";
import type { AppRouter, RequestState } from "../../http/requestState.js";

const YEAR_S = 31_536_000;

/**
 * Serves the built assets from memory. Their names carry a hash of their content, so they may be kept for
 * ever; only names that the build made are known, so no path of a request ever reaches the disk.
 */
export function assetRoutes(deps: { folder: URL; names: readonly string[] }): AppRouter {
  const router = new Router<RequestState>();
  const files = new Map(deps.names.map((name) => [name, readFileSync(new URL(name, deps.folder))]));
  router.get(routePatterns.asset, (ctx) => {
    const name = ctx.params["file"] ?? "";
    const body = files.get(name);
    if (body === undefined) throw notFound();
    ctx.set("Cache-Control", `public, max-age=${YEAR_S}, immutable`);
    ctx.type = path.extname(name);
    ctx.body = body;
  });
  return router;
}
