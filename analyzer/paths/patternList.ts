import type { Pattern } from "../settings/settings.js";
import { isUsedUp, newWork, type Work } from "./glob.js";
import { type CompiledPattern, compilePattern } from "./pattern.js";

/** A list of patterns as gitignore reads it. */
export interface PatternList {
  /**
   * The pattern that decides about a file, or `null` when none matches: the last one that matches, unless a
   * folder above the file is matched, which settles it for everything inside.
   */
  decide(path: string): { readonly matched: boolean; readonly pattern: Pattern } | null;
  /** Patterns that have matched no path, and no folder above one, that was asked about so far. */
  unused(): Pattern[];
}

interface Entry {
  readonly pattern: Pattern;
  readonly compiled: CompiledPattern;
  used: boolean;
}

type Decision = ReturnType<PatternList["decide"]>;

/**
 * Makes a list. Once `work`, which lists may share, is used up, nothing matches any more. Patterns that cannot match anything are left out, they were reported when settings
 * were read.
 */
export function createPatternList(patterns: readonly Pattern[], work: Work = newWork()): PatternList {
  const entries = patterns.flatMap((pattern): Entry[] => {
    const compiled = compilePattern(pattern.text);
    return compiled === null ? [] : [{ pattern, compiled, used: false }];
  });
  /** Decisions about folders by path; files share their folders, so each is made once. */
  const folders = new Map<string, Decision>();

  const decideAlone = (segments: readonly string[], isFolder: boolean): Decision => {
    let decision: Decision = null;
    for (const entry of entries) {
      if (isUsedUp(work)) return null;
      if (entry.compiled.foldersOnly && !isFolder) continue;
      if (!entry.compiled.matches(segments, work)) continue;
      entry.used = true;
      decision = { matched: !entry.compiled.negated, pattern: entry.pattern };
    }
    return decision;
  };

  /** The decision of the folder itself or of the first one above it that is matched. */
  const decideFolder = (segments: readonly string[]): Decision => {
    if (segments.length === 0) return null;
    const key = segments.join("/");
    const known = folders.get(key);
    if (known !== undefined) return known;
    const above = decideFolder(segments.slice(0, -1));
    const own = decideAlone(segments, true);
    const decision = above?.matched ? above : own;
    folders.set(key, decision);
    return decision;
  };

  return {
    decide(path) {
      if (entries.length === 0 || isUsedUp(work)) return null;
      const segments = path.split("/");
      const above = decideFolder(segments.slice(0, -1));
      const own = decideAlone(segments, false);
      return above?.matched ? above : own;
    },
    unused: () => entries.filter(({ used }) => !used).map(({ pattern }) => pattern),
  };
}
