import type Router from "@koa/router";
import type Koa from "koa";
import type { Logger } from "../logging.js";

/** Who is signed in, and where they belong. */
export interface Actor {
  readonly userId: string;
  readonly displayName: string;
  readonly organizationId: string;
  readonly role: "owner" | "admin" | "member";
}

/** What the middleware hands down to a handler. */
export interface RequestState {
  requestId: string;
  logger: Logger;
  /** Set by `middleware/session.ts` when a valid session cookie came along. */
  actor: Actor | null;
  /** SHA-256 of the session token, the session's key. */
  sessionHash: Buffer | null;
}

export type App = Koa<RequestState>;
export type AppRouter = Router<RequestState>;
export type AppContext = Koa.ParameterizedContext<RequestState>;
export type AppMiddleware = Koa.Middleware<RequestState>;
