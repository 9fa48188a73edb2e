import { matchesGlob, type Work } from "./glob.js";
import { compileName, type NameMatcher } from "./namePattern.js";

/**
 * Path patterns in gitignore syntax. The patterns and the paths both come from repositories that may be
 * hostile, so matching takes time in proportion to pattern × path at most (`matchesGlob`),
 * where regular expressions made of such patterns can take for ever.
 */
export interface CompiledPattern {
  readonly negated: boolean;
  /** Whether it ends in `/` and so matches folders alone. */
  readonly foldersOnly: boolean;
  /** Whether it matches the path itself (not what is below it). `segments` is the path split at `/`. */
  matches(segments: readonly string[], work: Work): boolean;
}

/** What stands between two `/`: `**`, which is any number of folders, or what one name must be. */
type Segment = { readonly kind: "folders" } | { readonly kind: "name"; readonly accepts: NameMatcher };

const FOLDERS: Segment = { kind: "folders" };
const ANY_NAME: Segment = { kind: "name", accepts: () => true };

/** Compiles one pattern; `null` for what can match nothing: empty text, a comment, a `[` or `\` left open. */
export function compilePattern(text: string): CompiledPattern | null {
  const negated = text.startsWith("!");
  let body = trimEnd(negated ? text.slice(1) : text);
  const foldersOnly = body.endsWith("/");
  if (foldersOnly) body = body.slice(0, -1);
  const anchored = body.includes("/");
  if (body.startsWith("/")) body = body.slice(1);
  if (body === "" || text.startsWith("#")) return null;
  const segments: Segment[] = anchored ? [] : [FOLDERS];
  const parts = body.split("/");
  for (const [index, part] of parts.entries()) {
    if (part === "**" && anchored) {
      // At the end, `**` is everything inside, so it needs at least one name.
      segments.push(...(index === parts.length - 1 ? [FOLDERS, ANY_NAME] : [FOLDERS]));
      continue;
    }
    const accepts = compileName(part);
    if (accepts === null) return null;
    segments.push({ kind: "name", accepts });
  }
  return { negated, foldersOnly, matches: (path, work) => matchesPath(segments, path, work) };
}

/** Spaces at the end do not count unless a backslash stands before them. */
function trimEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === " " && text[end - 2] !== "\\") end--;
  return text.slice(0, end);
}

function matchesPath(pattern: readonly Segment[], items: readonly string[], work: Work): boolean {
  work.steps++;
  // The last name rules out most paths for most patterns.
  const last = pattern.at(-1);
  if (last?.kind === "name" && !last.accepts(items.at(-1) ?? "", work)) return false;
  const accepts = (segment: Segment, name: string) => segment.kind === "name" && segment.accepts(name, work);
  return matchesGlob({ pattern, items, isAnyNumber: isFolders, accepts, work });
}

const isFolders = (segment: Segment) => segment.kind === "folders";
