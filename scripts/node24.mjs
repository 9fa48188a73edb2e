import { existsSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";
import { SetupProblem } from "./progress.mjs";

/** Sealgrade runs on this major version of Node or a newer one. */
export const NODE_MAJOR = 24;

/** The Node 24 that `npm ci` brought for this machine, else the running Node when it is new enough, else null. */
export function findNode24(folder = root) {
  const brought = path.join(
    folder,
    "node_modules",
    `node-${process.platform}-${process.arch}`,
    "bin",
    "node",
  );
  if (existsSync(brought)) return brought;
  return Number(process.versions.node.split(".")[0]) >= NODE_MAJOR ? process.execPath : null;
}

/** As `findNode24`, but says what to install where there is none. */
export function loadNode24(folder = root) {
  const found = findNode24(folder);
  if (found) return found;
  throw new SetupProblem(
    `Sealgrade needs Node ${NODE_MAJOR}. npm brings it for Linux on x64 and arm64; this is ` +
      `${process.platform} on ${process.arch} with Node ${process.versions.node}. ` +
      `Install Node ${NODE_MAJOR} or newer (https://nodejs.org) and run the command again.`,
  );
}
