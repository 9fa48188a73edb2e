import { execFile } from "node:child_process";
import { accessSync, closeSync, constants, existsSync, openSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { type SeccompArchitecture, seccompArchitecture } from "./seccomp.js";

/** One thing the machine has or lacks. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  /** What was found: a version, a path, a reason. */
  readonly detail: string;
  /** What follows when it is missing; null while it is there. */
  readonly consequence: string | null;
}

/** What the machine offers for reading hostile code safely. */
export interface Capabilities {
  readonly root: boolean;
  /** Processor architecture as Node names it. */
  readonly arch: string;
  /** null: this architecture has no filter, so nothing may run in a sandbox here. */
  readonly seccomp: SeccompArchitecture | null;
  /** bubblewrap starts a sandbox with namespaces of its own; tried, not guessed. */
  readonly namespaces: boolean;
  /** Gocryptfs volumes can be mounted by whoever started the service. */
  readonly encryptedVolumes: boolean;
  readonly swap: boolean;
  readonly findings: readonly Finding[];
  /** The one line that installs what is missing; null when nothing is, or not by apt. */
  readonly installLine: string | null;
  /** Full path of a program, null when the machine lacks it. */
  find(program: string): string | null;
}

/** Only the system's own folders: PATH may lead into a user's. */
const PROGRAM_FOLDERS = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"];
/** Longest a version or a trial may take, ms. */
const TRIAL_TIMEOUT_MS = 10_000;
/** Debian packages of the programs that matter; the rest is in every base system. */
const PACKAGES: Readonly<Record<string, string>> = {
  bwrap: "bubblewrap",
  gocryptfs: "gocryptfs",
  git: "git",
  ssh: "openssh-client",
  setpriv: "util-linux",
  prlimit: "util-linux",
  nsenter: "util-linux",
  unshare: "util-linux",
  mount: "mount",
  timeout: "coreutils",
  perl: "perl-base",
};

/** Looks at this machine; takes some tens of milliseconds and changes nothing. */
export async function detectCapabilities(): Promise<Capabilities> {
  const root = process.getuid?.() === 0;
  const seccomp = seccompArchitecture(process.arch);
  const [git, ssh, bwrap, gocryptfs, trial] = await Promise.all([
    version("git", ["--version"]),
    version("ssh", ["-V"]),
    version("bwrap", ["--version"]),
    version("gocryptfs", ["--version"]),
    tryNamespaces(),
  ]);
  const swap = swapIsOn();
  const fuse = fuseFinding(root);
  const findings = [
    rootFinding(root),
    seccompFinding(seccomp),
    toolFinding("bwrap", bwrap, "analyses cannot be separated from the machine; production refuses to start"),
    trial,
    toolFinding("gocryptfs", gocryptfs, "no encrypted volumes on disk: clones live in memory instead"),
    fuse,
    toolFinding("git", git, "no repository can be fetched"),
    toolFinding("ssh", ssh, "no repository can be reached"),
    ...["setpriv", "prlimit", "timeout"].map((name) =>
      toolFinding(name, findProgram(name), "limits cannot be set: no analysis can run"),
    ),
    toolFinding("perl", findProgram("perl"), "the escape probe cannot run; production refuses to start"),
    swapFinding(swap),
  ];
  return {
    root,
    arch: process.arch,
    seccomp,
    namespaces: trial.ok,
    encryptedVolumes: root && gocryptfs !== null && fuse.ok,
    swap,
    findings,
    installLine: installLine(),
    find: findProgram,
  };
}

function findProgram(program: string): string | null {
  for (const folder of PROGRAM_FOLDERS) {
    const file = path.join(folder, program);
    if (isExecutable(file)) return file;
  }
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // not there, or not for us
  }
}

interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

function run(file: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      file,
      args,
      { timeout: TRIAL_TIMEOUT_MS, env: { PATH: "/usr/bin:/bin", LC_ALL: "C" } },
      (error, stdout, stderr) => resolve({ ok: error === null, output: `${stdout}${stderr}`.trim() }),
    );
  });
}

