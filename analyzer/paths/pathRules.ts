import { compareProblems } from "../settings/compareProblems.js";
import {
  originKey,
  type Pattern,
  SETTINGS_FILE,
  type Settings,
  type SettingsLine,
  type Subproject,
} from "../settings/settings.js";
import type { Role, SettingsProblem, SkipReason } from "../types.js";
import { type BuiltInReason, builtInSkip, builtInTest, outputFolders } from "./builtIn.js";
import { readAttributes } from "./gitattributes.js";
import { isUsedUp, newWork } from "./glob.js";
import { createPatternList } from "./patternList.js";

/** What becomes of a file by its path alone; its content may still take it out. */
export type Classification = FileIn | FileOut;

interface FileIn {
  readonly role: Role;
  /** Whether `include` names it: then a mark in its content does not take it out either (`mapSettingsOf`). */
  readonly broughtBack: boolean;
}

interface FileOut {
  readonly skip: SkipReason;
}

/** A reason as a clause, and the line that decided when a file of the repository did. */
export interface Reason {
  readonly because: string;
  readonly setting: SettingsLine | null;
}

/** A classification with the reason why the file is in or out; `role` says why it is a test or a source. */
export type PathExplanation = Reason & (PathIn | PathOut);

interface PathIn {
  readonly classification: FileIn;
  readonly role: Reason;
}

interface PathOut {
  readonly classification: FileOut;
  readonly role: null;
}

/** What decides which files of a repository are measured, and as what. */
export interface PathRules {
  classify(path: string): Classification;
  /** Why a file is in or out, for `sealgrade explain`. Says nothing about its content. */
  explain(path: string): PathExplanation;
  /**
   * Patterns and sub-projects that matched none of the paths asked about so far, what of `.gitattributes` was
   * left unread, and whether patterns were given up on; by file and line.
   */
  problems(): SettingsProblem[];
}

/** What path rules are made of. */
export interface PathRulesInput {
  readonly settings: Settings;
  /** The bytes of `.gitattributes` files by their paths. */
  readonly gitattributes?: ReadonlyMap<string, Uint8Array> | undefined;
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
  gitattributes = new Map(),
  paths = [],
  maxSteps,
}: PathRulesInput): PathRules {
  const work = newWork(maxSteps);
  const include = createPatternList(settings.include, work);
  const exclude = createPatternList(settings.exclude, work);
  const tests = createPatternList(settings.tests, work);
  const attributes = readAttributes(gitattributes, work);
  const outputs = outputFolders(paths);
  const empty = new Set(settings.subprojects);

  const skipOf = (path: string): (Reason & PathOut) | null => {
    const excluded = exclude.decide(path);
    if (excluded?.matched) return out("excluded", byPattern("exclude", excluded.pattern));
    for (const reason of ["generated", "vendored"] as const) {
      const attribute = attributes.find(`linguist-${reason}`, path);
      if (attribute?.set) return out(reason, byAttribute(reason, attribute));
      const builtIn = attribute === null ? builtInSkip(reason, path, outputs) : null;
      if (builtIn !== null) return out(reason, { because: `it is ${builtIn}`, setting: null });
    }
    return null;
  };

  const roleOf = (path: string): Reason & { readonly name: Role } => {
    const decided = tests.decide(path);
    const builtIn = builtInTest(path);
    if (decided !== null)
      return { name: decided.matched ? "test" : "source", ...byPattern("tests", decided.pattern) };
    if (builtIn !== null) return { name: "test", because: `it is ${builtIn}`, setting: null };
    return { name: "source", because: "nothing makes it a test", setting: null };
  };

  const explain = (path: string): PathExplanation => {
    for (const subproject of empty) if (path.startsWith(`${subproject.path}/`)) empty.delete(subproject);
    const included = include.decide(path);
    const skip = skipOf(path);
    const broughtBack = included?.matched === true;
    if (skip !== null && !broughtBack) return skip;
    const { name, ...role } = roleOf(path);
    const reason = broughtBack ? byInclude(included.pattern, skip) : NOTHING;
    return { classification: { role: name, broughtBack }, ...reason, role };
  };

  return {
    explain,
    classify: (path) => explain(path).classification,
    problems: () => {
      const unused = Object.entries({ exclude, include, tests }).flatMap(([name, list]) =>
        list.unused().map((pattern) => unusedProblem(name, pattern)),
      );
      return [
        ...(isUsedUp(work) ? [tooMuchWork(settings)] : unused),
        ...[...empty].flatMap((subproject) => emptyProblem(settings, subproject)),
        ...attributes.problems,
      ].sort(compareProblems);
    },
  };
}

const NOTHING: Reason = { because: "nothing takes it out", setting: null };

function out(reason: SkipReason, why: Reason): Reason & PathOut {
  return { classification: { skip: reason }, ...why, role: null };
}

function byPattern(section: string, { text, file, line }: Pattern): Reason {
  // codebeat's file is one list, so it stands for itself.
  const list = file === SETTINGS_FILE ? section : file;
  return { because: `${list} has the pattern "${text}"`, setting: { file, line } };
}

function byInclude(pattern: Pattern, skip: Reason | null): Reason {
  const reason = byPattern("include", pattern);
  return skip === null ? reason : { ...reason, because: `${reason.because}, although ${skip.because}` };
}

function byAttribute(reason: BuiltInReason, { file, line }: SettingsLine): Reason {
  return { because: `it has the attribute linguist-${reason}`, setting: { file, line } };
}

function unusedProblem(section: string, { text, file, line }: Pattern): SettingsProblem {
  const list = file === SETTINGS_FILE ? `${section}: ` : "";
  return { file, line, message: `${list}the pattern "${text}" matches nothing` };
}

function emptyProblem({ origins }: Settings, { name, path }: Subproject): SettingsProblem[] {
  const at = origins.get(originKey("subprojects", name));
  return at === undefined ? [] : [{ ...at, message: `sub-project ${name}: there is no file in ${path}` }];
}

function tooMuchWork({ exclude, include, tests }: Settings): SettingsProblem {
  return {
    file: [...exclude, ...include, ...tests][0]?.file ?? ".gitattributes",
    line: 1,
    message:
      "the patterns take too long on so many paths and were not applied to all of them; use fewer * and **",
  };
}
