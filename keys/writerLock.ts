import { chmodSync, closeSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { KeysError } from "./errors.js";

const LOCK_NAME = "writer.lock";
const PID_NAME = "writer.pid";
/** SQLITE_BUSY, https://sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/** Held until `release()` or the end of the process, however it ends. */
export interface WriterLock {
  release(): void;
}

/**
 * Makes this process the only writer of `folder`. The lock is the kernel's (a POSIX lock, taken through SQLite
 * because Node has no call of its own), so a dead holder never has to be recognised: its lock is gone. Throws
 * `KeysError` (`key-store-locked`) naming the process that holds it.
 */
export function lockForWriting(folder: string): WriterLock {
  const file = path.join(folder, LOCK_NAME);
  createOnce(file);
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("PRAGMA journal_mode = MEMORY");
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (isBusy(error)) throw locked(folder, error);
    throw error;
  }
  writeFileSync(path.join(folder, PID_NAME), `${process.pid}\n`, { mode: 0o600 });
  return {
    release() {
      if (!database.isOpen) return;
      rmSync(path.join(folder, PID_NAME), { force: true });
      database.close();
    },
  };
}

/**
 * Never opens a file that is there already: POSIX locks belong to the process, and closing any descriptor of the
 * file would drop the lock another writer in this process holds.
 */
function createOnce(file: string): void {
  try {
    closeSync(openSync(file, "wx", 0o600));
    chmodSync(file, 0o600);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}

function locked(folder: string, cause: unknown): KeysError {
  return new KeysError(
    "key-store-locked",
    `The key store in ${folder} already has a writer${holder(folder)}. Only one process may change it: stop that one first, or run this as a reader.`,
    { cause },
  );
}

/** For the message only; the lock itself does not depend on it. */
function holder(folder: string): string {
  try {
    return `, process ${readFileSync(path.join(folder, PID_NAME), "utf8").trim()}`;
  } catch {
    return "";
  }
}
