import { isIP } from "node:net";
import type { AppMiddleware } from "../http/requestState.js";

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HSTS_MAX_AGE_S = 63_072_000;

/**
 * The headers of SECURITY.md on every response, errors included. `Referrer-Policy` is `same-origin`
 * because `no-referrer` makes browsers send `Origin: null` with forms.
 */
export function securityHeaders(options: { baseUrl: string; selfSigned: boolean }): AppMiddleware {
  const strictTransport = !options.selfSigned && isRealHostName(new URL(options.baseUrl).hostname);
  return async (ctx, next) => {
    ctx.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    ctx.set("X-Content-Type-Options", "nosniff");
    ctx.set("Referrer-Policy", "same-origin");
    ctx.set("Cross-Origin-Opener-Policy", "same-origin");
    ctx.set("Cross-Origin-Resource-Policy", "same-origin");
    ctx.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    ctx.set("Cache-Control", "no-store");
    if (strictTransport) ctx.set("Strict-Transport-Security", `max-age=${HSTS_MAX_AGE_S}; includeSubDomains`);
    await next();
  };
}

/** HSTS for two years on `localhost` or an address would lock people out of whatever runs there next. */
function isRealHostName(hostname: string): boolean {
  return (
    isIP(hostname.replace(/^\[|\]$/g, "")) === 0 && hostname.includes(".") && !hostname.endsWith(".localhost")
  );
}
