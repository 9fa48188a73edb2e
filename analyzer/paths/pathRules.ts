import { type Pattern, SETTINGS_FILE, type Settings, type SettingsLine } from "../settings/settings.js";
import type { Role, SettingsProblem, SkipReason } from "../types.js";
import { builtInSkip, builtInTest, outputFolders } from "./builtIn.js";
import { readAttributes } from "./gitattributes.js";
import { isUsedUp, newWork } from "./glob.js";
import { createPatternList } from "./patternList.js";

/** What becomes of a file by its path alone; its content may still take it out. */
export type Classification =
  | {
      readonly role: Role;
      /** Whether `include` names it: then a mark in its content does not take it out either (`mapSettingsOf`). */
      readonly broughtBack: boolean;
    }
  | { readonly skip: SkipReason };

/** A classification with its reason as a clause, and the line that decided when a file of the repository did. */
export interface Explanation {
  readonly classification: Classification;
  readonly because: string;
  readonly setting: SettingsLine | null;
}

/** What decides which files of a repository are measured, and as what. */
export interface PathRules {
  classify(path: string): Classification;
  /** Why a file is in or out, for `sealgrade explain`. Says nothing about its content. */
  explain(path: string): Explanation;
  /** Patterns that matched none of the paths asked about so far, or that patterns were given up on. */
  problems(): SettingsProblem[];
}

/** What path rules are made of. */
export interface PathRulesInput {
  readonly settings: Settings;
  /** `.gitattributes` at the root; those in folders are not read. */
  readonly gitattributes?: Uint8Array | undefined;
  /** All paths of the tree, so that build output is known by the manifest beside it. Without them none is. */
  readonly paths?: Iterable<string> | undefined;
  /** Most comparisons for all patterns; after that they match nothing, and `problems` says so. */
  readonly maxSteps?: number | undefined;
}

/**
 * Path rules of one repository. `include` goes before everything that takes files out; then `exclude`,
 * `.gitattributes`, the built-in lists. `.gitattributes` may also unset what a built-in list says. Whether
 * a file is a test is decided apart: `tests` first (`!` patterns make sources of tests), then built-in names.
 */
export function createPathRules({
  settings,
  gitattributes,
  paths = [],
  maxSteps,
}: PathRulesInput): PathRules {
  const work = newWork(maxSteps);
  const include = createPatternList(settings.include, work);
  const exclude = createPatternList(settings.exclude, work);
  const tests = createPatternList(settings.tests, work);
  const attributes = readAttributes(gitattributes, work);
  const outputs = outputFolders(paths);

  const skipOf = (path: string): Explanation | null => {
    const excluded = exclude.decide(path);
    if (excluded?.matched) return bySetting({ skip: "excluded" }, "exclude", excluded.pattern);
    for (const reason of ["generated", "vendored"] as const) {
      const attribute = attributes.find(`linguist-${reason}`, path);
      if (attribute?.set) return byAttribute(reason, attribute.line);
      const builtIn = attribute === null ? builtInSkip(reason, path, outputs) : null;
      if (builtIn !== null)
        return { classification: { skip: reason }, because: `it is ${builtIn}`, setting: null };
    }
    return null;
  };

  const roleOf = (path: string, broughtBack: boolean): Explanation => {
    const decided = tests.decide(path);
    const name = builtInTest(path);
    const role: Role = (decided?.matched ?? name !== null) ? "test" : "source";
    if (decided !== null) return bySetting({ role, broughtBack }, "tests", decided.pattern);
    const because = name === null ? "nothing takes it out" : `it is ${name}`;
    return { classification: { role, broughtBack }, because, setting: null };
  };

  const explain = (path: string): Explanation => {
    const included = include.decide(path);
    const skip = skipOf(path);
    if (!included?.matched) return skip ?? roleOf(path, false);
    const { classification } = roleOf(path, true);
    return bySetting(classification, "include", included.pattern);
  };

  return {
    explain,
    classify: (path) => explain(path).classification,
    problems: () => {
      if (isUsedUp(work)) return [TOO_MUCH_WORK];
      return Object.entries({ exclude, include, tests })
        .flatMap(([name, list]) => list.unused().map((pattern) => unusedProblem(name, pattern)))
        .sort((left, right) => left.line - right.line);
    },
  };
}

const TOO_MUCH_WORK: SettingsProblem = {
  file: SETTINGS_FILE,
  line: 1,
  message:
    "the patterns take too long on so many paths and were not applied to all of them; use fewer * and **",
};

function bySetting(classification: Classification, name: string, pattern: Pattern): Explanation {
  const because = `${name} has the pattern "${pattern.text}"`;
  return { classification, because, setting: { file: SETTINGS_FILE, line: pattern.line } };
}

function byAttribute(reason: "generated" | "vendored", line: number): Explanation {
  return {
    classification: { skip: reason },
    because: `it has the attribute linguist-${reason}`,
    setting: { file: ".gitattributes", line },
  };
}

function unusedProblem(name: string, pattern: Pattern): SettingsProblem {
  return {
    file: SETTINGS_FILE,
    line: pattern.line,
    message: `${name}: the pattern "${pattern.text}" matches nothing`,
  };
}
