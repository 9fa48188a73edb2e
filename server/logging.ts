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
      redact: { paths: redact, censor: "[redacted]" },
    },
    options.destination ?? pino.destination({ fd: 2, sync: true }),
  );
}

function bracket(name: string): string {
  return `["${name}"]`;
}
