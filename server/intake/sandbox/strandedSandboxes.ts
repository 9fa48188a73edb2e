import { readdirSync, readFileSync } from "node:fs";
import { SANDBOX_HOST_NAME } from "./bwrap.js";

/**
 * Kills what is left of sandboxes whose starter was killed in the middle of starting them; the pids, ascending.
 *
 * bwrap's first process inside waits for its parent before it asks the kernel to die with it (bubblewrap 0.8,
 * `handle_die_with_parent` comes after the wait), so a kill in those milliseconds leaves it waiting for ever.
 * It runs nothing, but as root it would keep one uid of the pool. A living sandbox always has its bwrap as
 * parent; only such processes of ours without one are touched, and only those this account may signal.
 */
export function sweepStrandedSandboxes(): number[] {
  const stranded = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && isStranded(name))
    .map(Number);
  return stranded.filter(kill);
}

function isStranded(pid: string): boolean {
  const words = read(`/proc/${pid}/cmdline`).split("\0");
  const at = words.indexOf("--hostname");
  if (!words[0]?.endsWith("/bwrap") || words[at + 1] !== SANDBOX_HOST_NAME) return false;
  const status = read(`/proc/${pid}/status`);
  const isFirstInside = /^NSpid:\t\d+\t1$/m.test(status);
  const parent = /^PPid:\t(\d+)$/m.exec(status)?.[1] ?? "";
  return isFirstInside && read(`/proc/${parent}/comm`) !== "bwrap\n";
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // it ended meanwhile
  }
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false; // gone, or another account's
  }
}
