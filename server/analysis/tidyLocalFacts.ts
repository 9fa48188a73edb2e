import { lstatSync, readdirSync, unlinkSync } from "node:fs";
import path from "node:path";
import { isOwnFolder } from "./factsFile.js";

/** Folders that nobody grades any more are forgotten after this time. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** What a run that was ended left half-written; no run takes that long to write. */
const PARTIAL_KEPT_MS = 60 * 60 * 1000;
/** Of all folders together; beyond it the ones that were graded longest ago are forgotten. */
const MAX_TOTAL_BYTES = 1 << 30;

/** Names of files of facts, of any version, and of half-written ones: nothing else is ever touched. */
const FACTS_NAME = /^[0-9a-f]{32}(\.[\w.-]+)?\.facts(?<partial>\.[0-9a-f-]+)?$/;

interface FactsFile {
  readonly file: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/**
 * Removes facts that are of another version, too old or beyond the space that all may take. Only plain files directly
 * in the folder that are named as facts are, never what a link leads to; a folder that is a link itself, or that others
 * can write to, is left alone.
 * @param o.suffix what the names of this version's files end with
 */
export function tidyLocalFacts(o: { folder: string; suffix: string; nowMs: number }): void {
  if (!isOwnFolder(o.folder)) return;
  const kept: FactsFile[] = [];
  for (const name of readdirSync(o.folder)) {
    const match = FACTS_NAME.exec(name);
    const found = match === null ? null : plainFile(path.join(o.folder, name));
    if (found === null) continue;
    const ageMs = o.nowMs - found.modifiedMs;
    const isPartial = match?.groups?.["partial"] !== undefined;
    const isWanted = isPartial ? ageMs <= PARTIAL_KEPT_MS : ageMs <= KEPT_MS && name.endsWith(o.suffix);
    if (!isWanted) unlinkSync(found.file);
    else if (!isPartial) kept.push(found);
  }
  let totalBytes = 0;
  for (const { file, sizeBytes } of kept.sort((a, b) => b.modifiedMs - a.modifiedMs)) {
    totalBytes += sizeBytes;
    if (totalBytes > MAX_TOTAL_BYTES) unlinkSync(file);
  }
}

/** `null` for folders, links and everything else, and for what another run has just removed. */
function plainFile(file: string): FactsFile | null {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) return null;
  return { file, sizeBytes: stat.size, modifiedMs: stat.mtimeMs };
}
