import { type DestinationStream, type Logger, pino } from "pino";

export type { Logger };

/**
 * Names under which a secret could travel through a log call. Secrets are `Secret` objects that print as
 * `[secret]` anyway; this is the second net, for headers and for what other libraries attach.
 */
const REDACTED_NAMES = [
  "authorization",
  "cookie",
  "set-cookie",
  "password",
  "privateKey",
  "secret",
  "token",
  "rootKey",
  "sql",
  "parameters",
];

/**
 * Structured logs, one JSON object a line. Errors are logged by type, code, public message and stack; the
 * cause's message is kept too, so it must never hold file contents or key material (STYLE 11).
 */
export function createLogger(options: { level: string; destination?: DestinationStream }): Logger {
  const redact = REDACTED_NAMES.flatMap((name) => [
    bracket(name),
    `*${bracket(name)}`,
    `*.*${bracket(name)}`,
  ]);
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      redact: { paths: redact, censor: "[redacted]" },
    },
    options.destination ?? pino.destination({ fd: 2, sync: true }),
  );
}

/** Causes of causes beyond this depth are left out. */
const MAX_CAUSES = 4;
/** Fields of an error that are words of this program or of the system, never of a request. */
const ERROR_FIELDS = ["code", "status", "detail", "errno", "syscall", "sqlState"] as const;

/**
 * Named fields alone: libraries hang whole requests on their errors, as Node's parser does with `rawPacket`,
 * which holds the session cookie.
 */
function describeError(error: unknown, causes = 0): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const fields = ERROR_FIELDS.flatMap((name) => {
    const value: unknown = name in error ? Object.getOwnPropertyDescriptor(error, name)?.value : undefined;
    return typeof value === "string" || typeof value === "number" ? [[name, value] as const] : [];
  });
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...Object.fromEntries(fields),
    ...(error.cause === undefined || causes >= MAX_CAUSES
      ? {}
      : { cause: describeError(error.cause, causes + 1) }),
  };
}

function bracket(name: string): string {
  return `["${name}"]`;
}
