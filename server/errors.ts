/** Status codes the service answers with when something goes wrong. */
export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503;

/**
 * A broken expectation with one text for the person (`publicMessage`: what happened and what to do next)
 * and a separate `cause` for the log. Only `middleware/errors.ts` turns it into a response.
 */
export class AppError extends Error {
  readonly code: string;
  readonly status: ErrorStatus;
  readonly publicMessage: string;

  constructor(code: string, status: ErrorStatus, publicMessage: string, options: { cause?: unknown } = {}) {
    super(`${code}: ${publicMessage}`, options);
    this.name = "AppError";
    this.code = code;
    this.status = status;
    this.publicMessage = publicMessage;
  }
}

/** What does not exist and what belongs to another organisation answer with this same error. */
export function notFound(): AppError {
  return new AppError(
    "not-found",
    404,
    "There is nothing at this address. Go back to your projects and try from there.",
  );
}

/** The service cannot start like this; `publicMessage` names the part and the remedy. Exit status 2. */
export class StartRefused extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = "StartRefused";
  }
}
