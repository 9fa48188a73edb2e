import { DatabaseUnavailable, RowNotFound } from "../../db/errors.js";
import { AppError, notFound } from "../errors.js";
import type { AppContext, AppMiddleware } from "../http/requestState.js";
import { IntakeError } from "../intake/errors.js";

export interface ErrorPage {
  readonly status: number;
  readonly message: string;
  readonly requestId: string;
}

/**
 * The only place where an error becomes a response: a page for people, plain text for everything else. The
 * response holds the public message and the request id; the cause goes to the log under the same id.
 */
export function errors(deps: { render: (ctx: AppContext, page: ErrorPage) => string }): AppMiddleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) throw notFound();
    } catch (cause) {
      const error = asAppError(cause);
      if (error.status >= 500) ctx.state.logger.error({ err: cause, code: error.code }, "request failed");
      else ctx.state.logger.info({ code: error.code, status: error.status }, "request refused");
      respond(ctx, error, deps.render);
    }
  };
}

function respond(
  ctx: AppContext,
  error: AppError,
  render: (ctx: AppContext, page: ErrorPage) => string,
): void {
  ctx.status = error.status;
  const page = { status: error.status, message: error.publicMessage, requestId: ctx.state.requestId };
  if (ctx.accepts("html", "text") === "html") {
    ctx.type = "html";
    ctx.body = render(ctx, page);
    return;
  }
  ctx.type = "text/plain; charset=utf-8";
  ctx.body = `${error.publicMessage}\n`;
}

function asAppError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  if (cause instanceof RowNotFound) return notFound();
  if (cause instanceof DatabaseUnavailable) {
    return new AppError("database-unavailable", 503, cause.publicMessage, { cause });
  }
  if (cause instanceof IntakeError) return new AppError(cause.code, 422, cause.publicMessage, { cause });
  return new AppError(
    "internal",
    500,
    "Something went wrong on our side and nothing was changed. Try again; if it happens again, give the request id to whoever runs this installation.",
    { cause },
  );
}
