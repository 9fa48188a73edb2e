import Router from "@koa/router";
import { SignInPage, type SignInPageProps } from "../../../web/pages/SignInPage.js";
import { homeUrl, projectsUrl, routePatterns, signInUrl } from "../../../web/urls.js";
import { AppError } from "../../errors.js";
import type { Render } from "../../http/render.js";
import type { AppContext, AppRouter, RequestState } from "../../http/requestState.js";
import type { SessionOrigin, Sessions } from "../../http/sessions.js";
import { rateLimit, SIGN_IN_PER_MINUTE } from "../../middleware/rateLimit.js";
import { clearSessionCookie, setSessionCookie } from "../../middleware/session.js";
import type { OpenStreams } from "../analyses/openStreams.js";

interface SessionDeps {
  readonly render: Render;
  readonly sessions: Sessions;
  readonly streams: Pick<OpenStreams, "endSession">;
  readonly signIn: (linkToken: string, origin: SessionOrigin) => Promise<string>;
  /** Whether the link would still work; asking does not use it up. */
  readonly isLinkUsable: (linkToken: string) => Promise<boolean>;
}

/** Sign-in by the one-time owner link, and sign-out. */
export function sessionRoutes(deps: SessionDeps): AppRouter {
  const router = new Router<RequestState>();
  const limit = rateLimit({ points: SIGN_IN_PER_MINUTE, key: (ctx) => ctx.ip });
  const page = (ctx: AppContext, link: SignInPageProps["link"]) => {
    ctx.type = "html";
    ctx.body = deps.render(ctx, <SignInPage link={link} />, { title: "Sign in" });
  };
  const endSession = async (ctx: AppContext) => {
    if (ctx.state.sessionHash === null) return;
    await deps.sessions.end(ctx.state.sessionHash);
    deps.streams.endSession(ctx.state.sessionHash);
  };

  router.get(routePatterns.home, (ctx) => {
    ctx.redirect(ctx.state.actor === null ? signInUrl() : projectsUrl());
  });

  router.get(routePatterns.signIn, (ctx) => {
    if (ctx.state.actor !== null) ctx.redirect(projectsUrl());
    else page(ctx, { kind: "none" });
  });

  router.get(routePatterns.signInLink, limit, async (ctx) => {
    const token = ctx.params["token"] ?? "";
    page(ctx, (await deps.isLinkUsable(token)) ? { kind: "ready", token } : { kind: "spent" });
  });

  router.post(routePatterns.signInLink, limit, async (ctx) => {
    try {
      const origin = { userAgent: ctx.get("User-Agent"), address: ctx.ip };
      setSessionCookie(ctx, await deps.signIn(ctx.params["token"] ?? "", origin));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "owner-link-invalid") throw error;
      ctx.status = error.status;
      return page(ctx, { kind: "spent" });
    }
    await endSession(ctx);
    ctx.redirect(projectsUrl());
    ctx.status = 303;
  });

  router.post(routePatterns.signOut, async (ctx) => {
    await endSession(ctx);
    clearSessionCookie(ctx);
    ctx.redirect(homeUrl());
    ctx.status = 303;
  });

  return router;
}
