import { lstatSync } from "node:fs";
import nodePath from "node:path";
import {
  detectLanguage,
  type Explanation,
  explainMeasured,
  type FileExplanation,
  type FolderExplanation,
  type Reason,
  skipReasonOfContent,
} from "../../analyzer/index.js";
import type { SkippedFile, SkipReason } from "../../analyzer/types.js";
import { IntakeError } from "../intake/errors.js";
import { shownPath } from "../intake/git/readTree.js";
import { type LocalSource, openLocalSource } from "../intake/local/localGit.js";
import { findIgnoreRule, type LocatedPath } from "../intake/local/localPath.js";
import type { TreeEntry } from "../intake/types.js";
import { type PlannedTree, planTree } from "./planTree.js";

export interface ExplainOptions extends LocatedPath {
  readonly revision: string | null;
  readonly signal: AbortSignal;
}

/**
 * Says why a file of this machine is in or out, or what of a folder is, by the same steps as an analysis.
 * Nothing is measured: a file may still not parse.
 * @throws IntakeError when the tree cannot be read or has no such path
 */
export async function explainPath(options: ExplainOptions): Promise<Explanation> {
  const { root: folder, revision, signal } = options;
  const code = await openLocalSource({ folder, revision, signal });
  const tree = await planTree(code, signal);
  return (
    (await explainFile(code, tree, options)) ??
    explainFolder(tree, options.path) ??
    (await explainUnlisted(code, tree, options))
  );
}

async function explainFile(
  code: LocalSource,
  { listing, plan }: PlannedTree,
  { path, signal }: ExplainOptions,
): Promise<FileExplanation | null> {
  const { settingsProblems } = plan;
  const out = (outcome: SkipReason, { because, setting }: Reason): FileExplanation => {
    return { kind: "file", path, outcome, because, setting, measured: null, settingsProblems };
  };
  const shown = shownPath(Buffer.from(path));
  const unread = listing.skipped.find((file) => file.path === path || file.path === shown);
  if (unread !== undefined) return { ...out(unread.reason, reasonOfListing(unread)), path: unread.path };
  const entry = listing.entries.find((file) => file.path === path);
  if (entry === undefined) return null;
  const { classification, role, because, setting } = plan.explain(path);
  if (role === null) return out(classification.skip, { because, setting });
  const planned = plan.files.find((file) => file.entry === entry);
  const bytes = planned === undefined ? null : await readOne(code, entry, signal);
  if (planned === undefined || bytes === null) return out("unsupported-language", NO_LANGUAGE);
  const content = skipReasonOfContent(bytes, planned.settings);
  if (content !== null) return out(content.reason, { because: content.because, setting: null });
  const language = planned.language ?? detectLanguage(path, bytes);
  if (language === null) return out("unsupported-language", NO_LANGUAGE);
  const measured = explainMeasured({ path, language, role: planned.role }, role, plan.settings);
  return { kind: "file", path, outcome: "measured", because, setting, measured, settingsProblems };
}

async function readOne(code: LocalSource, entry: TreeEntry, signal: AbortSignal): Promise<Uint8Array> {
  for await (const { bytes } of code.readBlobs([entry], { signal })) return bytes;
  throw new IntakeError("local-input", "The file cannot be read. Check that you may read it.");
}

const NO_LANGUAGE: Reason = {
  because: "neither its name nor what is in it tells a language that is measured",
  setting: null,
};

/** Why the tree itself leaves a file out. */
function reasonOfListing({ reason }: SkippedFile): Reason {
  return { because: LISTING_REASONS.get(reason) ?? "its bytes cannot be read", setting: null };
}

const LISTING_REASONS: ReadonlyMap<SkipReason, string> = new Map([
  ["symlink", "it is a symbolic link or lies behind one, which is never followed"],
  ["submodule", "it is a repository of its own, which is never entered"],
  ["too-large", "it is larger than one file may be"],
  ["path", "its name is not safe to handle"],
]);

/** What of a folder is in and out; `null` when the tree has no such folder. */
function explainFolder({ listing, plan }: PlannedTree, path: string): FolderExplanation | null {
  const isInside = (file: { readonly path: string }) => path === "" || file.path.startsWith(`${path}/`);
  const measured = plan.files.filter(({ entry }) => isInside(entry));
  const skipped = [
    ...listing.skipped.filter(isInside).map((file) => ({ ...file, why: reasonOfListing(file) })),
    ...plan.skipped.filter(isInside).map((file) => {
      const why = file.reason === "unsupported-language" ? NO_LANGUAGE : plan.explain(file.path);
      return { ...file, why };
    }),
  ];
  const files = measured.length + skipped.length;
  if (files === 0 && path !== "") return null;
  return {
    kind: "folder",
    path,
    files,
    measured: counted(measured, ({ language, role }) => ({ language, role })),
    skipped: counted(skipped, ({ reason, why }) => ({ reason, because: why.because, setting: why.setting })),
    ignored: null,
    settingsProblems: plan.settingsProblems,
  };
}

/** Counts files by what they have in common, the most first; equal counts by the text of that. */
function counted<File, Common extends object>(
  files: readonly File[],
  commonOf: (file: File) => Common,
): (Common & { readonly files: number })[] {
  const groups = new Map<string, { readonly common: Common; files: number }>();
  for (const file of files) {
    const common = commonOf(file);
    const key = JSON.stringify(common);
    const group = groups.get(key) ?? { common, files: 0 };
    group.files++;
    groups.set(key, group);
  }
  return [...groups]
    .sort(([left, some], [right, others]) => others.files - some.files || (left < right ? -1 : 1))
    .map(([, { common, files: count }]) => ({ ...common, files: count }));
}

/** A path that no tree lists: git ignores it, or there is none. */
async function explainUnlisted(
  code: LocalSource,
  { plan }: PlannedTree,
  options: ExplainOptions,
): Promise<Explanation> {
  const rule = code.kind === "work-tree" ? await findIgnoreRule(options, options.signal) : null;
  const { root, path } = options;
  const found = rule && lstatSync(nodePath.join(root, path), { throwIfNoEntry: false });
  if (!rule || !found) {
    const where = code.kind === "revision" ? "in that revision" : "there";
    throw new IntakeError("local-input", `No such file or folder is ${where}. Check the path.`);
  }
  const { file, line, pattern } = rule;
  const ignored: Reason = { because: `git ignores it by the pattern "${pattern}"`, setting: { file, line } };
  const { settingsProblems } = plan;
  if (!found.isDirectory())
    return { kind: "file", path, outcome: "ignored", ...ignored, measured: null, settingsProblems };
  return { kind: "folder", path, files: 0, measured: [], skipped: [], ignored, settingsProblems };
}
