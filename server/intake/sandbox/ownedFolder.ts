import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { isAlive, ownIdentity, processIdentitySchema } from "./processIdentity.js";

const OWNER_FILE = "owner.json";
/** A folder younger than this without an owner on record may be one being made at this moment, ms. */
const GRACE_WITHOUT_OWNER_MS = 10_000;

/** Puts this process on record as the owner of a folder it has just made. */
export function recordOwner(folder: string): void {
  writeFileSync(path.join(folder, OWNER_FILE), JSON.stringify(ownIdentity()), { mode: 0o600, flag: "wx" });
}

/** Names of the folders in `parent` whose owner died, sorted; none when `parent` is not there. */
export function abandonedIn(parent: string): string[] {
  if (!existsSync(parent)) return [];
  const nowMs = fileSystemTime(parent);
  return readdirSync(parent)
    .filter((name) => isAbandoned(parent, name, nowMs))
    .sort();
}

/** What the file system itself would write as the time of a change made now, ms since the epoch. */
function fileSystemTime(parent: string): number {
  const mark = mkdtempSync(path.join(parent, ".now-"));
  const { mtimeMs } = lstatSync(mark);
  rmdirSync(mark);
  return mtimeMs;
}

function isAbandoned(parent: string, name: string, nowMs: number): boolean {
  const folder = path.join(parent, name);
  try {
    const owner = processIdentitySchema.safeParse(
      JSON.parse(readFileSync(path.join(folder, OWNER_FILE), "utf8")),
    );
    if (owner.success) return !isAlive(owner.data);
  } catch {
    // no owner on record: decided by age below
  }
  const made = lstatSync(folder, { throwIfNoEntry: false });
  return made !== undefined && nowMs - made.mtimeMs > GRACE_WITHOUT_OWNER_MS;
}
