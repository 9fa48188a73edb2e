import type { ParseArgsConfig } from "node:util";

/** One command of `sealgrade`. */
export interface Command {
  /** Shown by `sealgrade help NAME`, below the summary. */
  readonly usage: string;
  /** Returns the exit status. */
  run(args: readonly string[], io: Terminal): Promise<number>;
}

/** What a command may speak to. */
export interface Terminal {
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
}

export const EXIT_OK = 0;
/** A threshold the user set was missed, or a check failed. */
export const EXIT_MISSED = 1;
/** Wrong usage, wrong input, or the service cannot start. */
export const EXIT_USAGE = 2;

/** Wrong usage: the message says what was wrong and what to type instead. */
export class UsageError extends Error {}

/**
 * The value of an option that takes one of a few.
 * @throws UsageError for any other
 */
export function oneOf<const Value extends string>(
  allowed: readonly Value[],
  given: string,
  option: string,
): Value {
  const found = allowed.find((value) => value === given);
  if (found === undefined) throw new UsageError(`${option} is one of ${allowed.join(", ")}, not "${given}".`);
  return found;
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Options that every command which opens the installation takes. */
export const HOME_OPTION = { home: { type: "string" } } as const satisfies Options;
