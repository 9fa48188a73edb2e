import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { shown } from "./messages.js";
import type { Draft } from "./settings.js";

/** Deepest nesting that is read; real settings need four levels. */
const MAX_DEPTH = 16;

/** A YAML document reduced to what settings are made of, with 1-based lines. */
export type SettingsNode =
  | { readonly kind: "map"; readonly line: number; readonly entries: readonly SettingsEntry[] }
  | { readonly kind: "list"; readonly line: number; readonly items: readonly SettingsNode[] }
  | { readonly kind: "scalar"; readonly line: number; readonly value: unknown };

export interface SettingsEntry {
  readonly key: string;
  readonly line: number;
  readonly value: SettingsNode;
}

/** Takes one mistake: its 1-based line and what is wrong. */
export type Complain = (line: number, message: string) => void;

/** What reading a settings file fills: the values, and the mistakes. */
export interface Reading {
  readonly draft: Draft;
  readonly complain: Complain;
}

/** Reads the value of one key at the top of a settings file. */
export type ReadSection = (node: SettingsNode, reading: Reading) => void;

/** The keys of a map; complains about anything else but nothing at all. */
export function entriesOf(
  name: string,
  node: SettingsNode,
  { complain }: Pick<Reading, "complain">,
): readonly SettingsEntry[] {
  if (node.kind === "map") return node.entries;
  if (!isNothing(node)) complain(node.line, `${name} must hold keys with values`);
  return [];
}

/** The value of a scalar; `undefined` for maps and lists. */
export function scalarOf(node: SettingsNode): unknown {
  return node.kind === "scalar" ? node.value : undefined;
}

/** Whether it is a key without a value. */
export function isNothing(node: SettingsNode): boolean {
  return node.kind === "scalar" && node.value === null;
}

/**
 * Reads YAML 1.2 (core schema). Mistakes of syntax make the whole text unreadable (`null`), since half a
 * structure may mean something else; aliases, keys that are no text and repeated keys are dropped one by one.
 */
export function readSettingsTree(text: string, complain: Complain): SettingsNode | null {
  const lines = new LineCounter();
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  try {
    const document = parseDocument(text, {
      version: "1.2",
      schema: "core",
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "error",
      lineCounter: lines,
    });
    const mistakes = [...document.errors, ...document.warnings].filter((mistake) => {
      if (mistake.code !== "MULTIPLE_DOCS") return true;
      complain(lineAt(mistake.pos[0]), "only the first document of the file is read; remove the line ---");
      return false;
    });
    for (const { pos, message } of mistakes) complain(lineAt(pos[0]), `this is not YAML: ${message}`);
    if (mistakes.length > 0) return null;
    return convert(document.contents, { lineAt, complain }, 0);
  } catch (error) {
    // The parser recurses; thousands of open brackets end its stack and nothing else does.
    if (!(error instanceof RangeError)) throw error;
    complain(1, "this is nested too deeply to be read");
    return null;
  }
}

interface Context {
  readonly lineAt: (offset: number) => number;
  readonly complain: Complain;
}

function convert(node: Node | null, context: Context, depth: number): SettingsNode | null {
  if (node === null) return null;
  const line = context.lineAt(node.range?.[0] ?? 0);
  if (depth > MAX_DEPTH) context.complain(line, "this is nested too deeply to be read");
  else if (isAlias(node)) context.complain(line, "aliases (*name) are not read; write the value out");
  else if (isScalar(node)) return { kind: "scalar", line, value: node.value };
  else if (isMap<Node, Node | null>(node))
    return { kind: "map", line, entries: convertPairs(node.items, context, depth) };
  else if (isSeq<Node>(node)) {
    const items = node.items.flatMap((item) => convert(item, context, depth + 1) ?? []);
    return { kind: "list", line, items };
  }
  return null;
}

type Pairs = readonly { readonly key: Node; readonly value: Node | null }[];

function convertPairs(pairs: Pairs, context: Context, depth: number): SettingsEntry[] {
  const entries = new Map<string, SettingsEntry>();
  for (const { key: keyNode, value: valueNode } of pairs) {
    const line = context.lineAt(keyNode.range?.[0] ?? 0);
    const key = isScalar(keyNode) ? keyNode.value : null;
    if (typeof key !== "string") {
      context.complain(line, "a key must be plain text");
      continue;
    }
    if (entries.has(key)) {
      context.complain(line, `"${shown(key)}" stands here a second time; the first one applies`);
      continue;
    }
    const value = convert(valueNode, context, depth + 1);
    if (value !== null) entries.set(key, { key, line, value });
  }
  return [...entries.values()];
}
