import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 100;

/**
 * Runs `work` while no other process runs work under the same lock file. The file holds the owner's
 * process id, so a lock whose owner died is taken over. `onWait` is called once when it has to wait.
 */
export async function withLock(file, work, onWait = () => {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let waited = false; !acquire(file); await delay(POLL_MS)) {
    if (!waited) onWait();
    waited = true;
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function acquire(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const owner = ownerOf(file);
  if (owner !== null && !isAlive(owner)) rmSync(file, { force: true });
  return false;
}

/** The process id in the lock file; null while its owner is still writing it or has just removed it. */
function ownerOf(file) {
  try {
    return Number(readFileSync(file, "utf8")) || null;
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== "ESRCH";
  }
}
