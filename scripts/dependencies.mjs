import { spawn } from "node:child_process";
import { lstatSync, readFileSync } from "node:fs";
import path from "node:path";
import { withLock } from "./lock.mjs";
import { root } from "./paths.mjs";
import { SetupProblem, secondsSince } from "./progress.mjs";

/**
 * Installs exactly what package-lock.json names, unless it is installed already. Install scripts of
 * packages never run (`ignore-scripts` in .npmrc). A `node_modules` that is a link belongs to another
 * checkout and is left alone.
 */
export async function installDependencies(progress) {
  if (isLink(path.join(root, "node_modules")) || isInstalled()) return;
  const lock = path.join(root, ".cache", "install.lock");
  await withLock(
    lock,
    async () => {
      if (isInstalled()) return;
      const startedMs = performance.now();
      progress.step("Installing the packages of package-lock.json (npm ci) …");
      await npmCi();
      progress.step(`Packages installed in ${secondsSince(startedMs)}`);
    },
    () => progress.step("Waiting for another set-up of this folder to finish …"),
  );
}

/** Whether node_modules holds every package of the lock file (optional ones may be missing) at its hash. */
export function isInstalled(folder = root) {
  const wanted = readPackages(path.join(folder, "package-lock.json"));
  const present = readPackages(path.join(folder, "node_modules", ".package-lock.json"));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    const installed = present[name];
    if (name === "") return true;
    if (!installed) return entry.optional === true;
    return installed.version === entry.version && installed.integrity === entry.integrity;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

function isLink(file) {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** npm keeps running on the system's Node: the one in node_modules is about to be replaced under it. */
function npmCi() {
  const own = path.join("node_modules", ".bin");
  const searchPath = (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => !folder.endsWith(own))
    .join(path.delimiter);
  const args = ["ci", "--include=dev", "--include=optional", "--loglevel=error"];
  const child = spawn("npm", args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    env: { ...process.env, PATH: searchPath },
  });
  return new Promise((resolve, reject) => {
    child.on("error", (cause) => reject(new SetupProblem(`npm could not be started: ${cause.message}`)));
    child.on("exit", (code) => {
      if (code === 0) return resolve();
      reject(
        new SetupProblem("npm ci failed; its message stands above. Fix that and run the command again."),
      );
    });
  });
}
