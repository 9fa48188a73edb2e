import { chmodSync, existsSync, mkdirSync, realpathSync } from "node:fs";
import path from "node:path";
import type { Config } from "./config.js";
import { StartRefused } from "./errors.js";

const OWNER_ONLY = 0o700;
/** Sandboxes run under other uids and must be able to walk through, not to list. */
const PASS_THROUGH = 0o711;

/**
 * Creates the service's folders and refuses a layout in which a backup or a commit of one would carry
 * another along: root key, key store and data each stand alone, and none lies in a git work tree.
 * @throws StartRefused naming the two places
 */
export function preparePlaces(config: Config): void {
  const places = [
    { name: "the root key's folder", folder: path.dirname(config.rootKeyFile) },
    { name: "dataFolder", folder: config.dataFolder },
    { name: "keyStoreFolder", folder: config.keyStoreFolder },
    { name: "workFolder", folder: config.workFolder },
  ];
  mkdirSync(path.dirname(config.workFolder), { recursive: true, mode: PASS_THROUGH });
  for (const place of places) mkdirSync(place.folder, { recursive: true, mode: OWNER_ONLY });
  chmodSync(config.keyStoreFolder, OWNER_ONLY);
  chmodSync(config.dataFolder, OWNER_ONLY);
  chmodSync(config.workFolder, PASS_THROUGH);
  const real = places.map((place) => ({ name: place.name, folder: realpathSync(place.folder) }));
  for (const one of real) {
    refuseGitWorkTree(one);
    for (const other of real) {
      if (one !== other && contains(one.folder, other.folder)) {
        throw new StartRefused(
          `${one.name} (${one.folder}) contains ${other.name} (${other.folder}). A copy of one would carry the other: give each a folder of its own.`,
        );
      }
    }
  }
}

function contains(outer: string, inner: string): boolean {
  const relative = path.relative(outer, inner);
  return (
    relative === "" ||
    !(relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative))
  );
}

function refuseGitWorkTree(place: { name: string; folder: string }): void {
  for (let folder = place.folder; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, ".git"))) {
      throw new StartRefused(
        `${place.name} (${place.folder}) lies in the git work tree ${folder}, where it could be committed. Choose a folder outside of any repository.`,
      );
    }
    if (folder === path.dirname(folder)) return;
  }
}
