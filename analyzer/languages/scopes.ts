import { type FlatTree, findChild, NO_NODE } from "../syntax/flatTree.js";
import { type Source, textBetween } from "../syntax/source.js";
import type { Language } from "./language.js";

/** Name of a function or type that has none. */
export const ANONYMOUS = "<anonymous>";
/** Longer names (only computed ones are) are cut, so that no file can fill reports with a name. */
const MAX_NAME_UNITS = 200;
/** First half of a character that was cut. */
const HALF_A_PAIR = /[\ud800-\udbff]$/;
/** Scopes of a qualified name; hostile files nest thousands. */
const MOST_SCOPES = 64;
/** Nodes from a function or type outwards in which scopes are looked for. */
const FARTHEST_SCOPE = 500;

/** What names are read from. */
export interface NamedText {
  readonly tree: FlatTree;
  readonly source: Source;
}

/** The namespaces, modules and types of one file, by which names in them are qualified. */
export class Scopes {
  private readonly language: Language;
  private readonly context: NamedText;
  private open: readonly OpenScope[] | null = null;

  constructor(language: Language, context: NamedText) {
    this.language = language;
    this.context = context;
  }

  /** `names` behind those of the scopes around a node, outermost first. */
  qualify(node: number, names: readonly string[]): string {
    const { tree } = this.context;
    const { scopes } = this.language.types;
    const parts = names.toReversed();
    for (
      let around = tree.parent[node] ?? NO_NODE, steps = 0;
      around !== NO_NODE && parts.length <= MOST_SCOPES && steps < FARTHEST_SCOPE;
      around = tree.parent[around] ?? NO_NODE, steps++
    ) {
      const scope = scopes.find(({ selector }) => this.language.kernel.fits(selector, around));
      if (scope === undefined) continue;
      const at = this.language.kernel.childAt(around, scope.name);
      parts.push(at === NO_NODE ? ANONYMOUS : textOfName(this.context, at));
    }
    const opened = this.openBefore(node);
    if (opened !== null) parts.push(opened);
    // A scope's own text may be a qualified name: `A::B` in C++ and Ruby, `A.B` in C# and Elixir.
    return parts.reverse().join("::").replaceAll(".", "::");
  }

  /** Name of the last scope before a node that reaches to the end of the file or to the next of its kind. */
  private openBefore(node: number): string | null {
    this.open ??= this.readOpen();
    let low = 0;
    let high = this.open.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.open[middle]?.node ?? node) < node) low = middle + 1;
      else high = middle;
    }
    return this.open[low - 1]?.name ?? null;
  }

  private readOpen(): OpenScope[] {
    const { scopesToEnd } = this.language.types;
    const { tree } = this.context;
    const found: OpenScope[] = [];
    if (scopesToEnd.length === 0) return found;
    findChild(tree, 0, (child) => {
      const scope = scopesToEnd.find(({ selector }) => this.language.kernel.fits(selector, child));
      const at = scope === undefined ? NO_NODE : this.language.kernel.childAt(child, scope.name);
      if (at !== NO_NODE) found.push({ node: child, name: textOfName(this.context, at) });
      return false;
    });
    return found;
  }
}

/** A scope without brackets around what it holds. */
interface OpenScope {
  readonly node: number;
  readonly name: string;
}

/** Text of a node that is a name. */
export function textOfName({ tree, source }: NamedText, node: number): string {
  const start = tree.start[node] ?? 0;
  const end = tree.end[node] ?? 0;
  const text = textBetween(source, start, Math.min(end, start + MAX_NAME_UNITS));
  return end - start > MAX_NAME_UNITS ? `${text.replace(HALF_A_PAIR, "")}…` : text;
}
