import { CODEBEAT_IGNORE, CODEBEAT_SETTINGS, SETTINGS_FILE } from "../../analyzer/index.js";
import type { SettingsProblem, SkippedFile } from "../../analyzer/types.js";

/** Files at the root whose text is data about their own analysis (P07). */
const ROOT_FILES: readonly string[] = [SETTINGS_FILE, CODEBEAT_SETTINGS, CODEBEAT_IGNORE];
/** The only other file whose text decides; it may stand in any folder. */
const ATTRIBUTES_FILE = ".gitattributes";
/** Most `.gitattributes` that are read: real repositories have one, seldom a dozen. */
const MAX_ATTRIBUTES_FILES = 50;
/** What our settings file is often called by mistake. */
const MISNAMED_FILE = ".sealgrade.yaml";

/** What of a tree has to be read before it is known what will be measured. */
export interface DecidingFiles<Entry> {
  readonly entries: readonly Entry[];
  /** Files that look as if they decided and are not read. */
  readonly problems: readonly SettingsProblem[];
}

/** Chooses the files that decide, from the entries of a tree and what of it cannot be read. */
export function decidingFiles<Entry extends { readonly path: string }>(listing: {
  readonly entries: readonly Entry[];
  readonly skipped: readonly SkippedFile[];
}): DecidingFiles<Entry> {
  const attributes = listing.entries.filter(isAttributesFile).sort((a, b) => depthOf(a) - depthOf(b));
  const problems = listing.skipped
    .filter((file) => ROOT_FILES.includes(file.path) || isAttributesFile(file))
    .map(({ path, reason }) => problem(path, `this file is not read (${reason})`));
  const beyond = attributes[MAX_ATTRIBUTES_FILES];
  if (beyond !== undefined)
    problems.push(
      problem(beyond.path, `of ${attributes.length} such files only ${MAX_ATTRIBUTES_FILES} are read`),
    );
  if (listing.entries.some(({ path }) => path === MISNAMED_FILE))
    problems.push(problem(MISNAMED_FILE, `this file is not read; the settings file is ${SETTINGS_FILE}`));
  return {
    entries: [
      ...listing.entries.filter(({ path }) => ROOT_FILES.includes(path)),
      ...attributes.slice(0, MAX_ATTRIBUTES_FILES),
    ],
    problems,
  };
}

/** Whether a file of these that were read is a `.gitattributes`. */
export function isAttributesFile({ path }: { readonly path: string }): boolean {
  return path === ATTRIBUTES_FILE || path.endsWith(`/${ATTRIBUTES_FILE}`);
}

function depthOf({ path }: { readonly path: string }): number {
  return path.split("/").length;
}

function problem(file: string, message: string): SettingsProblem {
  return { file, line: 1, message };
}
