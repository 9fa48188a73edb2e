import {
  BaseError,
  ConnectionError,
  ForeignKeyConstraintError,
  TimeoutError,
  UniqueConstraintError,
} from "sequelize";

import { DatabaseFailure, DatabaseUnavailable, TransactionConflict, UniqueConflict } from "./errors.js";

const CONFLICT_CODES = new Set(["ER_LOCK_DEADLOCK", "ER_CHECKREAD"]);

const UNAVAILABLE_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOENT",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "EAI_AGAIN",
  "PROTOCOL_CONNECTION_LOST",
  "PROTOCOL_SEQUENCE_TIMEOUT",
  "PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR",
  "ER_SERVER_SHUTDOWN",
  "ER_CON_COUNT_ERROR",
  "ER_CONNECTION_KILLED",
  "ER_LOCK_WAIT_TIMEOUT",
  "ER_OPTION_PREVENTS_STATEMENT",
  "ER_DISK_FULL",
  "SQLITE_BUSY",
  "SQLITE_LOCKED",
  "SQLITE_IOERR",
  "SQLITE_FULL",
  "SQLITE_CANTOPEN",
  "SQLITE_READONLY",
  "SQLITE_THREAD_ENDED",
]);

/**
 * Turns what Sequelize or a driver threw into one of the errors of errors.ts. The original carries the
 * statement with its values, which must not reach a log, so only its code is kept as the cause.
 */
export function translateError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = codeOf(error);
  const cause = new Error(code);
  if (error instanceof UniqueConstraintError)
    return new UniqueConflict("a row with this key exists", { cause });
  if (error instanceof ForeignKeyConstraintError) return new DatabaseFailure("FOREIGN_KEY", { cause });
  if (CONFLICT_CODES.has(code)) return new TransactionConflict("the transaction must run again", { cause });
  if (isOutage(error, code)) return new DatabaseUnavailable("the database is unavailable", { cause });
  return error instanceof BaseError ? new DatabaseFailure(code, { cause }) : error;
}

/**
 * Whether trying again later can help. A refused account, an unknown database or a certificate that does
 * not verify also end a connection, but waiting mends none of them.
 */
function isOutage(error: Error, code: string): boolean {
  if (UNAVAILABLE_CODES.has(code) || error instanceof TimeoutError) return true;
  if (code.startsWith("ER_") || code.startsWith("HANDSHAKE_")) return false;
  return error instanceof ConnectionError || isFatal(error);
}

/** mysql2 marks errors after which the connection is gone, some of them without a code. */
function isFatal(error: Error): boolean {
  const original: unknown = Reflect.get(error, "original");
  return original instanceof Error && Reflect.get(original, "fatal") === true;
}

/** The driver's code, looked for in the error itself and in what Sequelize wrapped. */
function codeOf(error: Error): string {
  if ("code" in error && typeof error.code === "string") return error.code;
  for (const inner of ["original", "parent", "cause"]) {
    const wrapped: unknown = Reflect.get(error, inner);
    if (wrapped instanceof Error && wrapped !== error) return codeOf(wrapped);
  }
  return error.name;
}

/** Runs `work`, translating what it throws with {@link translateError}, and ends waiting after `limitMs`. */
export async function translated<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    limit.reject(new DatabaseUnavailable("the database is unavailable", { cause: new Error("TIME_LIMIT") }));
  }, limitMs);
  try {
    return await Promise.race([work(), limit.promise]);
  } catch (error) {
    throw translateError(error);
  } finally {
    clearTimeout(timer);
  }
}

/** How often work runs before its conflict is reported. */
const MAX_ATTEMPTS = 4;

/** Runs `work` again when the database ended it for a conflict; it must be a whole transaction or statement. */
export async function untilNoConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TransactionConflict) || attempt >= MAX_ATTEMPTS) throw error;
    }
  }
}
