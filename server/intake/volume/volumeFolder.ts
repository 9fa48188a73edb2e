import { chmodSync, chownSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { abandonedIn, recordOwner } from "../sandbox/ownedFolder.js";
import { unmount } from "./mounts.js";

/** The places of one volume below the driver's folder. */
export interface VolumePlaces {
  /** 0711 and the service's own: others pass through by name but cannot list. */
  readonly folder: string;
  /** Mount point, or where ciphertext is shown in clear. */
  readonly plain: string;
  /** Ciphertext; only encrypting drivers use it. */
  readonly cipher: string;
}

/** Before the random name of a volume that is being made. */
const DRAFT_PREFIX = ".new-";
/** Ids become path names, so nothing that could leave the folder is one. */
const VALID_ID = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

/** The places of a volume, existing or not. */
export function placesOf(driverFolder: string, id: string): VolumePlaces {
  if (!VALID_ID.test(id)) throw new Error("a volume id holds letters, digits and hyphens only");
  const folder = path.join(driverFolder, id);
  return { folder, plain: path.join(folder, "plain"), cipher: path.join(folder, "cipher") };
}

/**
 * Makes the folders, owned by the uid. The volume appears under its name with its owner already on record,
 * so that a sweep at the same moment never takes it for an abandoned one.
 */
export function makePlaces(driverFolder: string, id: string, uid: number | null): VolumePlaces {
  const places = placesOf(driverFolder, id);
  mkdirSync(driverFolder, { recursive: true });
  chmodSync(driverFolder, 0o711); // exact, whatever the process's umask
  const draft = mkdtempSync(path.join(driverFolder, DRAFT_PREFIX));
  chmodSync(draft, 0o711);
  recordOwner(draft);
  try {
    renameSync(draft, places.folder); // fails when the id is in use: that folder is not empty
  } catch (error) {
    rmSync(draft, { recursive: true });
    throw error;
  }
  for (const folder of [places.plain, places.cipher]) {
    mkdirSync(folder, { mode: 0o700 });
    if (uid !== null) chownSync(folder, uid, uid);
  }
  return places;
}

/** Unmounts and removes a volume's folder; throws when anything is left. */
export async function removePlaces(places: VolumePlaces): Promise<void> {
  await unmount(places.plain);
  rmSync(places.folder, { recursive: true, force: true });
  if (lstatSync(places.folder, { throwIfNoEntry: false }) !== undefined) {
    throw new Error("a volume's folder is still there after its removal");
  }
}

/** Removes every volume whose owner died; ids, sorted. */
export async function sweepFolder(driverFolder: string): Promise<string[]> {
  const removed: string[] = [];
  for (const name of abandonedIn(driverFolder)) {
    if (name.startsWith(DRAFT_PREFIX))
      rmSync(path.join(driverFolder, name), { recursive: true, force: true });
    if (!VALID_ID.test(name)) continue;
    await removePlaces(placesOf(driverFolder, name));
    removed.push(name);
  }
  return removed;
}
