import type { Tree } from "web-tree-sitter";
import { NO_NODE, NodeFlag, type TreeBuffer } from "./flatTree.js";

/**
 * Flattens a tree through tree-sitter's public cursor: about ten times slower than reading memory, and
 * right by definition. It is what {@link import("./decodeHeap.js").decodeHeap} is checked against, and
 * what takes over when that check fails.
 */
export function decodeCursor(tree: Tree, out: TreeBuffer): void {
  out.clear();
  const cursor = tree.walk();
  let parent = NO_NODE;
  try {
    for (;;) {
      if (out.count === out.symbol.length) out.grow();
      const node = out.count++;
      out.symbol[node] = cursor.nodeTypeId;
      out.field[node] = cursor.currentFieldId;
      out.start[node] = cursor.startIndex;
      out.end[node] = cursor.endIndex;
      out.row[node] = cursor.startPosition.row;
      out.parent[node] = parent;
      out.flags[node] =
        (cursor.nodeIsNamed ? NodeFlag.Named : 0) | (cursor.nodeIsMissing ? NodeFlag.Missing : 0);
      if (cursor.gotoFirstChild()) {
        parent = node;
        continue;
      }
      out.last[node] = node;
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return;
        out.last[parent] = out.count - 1;
        parent = out.parent[parent] ?? NO_NODE;
      }
    }
  } finally {
    cursor.delete();
  }
}
