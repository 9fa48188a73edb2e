import { setFlagsFromString } from "node:v8";

/**
 * A flag of V8. It holds for all threads of the process, and must be as V8 has it by itself while one starts: the modules
 * of Node come with code that was compiled under V8's own flags, and under any other V8 compiles them anew, which takes
 * as long as all else that a thread does until it is ready.
 */
export interface EngineFlag {
  readonly wanted: string;
  /** As V8 has it by itself. */
  readonly usual: string;
}

/**
 * V8's slower compiler comes after six times as much work of a function as by itself. Every thread optimises for
 * itself, in runs of seconds, and what the quicker compiler makes of these loops is nearly as good.
 */
export const LATE_TURBOFAN: EngineFlag = {
  wanted: "--invocation-count-for-turbofan=60000",
  usual: "--invocation-count-for-turbofan=10000",
};

/** Sets flags one way or the other. */
export function setFlags(flags: readonly EngineFlag[], way: keyof EngineFlag): void {
  for (const flag of flags) setFlagsFromString(flag[way]);
}
