import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  identityOf,
  isAlive,
  ownIdentity,
  type ProcessIdentity,
  processIdentitySchema,
} from "./processIdentity.js";

/**
 * First uid of the pool. systemd's UIDS-GIDS document leaves 60706–61183 unused (61184 on are its dynamic
 * service users, which appear in no /etc/passwd and could collide unseen).
 */
const FIRST_UID = 61_120;
/** One uid per running analysis; more analyses than this never run at once on one machine. */
const POOL_SIZE = 16;

/** One uid that no other analysis on this machine uses until `release`. */
export interface UidClaim {
  readonly uid: number;
  /** Gives the uid back; a second call does nothing. Kill what runs under it first. */
  release(): void;
}

/** Hands out the uids under which analyses run. */
export interface UidPool {
  /** Throws when every uid is taken. */
  claim(): UidClaim;
}

/**
 * Where claims lie unless told otherwise. Every service on the machine must use the same folder: two that
 * did not would count each other's processes towards their limits, and could read each other's volumes.
 */
const MACHINE_WIDE_FOLDER = "/run/sealgrade/uids";

/** What the pool works on; everything has a default. */
export interface UidPoolOptions {
  /** Folder for the claims; made with mode 0700. */
  readonly folder?: string;
  readonly passwdFile?: string;
  readonly firstUid?: number;
  readonly size?: number;
}

/**
 * A pool of uids, claimed across processes.
 *
 * A claim is a file `<uid>.<generation>` naming its owner. Taking over from a dead owner makes the next
 * generation by link(2), which only one contender can win, and nobody ever removes another's live claim:
 * a lock file that is unlinked and made again has a moment in which two contenders both win.
 */
export function createUidPool(options: UidPoolOptions = {}): UidPool {
  const {
    folder = MACHINE_WIDE_FOLDER,
    passwdFile = "/etc/passwd",
    firstUid = FIRST_UID,
    size = POOL_SIZE,
  } = options;
  return {
    claim() {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const { running, ended } = uidsOfProcesses();
      const taken = new Set([...uidsIn(passwdFile), ...running]);
      const free = Array.from({ length: size }, (_, index) => firstUid + index).filter(
        (uid) => !taken.has(uid),
      );
      // What ended and was not yet reaped still counts towards the process limit of its uid.
      free.sort((a, b) => Number(ended.has(a)) - Number(ended.has(b)));
      for (const uid of free) {
        const file = tryClaim(folder, uid);
        if (file !== null) return claimOf(uid, file);
      }
      throw new Error(`all ${size} uids from ${firstUid} on are in use; another analysis must end first`);
    },
  };
}

function uidsIn(passwdFile: string): number[] {
  const lines = readFileSync(passwdFile, "utf8").split("\n");
  return lines.map((line) => Number(line.split(":")[2]));
}

/** Owners of processes: a uid may be in use by somebody who knows nothing of claims. */
function uidsOfProcesses(): { running: Set<number>; ended: Set<number> } {
  const running = new Set<number>();
  const ended = new Set<number>();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const uid = statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
    if (uid !== undefined) (identityOf(Number(pid)) === null ? ended : running).add(uid);
  }
  return { running, ended };
}

function claimOf(uid: number, file: string): UidClaim {
  return { uid, release: () => rmSync(file, { force: true }) };
}

/** Generations present for a uid, highest last. */
function generationsOf(folder: string, uid: number): number[] {
  const prefix = `${uid}.`;
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)))
    .filter((generation) => Number.isSafeInteger(generation))
    .sort((a, b) => a - b);
}

function tryClaim(folder: string, uid: number): string | null {
  const seen = generationsOf(folder, uid);
  if (seen.some((generation) => isHeld(path.join(folder, `${uid}.${generation}`)))) return null;
  const mine = (seen.at(-1) ?? 0) + 1;
  const file = path.join(folder, `${uid}.${mine}`);
  if (!createLinked(file, ownIdentity())) return null;
  // Somebody may have listed the folder at another moment and made another generation: then neither knows
  // who was first, and both step back. Only a sole survivor keeps the uid.
  const now = generationsOf(folder, uid).filter((generation) => !seen.includes(generation));
  if (now.length > 1) {
    rmSync(file, { force: true });
    return null;
  }
  for (const generation of seen) rmSync(path.join(folder, `${uid}.${generation}`), { force: true });
  return file;
}

function isHeld(file: string): boolean {
  try {
    const owner = processIdentitySchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return owner.success && isAlive(owner.data);
  } catch {
    return false; // released meanwhile, or not ours to begin with
  }
}

/** Makes a file that has its whole content from the first moment; false when it exists. */
function createLinked(file: string, owner: ProcessIdentity): boolean {
  const draft = `${file}-${owner.pid}.draft`;
  writeFileSync(draft, JSON.stringify(owner), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
