import { existsSync, lstatSync, readlinkSync } from "node:fs";
import type { Bind } from "./command.js";
import type { Stage } from "./limits.js";
import type { SocketRule } from "./seccomp.js";

/** What one stage may make and finds inside. */
interface StageRules {
  /** Fetching talks to the relay and the SSH agent over unix sockets; nothing else needs any socket. */
  readonly sockets: SocketRule;
  /** Programs bound at their own paths. The analyzer's Node comes with its caller. */
  readonly programs: readonly string[];
}

/** The rules of each stage. `sh` is there because ssh starts its ProxyCommand through one. */
export const STAGES: Readonly<Record<Stage, StageRules>> = {
  fetch: { sockets: "unix", programs: ["git", "ssh", "ssh-keyscan", "sh"] },
  read: { sockets: "none", programs: ["git"] },
  analyze: { sockets: "none", programs: [] },
};

/**
 * Where shared libraries and the loader live, most specific first: a distribution with a multiarch folder
 * needs only that one, so the many programs below /usr/lib stay outside.
 */
const MULTIARCH: Readonly<Record<string, string>> = { x64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" };
const ROOT_LINKS = ["/lib", "/lib64", "/bin"];
const PLAIN_LIBRARY_FOLDERS = ["/usr/lib", "/usr/lib64", "/lib", "/lib64"];

/** bwrap arguments that show a stage its libraries, read-only. `arch` as Node names it. */
export function libraryArguments(arch: string): string[] {
  const multiarch = `/usr/lib/${MULTIARCH[arch] ?? "none"}`;
  const folders = existsSync(multiarch)
    ? [multiarch, "/usr/lib64", "/usr/lib/ld-linux-aarch64.so.1"]
    : PLAIN_LIBRARY_FOLDERS;
  const mounted = folders.filter((folder) => existsSync(folder) && linkTarget(folder) === null);
  const links = ROOT_LINKS.flatMap((link) => {
    const target = linkTarget(link);
    return target === null ? [] : ["--symlink", target, link];
  });
  return [...mounted.flatMap((folder) => ["--ro-bind", folder, folder]), ...links];
}

function linkTarget(file: string): string | null {
  try {
    return lstatSync(file).isSymbolicLink() ? readlinkSync(file) : null;
  } catch {
    return null; // not there at all
  }
}

/** Read-only binds of the stage's programs; those the machine lacks are left out. */
export function programBinds(stage: Stage, find: (program: string) => string | null): Bind[] {
  const binds: Bind[] = [];
  for (const program of STAGES[stage].programs) {
    const file = find(program);
    if (file !== null) binds.push({ source: file, target: file });
  }
  return binds;
}