async function version(program: string, args: readonly string[]): Promise<string | null> {
  const file = findProgram(program);
  if (file === null) return null;
  const { output } = await run(file, args);
  return output.split("\n")[0] ?? "";
}

/** Starts the smallest real sandbox, dropped to an ordinary uid first where this is root. */
async function tryNamespaces(): Promise<Finding> {
  const name = "user namespaces";
  const consequence =
    "analyses run with limits alone, seeing the machine's files; production refuses to start";
  const bwrap = findProgram("bwrap");
  const setpriv = findProgram("setpriv");
  if (bwrap === null || setpriv === null)
    return { name, ok: false, detail: "not tried without bwrap", consequence };
  const flags = [
    "--unshare-all",
    "--unshare-user",
    "--disable-userns",
    "--cap-drop",
    "ALL",
    "--ro-bind",
    "/",
    "/",
    "--proc",
    "/proc",
  ];
  const drop = process.getuid?.() === 0 ? ["--reuid=65533", "--regid=65533", "--clear-groups"] : [];
  const { ok, output } = await run(setpriv, [
    ...drop,
    "--no-new-privs",
    "--",
    bwrap,
    ...flags,
    "--",
    setpriv,
    "--version",
  ]);
  return {
    name,
    ok,
    detail: ok ? "a sandbox starts" : firstLine(output),
    consequence: ok ? null : consequence,
  };
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}

function toolFinding(name: string, found: string | null, consequence: string): Finding {
  return found === null
    ? { name, ok: false, detail: "not installed", consequence }
    : { name, ok: true, detail: found, consequence: null };
}

function rootFinding(root: boolean): Finding {
  return root
    ? { name: "own uid per analysis", ok: true, detail: "started as root", consequence: null }
    : {
        name: "own uid per analysis",
        ok: false,
        detail: "started as an ordinary user",
        consequence: "namespaces alone separate analyses; other programs of this user can read a running one",
      };
}

function seccompFinding(architecture: SeccompArchitecture | null): Finding {
  return architecture === null
    ? {
        name: "system call filter",
        ok: false,
        detail: `none for ${process.arch}`,
        consequence: "no sandbox can be built on this processor",
      }
    : { name: "system call filter", ok: true, detail: architecture, consequence: null };
}

/** Root opens the device and mounts it for an analysis' uid; an ordinary user's volumes live in memory. */
function fuseFinding(root: boolean): Finding {
  const name = "FUSE";
  const consequence = "no encrypted volumes on disk: clones live in memory instead";
  if (!existsSync("/dev/fuse")) return { name, ok: false, detail: "/dev/fuse is missing", consequence };
  if (!root) return { name, ok: false, detail: "only root mounts for one uid alone", consequence };
  try {
    closeSync(openSync("/dev/fuse", "r+"));
  } catch {
    return { name, ok: false, detail: "/dev/fuse may not be opened", consequence };
  }
  return { name, ok: true, detail: "/dev/fuse opens", consequence: null };
}

function swapIsOn(): boolean {
  try {
    return readFileSync("/proc/swaps", "utf8").trim().split("\n").length > 1;
  } catch {
    return true; // cannot be seen: assume the worse
  }
}

function swapFinding(swap: boolean): Finding {
  return swap
    ? {
        name: "swap off",
        ok: false,
        detail: "swap is on",
        consequence: "memory volumes need a tmpfs that is never swapped out (root, Linux 6.4) or are refused",
      }
    : { name: "swap off", ok: true, detail: "no swap", consequence: null };
}

function installLine(): string | null {
  const missing = Object.entries(PACKAGES).filter(([program]) => findProgram(program) === null);
  if (missing.length === 0) return null;
  const packages = [...new Set(missing.map(([, name]) => name))].sort();
  return `apt-get install -y ${packages.join(" ")}`;
}
