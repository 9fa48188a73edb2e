import { findRule } from "../rules/index.js";
import { rulesOfCheck, unknownCheck } from "../settings/codebeatChecks.js";
import { unknownRule } from "../settings/messages.js";
import { SETTINGS_FILE, type Settings } from "../settings/settings.js";
import type { FileFacts, SettingsProblem, Suppression } from "../types.js";
import { compareBytes } from "./byteOrder.js";

/** Mistakes in comments that are listed one by one; a last one says how many more there are. */
const MAX_PROBLEMS = 100;

/** A file with the comments in it that switch rules off. */
interface FileWithSuppressions {
  readonly path: string;
  readonly facts: Pick<FileFacts, "suppressions">;
}

/** A suppression and the path of its file. */
interface Placed {
  readonly path: string;
  readonly suppression: Suppression;
}

/**
 * What is wrong with the comments that switch rules off: rules that do not exist, and codebeat's comments
 * where they do not count. Sorted by path bytes and line; no order of the files matters.
 */
export function suppressionProblems(
  files: readonly FileWithSuppressions[],
  { codebeatComments }: Pick<Settings, "codebeatComments">,
): SettingsProblem[] {
  const all = files
    .toSorted((left, right) => compareBytes(left.path, right.path))
    .flatMap(({ path, facts }) => inOrder(facts).map((suppression): Placed => ({ path, suppression })));
  const counts = ({ suppression }: Placed) => codebeatComments || suppression.dialect === "sealgrade";
  return [...unreadComments(all.filter((placed) => !counts(placed))), ...unknownNames(all.filter(counts))];
}

/** In the order of the comments; those of one comment as they are sorted in the facts. */
function inOrder({ suppressions }: Pick<FileFacts, "suppressions">): Suppression[] {
  return suppressions.toSorted((left, right) => left.line - right.line);
}

/** One problem for all of codebeat's comments that do not count, at the first of them. */
function unreadComments(unread: readonly Placed[]): SettingsProblem[] {
  const [first] = unread;
  if (first === undefined) return [];
  const more = new Set(unread.map(({ path, suppression }) => `${suppression.line} ${path}`)).size - 1;
  const what = more === 0 ? "this comment" : `this and ${more} more comment${more === 1 ? "" : "s"}`;
  const message = `${what} for codebeat switched nothing off, because there is a ${SETTINGS_FILE}; write sealgrade:disable[rule]`;
  return [{ file: first.path, line: first.suppression.line, message }];
}

/** Hostile files can hold millions of such names, so what is not listed is only counted. */
function unknownNames(placed: readonly Placed[]): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  let firstBeyond: Placed | null = null;
  let beyond = 0;
  for (const one of placed) {
    for (const name of one.suppression.rules) {
      if (isKnown(one.suppression, name)) continue;
      if (problems.length < MAX_PROBLEMS) problems.push(problemAt(one, unknownName(one.suppression, name)));
      else {
        firstBeyond ??= one;
        beyond++;
      }
    }
  }
  if (firstBeyond !== null)
    problems.push(problemAt(firstBeyond, `there are ${beyond} more mistakes in comments from here on`));
  return problems;
}

function isKnown({ dialect }: Suppression, name: string): boolean {
  return (dialect === "sealgrade" ? findRule(name) : rulesOfCheck(name)) !== undefined;
}

function unknownName({ dialect }: Suppression, name: string): string {
  return dialect === "sealgrade" ? unknownRule(name) : unknownCheck(name);
}

function problemAt({ path, suppression }: Placed, message: string): SettingsProblem {
  return { file: path, line: suppression.line, message };
}
