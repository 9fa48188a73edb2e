import { chmodSync, existsSync, mkdirSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import type { Config } from "../configuration/config.js";
import { StartRefused } from "../errors.js";

const OWNER_ONLY = 0o700;
/** Sandboxes run under other uids and must be able to walk through, not to list. */
const PASS_THROUGH = 0o711;
const OTHERS_MAY_PASS = 0o001;

interface Place {
  readonly name: string;
  /** Absolute, without symbolic links. */
  readonly folder: string;
}

/**
 * Refuses a layout in which a backup or a commit of one place would carry another along: root key, key store,
 * data and work each stand alone, and none lies in a git work tree. Looks only, and changes nothing.
 * @throws StartRefused naming the two places
 */
export function checkPlaces(config: Config): void {
  const places: readonly Place[] = [
    { name: "the root key's folder", folder: realFolder(path.dirname(config.rootKeyFile)) },
    { name: "dataFolder", folder: realFolder(config.dataFolder) },
    { name: "keyStoreFolder", folder: realFolder(config.keyStoreFolder) },
    { name: "workFolder", folder: realFolder(config.workFolder) },
  ];
  refuseBlockedPassage(realFolder(config.workFolder));
  for (const one of places) {
    refuseGitWorkTree(one);
    for (const other of places) {
      if (one !== other && contains(one.folder, other.folder)) {
        throw new StartRefused(
          `${one.name} (${one.folder}) contains ${other.name} (${other.folder}). A copy of one would carry the other: give each a folder of its own.`,
        );
      }
    }
  }
}

/**
 * Creates what is missing of the service's folders and closes those that hold something.
 * @throws StartRefused naming the folder that cannot be made or closed
 */
export function createPlaces(config: Config): void {
  createPassage(path.dirname(config.workFolder));
  createPlace(path.dirname(config.rootKeyFile), OWNER_ONLY);
  closePlace(config.dataFolder, OWNER_ONLY);
  closePlace(config.keyStoreFolder, OWNER_ONLY);
  closePlace(config.workFolder, PASS_THROUGH);
}

/** Makes what is missing of a path so that others can walk through it, whatever the umask. */
function createPassage(folder: string): void {
  if (existsSync(folder)) return;
  createPassage(path.dirname(folder));
  createPlace(folder, PASS_THROUGH);
  orRefuse(folder, () => chmodSync(folder, PASS_THROUGH));
}

function closePlace(folder: string, mode: number): void {
  createPlace(folder, OWNER_ONLY);
  orRefuse(folder, () => chmodSync(folder, mode));
}

function createPlace(folder: string, mode: number): void {
  orRefuse(folder, () => mkdirSync(folder, { recursive: true, mode }));
}

function orRefuse(folder: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown reason";
    throw new StartRefused(
      `The folder ${folder} cannot be made or closed to others (${code}). Let the account that starts Sealgrade own it, or choose another place with --home FOLDER or the settings dataFolder, keyStoreFolder, workFolder and rootKeyFile.`,
      { cause },
    );
  }
}

/** Where a folder is or will be: symbolic links of the part that exists are followed. */
function realFolder(folder: string): string {
  if (existsSync(folder)) return realpathSync(folder);
  const parent = path.dirname(folder);
  return parent === folder ? folder : path.join(realFolder(parent), path.basename(folder));
}

function contains(outer: string, inner: string): boolean {
  const relative = path.relative(outer, inner);
  return (
    relative === "" ||
    !(relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative))
  );
}

/** Started as root, sandboxes run under other uids, which must reach what lies in the work folder. */
function refuseBlockedPassage(workFolder: string): void {
  if (process.getuid?.() !== 0) return;
  for (
    let folder = path.dirname(workFolder);
    folder !== path.dirname(folder);
    folder = path.dirname(folder)
  ) {
    if (existsSync(folder) && (statSync(folder).mode & OTHERS_MAY_PASS) === 0) {
      throw new StartRefused(
        `workFolder (${workFolder}) lies below ${folder}, which only its owner can pass, and analyses run under uids of their own. Choose a folder elsewhere with --home FOLDER or workFolder, or run: chmod o+x ${folder}`,
      );
    }
  }
}

function refuseGitWorkTree(place: Place): void {
  for (let folder = place.folder; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, ".git"))) {
      throw new StartRefused(
        `${place.name} (${place.folder}) lies in the git work tree ${folder}, where it could be committed. Choose a folder outside of any repository.`,
      );
    }
    if (folder === path.dirname(folder)) return;
  }
}
