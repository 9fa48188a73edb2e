import { compareProblems, SETTINGS_FILE } from "../../analyzer/index.js";
import type { FetchedRevision, TreeEntry } from "../intake/intake.js";
import type { TreeListing } from "../intake/types.js";
import { decidingFiles } from "./decidingFiles.js";
import { type Plan, planFiles } from "./planFiles.js";

/** A tree whose files can be listed and read: a fetched revision, or code of this machine. */
export type CodeSource = Pick<FetchedRevision, "list" | "readBlobs">;

/** A tree and what will be measured of it. */
export interface PlannedTree {
  readonly listing: TreeListing;
  readonly plan: Plan<TreeEntry>;
}

/** Lists a tree, reads the files that decide about their own analysis, and plans what will be measured. */
export async function planTree(code: CodeSource, signal: AbortSignal): Promise<PlannedTree> {
  const listing = await code.list({ signal });
  const { entries, problems } = decidingFiles(listing);
  const deciding = new Map<string, Uint8Array>();
  for await (const { entry, bytes } of code.readBlobs(entries, { signal })) deciding.set(entry.path, bytes);
  // Settings that cannot be read are settings all the same: codebeat's do not take their place.
  if (listing.skipped.some(({ path }) => path === SETTINGS_FILE)) deciding.set(SETTINGS_FILE, NO_BYTES);
  const plan = await planFiles(listing.entries, deciding);
  const settingsProblems = [...problems, ...plan.settingsProblems].sort(compareProblems);
  return { listing, plan: { ...plan, settingsProblems } };
}

const NO_BYTES = new Uint8Array();
