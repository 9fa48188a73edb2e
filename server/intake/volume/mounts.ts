import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** Longest a mount or an unmount may take, ms. */
const MOUNT_TIMEOUT_MS = 10_000;
/** What mount(8) says of an error is short; bytes kept of it. */
const MAX_ERROR_BYTES = 1_024;

/** Runs a mount tool to its end; throws with its own words when it fails. */
export async function runTool(file: string, args: readonly string[], extraFd?: number): Promise<void> {
  const stdio: ("ignore" | "pipe" | number)[] = ["ignore", "ignore", "pipe"];
  if (extraFd !== undefined) stdio.push(extraFd);
  const child = spawn(file, args, {
    stdio,
    env: { PATH: "/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C" },
    timeout: MOUNT_TIMEOUT_MS,
  });
  let words = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    words = (words + chunk.toString("utf8")).slice(0, MAX_ERROR_BYTES);
  });
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`${file} failed: ${words.trim()}`)),
    );
  });
}

/** Whether something is mounted exactly there. */
export function isMounted(folder: string): boolean {
  // proc(5) mountinfo writes blanks and backslashes of paths as octal
  const written = folder.replaceAll(/[\\ \t\n]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, "0")}`);
  return readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .some((line) => line.split(" ")[4] === written);
}

/** Unmounts until nothing is mounted there. Lazy, because a dead process may have left open files behind. */
export async function unmount(folder: string): Promise<void> {
  while (isMounted(folder)) await runTool("umount", ["--lazy", "--no-canonicalize", folder]);
}
