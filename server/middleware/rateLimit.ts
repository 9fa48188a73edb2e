import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "../errors.js";
import type { AppContext, AppMiddleware } from "../http/requestState.js";

/** Sign-ins per minute and address (SECURITY.md). */
export const SIGN_IN_PER_MINUTE = 10;

const MINUTE_S = 60;

export interface RateLimit {
  readonly points: number;
  /** Whom a request counts against. */
  readonly key: (ctx: AppContext) => string;
}

/** Answers 429 with `Retry-After` once `points` requests of one key were made within a minute. */
export function rateLimit(limit: RateLimit): AppMiddleware {
  const limiter = new RateLimiterMemory({ points: limit.points, duration: MINUTE_S });
  return async (ctx, next) => {
    try {
      await limiter.consume(limit.key(ctx));
    } catch (cause) {
      if (!(cause instanceof RateLimiterRes)) throw cause;
      const seconds = Math.ceil(cause.msBeforeNext / 1000);
      ctx.set("Retry-After", String(seconds));
      throw new AppError(
        "rate-limit",
        429,
        `Too many requests in one minute. Try again in ${seconds} seconds.`,
      );
    }
    await next();
  };
}
