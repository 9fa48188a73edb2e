import { readdirSync, readFileSync } from "node:fs";

/** O_CLOEXEC in the octal flags of proc(5) fdinfo (asm-generic/fcntl.h). */
const CLOSE_ON_EXEC = 0o2000000;

/**
 * Descriptors this process was started with and would pass on to every program it starts, ascending. Node
 * marks only the lowest ones; whatever started the service may have left more open, and a sandboxed program
 * would find them.
 */
export function inheritedDescriptors(): number[] {
  return readdirSync("/proc/self/fdinfo")
    .map(Number)
    .filter((fd) => fd > 2 && isPassedOn(fd))
    .sort((a, b) => a - b);
}

function isPassedOn(fd: number): boolean {
  try {
    const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    return false; // closed meanwhile, like the listing's own
  }
}

/** Closes the descriptors of its first argument, then becomes the program of the rest. */
export const CLOSE_AND_EXEC =
  "use POSIX (); POSIX::close($_) for split /,/, shift; exec { $ARGV[0] } @ARGV or exit 127";
