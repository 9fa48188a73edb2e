import { readFileSync } from "node:fs";
import { z } from "zod";

/** Names one process for good: a pid alone is given to somebody else after its owner died. */
export const processIdentitySchema = z.object({
  pid: z.number().int().positive(),
  /** Field 22 of proc(5) stat: clock ticks between boot and the process's start. */
  startTicks: z.string().min(1),
  /** Start ticks begin anew at each boot. */
  bootId: z.string().min(1),
});

/** See {@link processIdentitySchema}. */
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/** Field 22 of proc(5) stat, counted from the state, which follows the command's closing parenthesis. */
const START_TICKS_AFTER_COMMAND = 19;

/** State and start of a process, or null when there is none. Zombies count as gone: they run nothing. */
function runningSince(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null; // no such process, or no proc(5): either way nobody can be shown to live there
  }
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return null;
  return fields[START_TICKS_AFTER_COMMAND] ?? null;
}

function currentBootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

/** The identity of a running process; null when it is gone. */
export function identityOf(pid: number): ProcessIdentity | null {
  const startTicks = runningSince(pid);
  return startTicks === null ? null : { pid, startTicks, bootId: currentBootId() };
}

/** The identity of this process. */
export function ownIdentity(): ProcessIdentity {
  const own = identityOf(process.pid);
  if (own === null) throw new Error("proc(5) is not mounted: locks cannot tell living owners from dead ones");
  return own;
}

/** Whether that very process still runs; false for a reused pid, a zombie and another boot. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identity.bootId === currentBootId() && runningSince(identity.pid) === identity.startTicks;
}
