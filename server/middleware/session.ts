import { AppError } from "../errors.js";
import type { Actor, AppContext, AppMiddleware } from "../http/requestState.js";
import { SESSION_MAX_MS, type Sessions } from "../http/sessions.js";

/** The `__Host-` prefix makes browsers insist on Secure, Path=/ and no Domain (P19). */
export const SESSION_COOKIE = "__Host-sealgrade";

const COOKIE_OPTIONS = { path: "/", httpOnly: true, secure: true, sameSite: "lax", overwrite: true } as const;

/** Puts the signed-in actor into the request's state; an unknown or old cookie is simply not one. */
export function session(deps: { sessions: Sessions }): AppMiddleware {
  return async (ctx, next) => {
    const token = ctx.cookies.get(SESSION_COOKIE);
    const found = token === undefined ? null : await deps.sessions.findActor(token);
    ctx.state.actor = found?.actor ?? null;
    ctx.state.sessionHash = found?.tokenHash ?? null;
    await next();
  };
}

/** Sends the browser the session's token. */
export function setSessionCookie(ctx: AppContext, token: string): void {
  insistOnSecure(ctx);
  ctx.cookies.set(SESSION_COOKIE, token, { ...COOKIE_OPTIONS, maxAge: SESSION_MAX_MS });
}

/** Takes the cookie back. */
export function clearSessionCookie(ctx: AppContext): void {
  insistOnSecure(ctx);
  ctx.cookies.set(SESSION_COOKIE, null, COOKIE_OPTIONS);
}

/** People always come over TLS: to this process, or to the proxy in front that need not say so in a header. */
function insistOnSecure(ctx: AppContext): void {
  ctx.cookies.secure = true;
}

/** The session's key. @throws AppError 401 when nobody is signed in */
export function requireSession(ctx: AppContext): Buffer {
  if (ctx.state.sessionHash !== null) return ctx.state.sessionHash;
  throw signedOut();
}

/** The signed-in actor. @throws AppError 401 when nobody is signed in */
export function requireActor(ctx: AppContext): Actor {
  if (ctx.state.actor !== null) return ctx.state.actor;
  throw signedOut();
}

function signedOut(): AppError {
  return new AppError(
    "signed-out",
    401,
    "You are not signed in. Open the owner link that `sealgrade serve` printed, or make a new one with `sealgrade link`.",
  );
}
