import type { Selector } from "./selector.js";
import type { SymbolSet } from "./vocabulary.js";

/** Lists of what selects nodes of a kind, by symbol. @throws Error for a selector of any kind, naming `where` */
export function bySymbol<Entry extends { readonly selector: Selector }>(
  entries: readonly Entry[],
  where: string,
): Entry[][] {
  const lists: Entry[][] = [];
  for (const entry of entries) {
    if (entry.selector.symbols === null) throw new Error(`${where} must name kinds of nodes.`);
    for (const symbol of members(entry.selector.symbols)) append(lists, symbol, entry);
  }
  return lists;
}

/** Adds to the list at a place, which need not exist yet. */
export function append<Entry>(lists: Entry[][], at: number, entry: Entry): void {
  const list = lists[at];
  if (list === undefined) lists[at] = [entry];
  else list.push(entry);
}

/** The symbols of a set. */
export function* members(set: SymbolSet): Generator<number> {
  for (let symbol = 0; symbol < set.length; symbol++) if (set[symbol] === 1) yield symbol;
}
