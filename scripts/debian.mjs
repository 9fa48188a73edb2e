import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SetupProblem, secondsSince } from "./progress.mjs";

/**
 * What the machine must bring, by purpose. `anyOf`: commands or absolute paths of which one is enough;
 * `vital`: purposes that stop without it; `lost`: what the others go on without; `rootOnly`: of no
 * use to an ordinary user; `service`: what the package would start by itself and must not.
 */
const NEEDS = [
  {
    package: "git",
    anyOf: ["git"],
    purposes: ["run", "demo", "test"],
    vital: ["run", "demo", "test"],
    lost: "fetching code",
  },
  {
    package: "openssh-client",
    anyOf: ["ssh"],
    purposes: ["run", "demo", "test"],
    vital: ["run", "demo", "test"],
    lost: "fetching code",
  },
  {
    package: "gocryptfs",
    anyOf: ["gocryptfs"],
    purposes: ["run", "demo", "test"],
    vital: [],
    rootOnly: true,
    lost: "encrypted volumes on disk; clones live in memory instead",
  },
  {
    package: "bubblewrap",
    anyOf: ["bwrap"],
    purposes: ["run", "demo", "test"],
    vital: [],
    lost: "the sandbox; embedded mode goes on with resource limits alone and production refuses to start",
  },
  {
    package: "openssh-server",
    anyOf: ["sshd"],
    purposes: ["demo", "test"],
    vital: ["demo"],
    lost: "every spec that needs a real SSH server",
    service: "ssh",
  },
  {
    package: "mariadb-server",
    anyOf: ["mariadbd", "mysqld"],
    purposes: ["test"],
    vital: [],
    lost: "every spec on MariaDB; the same specs run on SQLite",
    service: "mariadb",
  },
  {
    package: "chromium",
    anyOf: ["chromium", "/usr/bin/chromium"],
    purposes: ["test"],
    vital: [],
    lost: "every spec in a real browser",
  },
  {
    package: "fonts-liberation",
    anyOf: ["/usr/share/fonts/truetype/liberation", "/usr/share/fonts/truetype/dejavu"],
    purposes: ["test"],
    vital: [],
    lost: "readable text in the browser specs' pictures",
  },
];

/** A user's PATH often lacks the folders where Debian keeps servers. */
const SERVER_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];
const POLICY_FILE = "/usr/sbin/policy-rc.d";
const FAILURE_LINES = 15;

/**
 * Installs the Debian packages `purpose` ("run", "demo" or "test") lacks where this is root and apt-get
 * exists. Otherwise says what is lost, or throws `SetupProblem` when something vital stays missing.
 */
export function provideDebianPackages(purpose, progress) {
  let missing = missingFor(purpose);
  if (missing.length > 0 && isRoot() && findCommand("apt-get")) {
    install(missing, progress);
    missing = missingFor(purpose);
  }
  if (missing.length === 0) return;
  const line = `apt-get install -y --no-install-recommends ${missing.map((need) => need.package).join(" ")}`;
  const vital = missing.filter((need) => need.vital.includes(purpose));
  if (vital.length > 0) {
    const names = vital.map((need) => need.package).join(" and ");
    throw new SetupProblem(`Sealgrade cannot go on without ${names}. As root, run:\n\n  ${line}\n`);
  }
  for (const need of missing) progress.warn(`${need.package} is missing. Lost: ${need.lost}.`);
  progress.warn(`To have everything, run as root: ${line}`);
}

/** The needs of `purpose` that this machine does not meet. */
export function missingFor(purpose, searchPath = process.env.PATH ?? "") {
  return NEEDS.filter(
    (need) =>
      need.purposes.includes(purpose) &&
      (!need.rootOnly || isRoot()) &&
      !need.anyOf.some((name) => findCommand(name, searchPath)),
  );
}

function isRoot() {
  return process.getuid?.() === 0;
}

function findCommand(name, searchPath = process.env.PATH ?? "") {
  if (path.isAbsolute(name)) return existsSync(name);
  return [...searchPath.split(path.delimiter), ...SERVER_FOLDERS].some((folder) => {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return folder !== "";
    } catch {
      return false;
    }
  });
}

function install(missing, progress) {
  const names = missing.map((need) => need.package);
  const startedMs = performance.now();
  progress.step(`Installing from Debian: ${names.join(", ")} …`);
  const failure = withoutStartingServices(() => {
    aptGet(["update"]); // A failure shows again, with a better message, when the packages are not found.
    return aptGet(["install", "-y", "--no-install-recommends", ...names]);
  });
  if (failure) progress.warn(`apt-get failed:\n${failure}`);
  else progress.step(`Debian packages installed in ${secondsSince(startedMs)}`);
  for (const need of missing) if (need.service) keepStopped(need.service);
}

/** The end of apt-get's output when it failed, else null. */
function aptGet(args) {
  const options = ["-q", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=120"];
  const result = spawnSync("apt-get", [...options, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C.UTF-8" },
  });
  if (result.status === 0) return null;
  return `${result.stdout}${result.stderr}`.trimEnd().split("\n").slice(-FAILURE_LINES).join("\n");
}

/** Debian's packages start their servers; while this file answers 101 they do not. An existing one is kept. */
function withoutStartingServices(work) {
  const isOurs = !existsSync(POLICY_FILE);
  if (isOurs) writeFileSync(POLICY_FILE, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    return work();
  } finally {
    if (isOurs) rmSync(POLICY_FILE, { force: true });
  }
}

/** A server this set-up installed for its specs or demo must not come up at the next boot either. */
function keepStopped(service) {
  if (!findCommand("systemctl")) return;
  const isBooted = existsSync("/run/systemd/system");
  spawnSync("systemctl", ["disable", ...(isBooted ? ["--now"] : []), service], { stdio: "ignore" });
}
