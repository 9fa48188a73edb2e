import { chmodSync, lstatSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { abandonedIn, recordOwner } from "./ownedFolder.js";

/** What stands before the random part of every name; a sweep touches nothing else in the shared folder. */
const PREFIX = "sealgrade-sandbox-";

/** A folder among the system's temporary ones that others can pass but not list, with this process as its owner. */
export function makeTemporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), PREFIX));
  chmodSync(folder, 0o711);
  recordOwner(folder);
  return folder;
}

/** Removes what this account's dead processes left of them. Safe beside living ones. */
export function sweepTemporaryFolders(): void {
  for (const name of abandonedIn(tmpdir())) {
    const folder = path.join(tmpdir(), name);
    if (name.startsWith(PREFIX) && isOwn(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

function isOwn(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.();
}
