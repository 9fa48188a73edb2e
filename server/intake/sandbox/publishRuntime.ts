import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import path from "node:path";

/** Root's place for what uids of the pool must be able to read and run; on a disk that allows programs. */
const PUBLIC_FOLDER = "/var/cache/sealgrade";
const OTHERS_MAY_PASS = 0o001;
const OTHERS_MAY_READ = 0o004;

/**
 * A place where any uid can read `source` (a file or folder): itself if every folder above lets others pass,
 * else a copy of it. A service that root runs from its own home folder needs that, because the sandbox
 * drops to its uid before it binds anything.
 */
export function publishForEveryUid(source: string, publicFolder = PUBLIC_FOLDER): string {
  if (isReachable(source)) return source;
  const copy = path.join(publicFolder, `${path.basename(source)}-${versionOf(source)}`);
  if (existsSync(copy)) return copy;
  mkdirSync(publicFolder, { recursive: true });
  chmodSync(publicFolder, 0o755); // whatever the umask
  const draft = mkdtempSync(path.join(publicFolder, "draft-"));
  try {
    const made = path.join(draft, "copy");
    cpSync(source, made, { recursive: true, dereference: true, preserveTimestamps: true });
    openToReaders(made);
    renameSync(made, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error; // else another process published it at the same moment
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return copy;
}

/** A checkout made under a strict umask has files that only their owner can read. */
function openToReaders(place: string): void {
  const stat = statSync(place);
  const isFolder = stat.isDirectory();
  chmodSync(place, isFolder || (stat.mode & 0o100) !== 0 ? 0o755 : 0o644);
  if (isFolder) for (const name of readdirSync(place)) openToReaders(path.join(place, name));
}

function isReachable(source: string): boolean {
  if ((statSync(source).mode & OTHERS_MAY_READ) === 0) return false;
  for (let folder = path.dirname(source); ; folder = path.dirname(folder)) {
    if ((statSync(folder).mode & OTHERS_MAY_PASS) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

/** Changes with the source: its path, size and time of change, also of what a folder directly holds. */
function versionOf(source: string): string {
  const stat = statSync(source);
  return createHash("sha256").update(`${source}\0${stat.size}\0${stat.mtimeMs}`).digest("hex").slice(0, 16);
}
