import { hash } from "node:crypto";
import { lutimesSync } from "node:fs";
import path from "node:path";
import { ANALYZER_VERSION, encodeResult, FACTS_FORMAT, readResult } from "../../analyzer/index.js";
import type { MapResult } from "../../analyzer/types.js";
import { KEY_BYTES, readFactsFile, writeFactsFile } from "./factsFile.js";
import type { FactsStore } from "./factsStore.js";
import { tidyLocalFacts } from "./tidyLocalFacts.js";

/** Files of other versions have other names, by which they are found and removed. */
const SUFFIX = `.${ANALYZER_VERSION}.${FACTS_FORMAT}.facts`;

/** Facts that earlier runs on this machine left, so that a run costs what has changed since. */
export type LocalFacts = Pick<FactsStore, "find" | "put" | "flush"> & {
  /** Whether nothing was kept before this run. */
  readonly isEmpty: boolean;
  /** Keeps the facts this run has used and no others. Failing to is no failure of the run. */
  save(): void;
};

/**
 * The facts of one graded folder, in one file of the user's cache that nobody else may read or write. They hold names and
 * figures, no source. A file that is damaged or from another version is as good as none: what it holds is checked, and
 * what it lacks is measured.
 *
 * @param o.identity what the folder and the way it is read are told from others by
 */
export function openLocalFacts(o: { cacheFolder: string; identity: string; nowMs: number }): LocalFacts {
  const folder = path.join(o.cacheFolder, "facts");
  const file = path.join(folder, hash("sha256", o.identity).slice(0, 32) + SUFFIX);
  const stored = readFactsFile(file);
  const used = new Map<string, Uint8Array>();
  let hasNew = false;
  return {
    isEmpty: stored.size === 0,
    async find(ids) {
      const found = new Map<string, MapResult>();
      for (const id of ids) {
        const key = keyOf(id);
        const bytes = stored.get(key);
        if (bytes === undefined) continue;
        const result = readResult(bytes);
        if (result === null) continue;
        found.set(id, result);
        used.set(key, bytes);
      }
      return found;
    },
    async put(id, result) {
      used.set(keyOf(id), encodeResult(result));
      hasNew = true;
    },
    flush: async () => undefined,
    save() {
      try {
        if (hasNew || used.size !== stored.size) writeFactsFile(file, used);
        else if (stored.size > 0) lutimesSync(file, o.nowMs / 1000, o.nowMs / 1000);
        tidyLocalFacts({ folder, suffix: SUFFIX, nowMs: o.nowMs });
      } catch {
        // A cache that cannot be written (a full or read-only disk) costs the next run time and nothing else.
      }
    },
  };
}

/** Part of a SHA-256; enough that no two files of one folder ever have the same. */
function keyOf(id: string): string {
  return hash("sha256", id, "binary").slice(0, KEY_BYTES);
}
