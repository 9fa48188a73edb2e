import { AppError } from "../errors.js";
import type { AppMiddleware } from "../http/requestState.js";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a state-changing request that another site caused. Browsers say where a request comes from in
 * `Sec-Fetch-Site`, older ones in `Origin`; a request with a cookie and neither header is refused as well.
 * The comparison is with the configured origin, never with the Host header.
 */
export function sameOrigin(options: { baseUrl: string }): AppMiddleware {
  const { origin } = new URL(options.baseUrl);
  return async (ctx, next) => {
    if (
      !SAFE_METHODS.has(ctx.method) &&
      !comesFromHere(ctx.get("Sec-Fetch-Site"), ctx.get("Origin"), origin, ctx.get("Cookie"))
    ) {
      throw new AppError(
        "cross-site",
        403,
        "This request did not come from Sealgrade's own pages, so nothing was changed. Open the page here and try again.",
      );
    }
    await next();
  };
}

function comesFromHere(fetchSite: string, origin: string, expected: string, cookie: string): boolean {
  if (origin !== "" && origin !== expected) return false;
  if (fetchSite !== "") return fetchSite === "same-origin";
  if (origin !== "") return true;
  return cookie === "";
}
