import { isPart } from "../languages/selector.js";
import { rowAt } from "../syntax/source.js";
import { codeLinesBetween } from "./lines.js";
import type { ParsedFile } from "./parsedFile.js";

/** A literal of at most this many code lines is graded like any code (METRICS.md, "Debt ratio"). */
const MAX_GRADED_DATA_LINES = 20;

/** Code lines without large tables of literal data, so that a big table does not buy a better grade. */
export function gradedLines(file: ParsedFile): number {
  const { tree, language, source, lines } = file;
  const purity = new DataPurity(file);
  let data = 0;
  let countedTo = -1;
  for (let node = 0; node < tree.count; node++) {
    if (language.data.containers[tree.symbol[node] ?? 0] !== 1) continue;
    const last = tree.last[node] ?? node;
    const firstRow = tree.row[node] ?? 0;
    if (last === node) continue;
    const lastRow = rowAt(source, (tree.end[node] ?? 1) - 1);
    if (lastRow - firstRow < MAX_GRADED_DATA_LINES) continue;
    if (codeLinesBetween(lines, { firstRow, lastRow }) <= MAX_GRADED_DATA_LINES || !purity.isPure(node))
      continue;
    // Two tables may share a line.
    const from = Math.max(firstRow, countedTo + 1);
    if (from <= lastRow) data += codeLinesBetween(lines, { firstRow: from, lastRow });
    countedTo = Math.max(countedTo, lastRow);
    node = last;
  }
  return lines.code - data;
}

/** Answers for nodes in preorder whether all their leaves are data, looking at each leaf once. */
class DataPurity {
  private readonly file: ParsedFile;
  private nextImpure = -1;

  constructor(file: ParsedFile) {
    this.file = file;
  }

  isPure(node: number): boolean {
    if (this.nextImpure < node) this.nextImpure = this.findImpure(node);
    return this.nextImpure > (this.file.tree.last[node] ?? node);
  }

  private findImpure(from: number): number {
    const { tree } = this.file;
    let node = from;
    while (node < tree.count && (tree.last[node] !== node || this.isData(node))) node++;
    return node;
  }

  private isData(leaf: number): boolean {
    const { tree, language } = this.file;
    const symbol = tree.symbol[leaf] ?? 0;
    if (language.data.leaves[symbol] === 1 || language.data.containers[symbol] === 1) return true;
    if (language.isComment[symbol] === 1) return true;
    return isPart(tree, leaf, language.data.key) || isPart(tree, tree.parent[leaf] ?? 0, language.data.key);
  }
}
