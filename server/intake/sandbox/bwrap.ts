import type { Bind, DataFile, SandboxView } from "./command.js";
import { CLOSE_AND_EXEC, inheritedDescriptors } from "./inheritedDescriptors.js";
import { prlimitArguments } from "./limits.js";
import { libraryArguments, programBinds } from "./stages.js";

/** What a sandbox calls its machine; also how a sweep knows one of ours. */
export const SANDBOX_HOST_NAME = "sealgrade-sandbox";

/** uid and gid seen inside, whatever they are outside: one passwd line fits every analysis. */
const INNER_ID = "1000";

/** Files every stage has: ssh and git refuse to run for a uid without a name. */
export const COMMON_FILES: readonly DataFile[] = [
  { target: "/etc/passwd", content: `sealgrade:x:${INNER_ID}:${INNER_ID}::/home:/bin/sh\n` },
  { target: "/etc/group", content: `sealgrade:x:${INNER_ID}:\n` },
];

/** The environment every stage starts from; nothing of the service's own gets in. */
const BASE_ENVIRONMENT = { PATH: "/usr/bin:/bin", HOME: "/home", LC_ALL: "C" };

/** Full paths of the programs that build a sandbox. */
export interface SandboxTools {
  readonly find: (program: string) => string | null;
  readonly arch: string;
}

/** Descriptors bwrap reads, by number as the started process sees them. */
export interface SandboxDescriptors {
  readonly filter: number;
  /** One per data file, in order: COMMON_FILES, then the view's. */
  readonly files: readonly number[];
  /** Where bwrap writes the pid of the sandbox's first process; null when nobody reads it. */
  readonly info: number | null;
}

/** Every data file of a view, in the order the descriptors follow. */
export function dataFilesOf(view: SandboxView): readonly DataFile[] {
  return [...COMMON_FILES, ...(view.dataFiles ?? [])];
}

/** The full environment of a view. */
export function environmentOf(view: SandboxView): Record<string, string> {
  return { ...BASE_ENVIRONMENT, ...view.env };
}

/**
 * The command line up to bwrap's own: close what the service was started with, enter the volume's namespace,
 * drop to the uid, set limits. `lastInput` is the highest descriptor that must stay open.
 */
export function prefixArguments(view: SandboxView, tools: SandboxTools, lastInput: number): string[] {
  const need = (program: string) => {
    const file = tools.find(program);
    if (file === null) throw new Error(`${program} is missing`);
    return file;
  };
  const words: string[] = [];
  const surplus = inheritedDescriptors().filter((fd) => fd > lastInput);
  if (surplus.length > 0) words.push(need("perl"), "-e", CLOSE_AND_EXEC, surplus.join(","));
  if (view.holderPid) {
    words.push(
      need("nsenter"),
      "--user",
      "--mount",
      "--preserve-credentials",
      `--target=${view.holderPid}`,
      "--",
    );
  }
  words.push(need("setpriv"), ...dropArguments(view.uid), "--");
  words.push(need("prlimit"), ...prlimitArguments(view.limits));
  if (view.uid !== null) words.push(`--nproc=${view.limits.processes}`);
  words.push("--");
  return words;
}

/** setpriv: no privilege may be left or come back, and the program dies with the service. */
export function dropArguments(uid: number | null): string[] {
  const always = ["--no-new-privs", "--pdeathsig=KILL"];
  if (uid === null) return always;
  return [
    `--reuid=${uid}`,
    `--regid=${uid}`,
    "--clear-groups",
    "--inh-caps=-all",
    "--bounding-set=-all",
    ...always,
  ];
}

/** bwrap and its arguments, up to and without the program to run. */
export function bwrapArguments(view: SandboxView, tools: SandboxTools, fds: SandboxDescriptors): string[] {
  const bwrap = tools.find("bwrap");
  if (bwrap === null) throw new Error("bwrap is missing");
  const words = [
    bwrap,
    "--unshare-all",
    "--unshare-user",
    "--disable-userns",
    "--die-with-parent",
    "--new-session",
  ];
  words.push(
    "--uid",
    INNER_ID,
    "--gid",
    INNER_ID,
    "--hostname",
    SANDBOX_HOST_NAME,
    "--cap-drop",
    "ALL",
    "--clearenv",
  );
  words.push("--seccomp", String(fds.filter));
  if (fds.info !== null) words.push("--info-fd", String(fds.info));
  words.push(...libraryArguments(tools.arch), "--proc", "/proc", "--dev", "/dev");
  for (const folder of ["/tmp", "/home", "/run"])
    words.push("--size", String(TMPFS_BYTES), "--tmpfs", folder);
  const limiter = innerLimits(view, tools);
  const limiterBinds: Bind[] = limiter.slice(0, 1).map((file) => ({ source: file, target: file }));
  for (const bind of [...programBinds(view.stage, tools.find), ...limiterBinds, ...view.binds]) {
    words.push(bind.writable ? "--bind" : "--ro-bind", bind.source, bind.target);
  }
  dataFilesOf(view).forEach((file, index) => {
    words.push("--perms", (file.mode ?? 0o444).toString(8).padStart(4, "0"));
    words.push("--ro-bind-data", String(fds.files[index]), file.target);
  });
  // Last, since bwrap writes there before: both are tmpfs without a size that a program could fill.
  words.push("--remount-ro", "/", "--remount-ro", "/dev", "--chdir", view.cwd ?? "/");
  for (const [name, value] of Object.entries(environmentOf(view))) words.push("--setenv", name, value);
  words.push("--", ...limiter);
  return words;
}

/** Scratch space inside is memory, so it is small. */
const TMPFS_BYTES = 16 * 1024 * 1024;

/**
 * Without a uid of its own an analysis shares its process count with everything the user runs, so the limit
 * is set inside, where the kernel (5.14 and later) counts the sandbox's user namespace alone.
 */
function innerLimits(view: SandboxView, tools: SandboxTools): string[] {
  const prlimit = tools.find("prlimit");
  if (view.uid !== null || prlimit === null) return [];
  return [prlimit, `--nproc=${view.limits.processes}`, "--"];
}
