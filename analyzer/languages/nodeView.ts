import { type FlatTree, findChild, NO_NODE } from "../syntax/flatTree.js";
import type { Grammar } from "../syntax/grammars.js";
import { type Source, textBetween } from "../syntax/source.js";

/** A tree as hooks of languages see it: by the names of its grammar. */
export class NodeView {
  private readonly tree: FlatTree;
  private readonly source: Source;
  private readonly grammar: Pick<Grammar, "kinds" | "fieldId">;

  constructor(tree: FlatTree, source: Source, grammar: Pick<Grammar, "kinds" | "fieldId">) {
    this.tree = tree;
    this.source = source;
    this.grammar = grammar;
  }

  /** Kind of a node, or the text of an anonymous token; `ERROR` for errors. */
  kind(node: number): string {
    return this.grammar.kinds[this.tree.symbol[node] ?? 0] ?? "ERROR";
  }

  text(node: number): string {
    return textBetween(this.source, this.tree.start[node] ?? 0, this.tree.end[node] ?? 0);
  }

  /** The node around, `null` for the root. */
  parent(node: number): number | null {
    return orNull(this.tree.parent[node] ?? NO_NODE);
  }

  /** All children, tokens and comments among them, in source order. */
  children(node: number): number[] {
    const found: number[] = [];
    findChild(this.tree, node, (child) => {
      found.push(child);
      return false;
    });
    return found;
  }

  /** First child in a field. */
  childByField(node: number, field: string): number | null {
    const id = this.grammar.fieldId(field);
    return id === null ? null : orNull(findChild(this.tree, node, (child) => this.tree.field[child] === id));
  }

  /** First child of a kind, or anonymous token of that text. */
  childOfKind(node: number, kind: string): number | null {
    return orNull(findChild(this.tree, node, (child) => this.kind(child) === kind));
  }
}

function orNull(node: number): number | null {
  return node === NO_NODE ? null : node;
}
