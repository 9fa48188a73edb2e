import { LANGUAGES } from "../languages/registry.js";
import type { LanguageTable } from "../languages/table.js";
import type { TypeTotals } from "../rules/rule.js";
import type { LanguageId, MeasuredFile, Place, TypeFacts } from "../types.js";
import { compareBytes } from "./byteOrder.js";

/** A type with the totals over all its parts. */
export interface JoinedType extends TypeTotals {
  readonly parts: readonly Place[];
}

/** Types by the path of the file they are listed in, in source order. */
export type JoinedTypes = ReadonlyMap<string, readonly JoinedType[]>;

interface Part {
  readonly path: string;
  readonly facts: TypeFacts;
}

/**
 * Joins the parts of types that span files (METRICS.md). A type is listed in the first file by path bytes that
 * declares it, else in the first that has a part of it.
 * @param files sorted by path bytes
 */
export function joinTypes(files: readonly MeasuredFile[]): JoinedTypes {
  const groups = new Map<string, Part[]>();
  let alone = 0;
  for (const { path, facts: file } of files) {
    for (const facts of file.types) {
      const scope = facts.key === null ? null : scopeOf(file.language, path);
      const group = scope === null ? `${alone++}` : `${file.language}\n${scope}\n${facts.key}`;
      const parts = groups.get(group);
      if (parts === undefined) groups.set(group, [{ path, facts }]);
      else parts.push({ path, facts });
    }
  }
  const listed = new Map<string, JoinedType[]>();
  for (const parts of groups.values()) {
    const main = parts.find(({ facts }) => facts.isDeclared) ?? parts[0];
    if (main === undefined) continue;
    const ofFile = listed.get(main.path);
    const type = joinedType(main, parts);
    if (type.functions === 0 && type.fields === 0) continue;
    if (ofFile === undefined) listed.set(main.path, [type]);
    else ofFile.push(type);
  }
  for (const types of listed.values()) types.sort(inSourceOrder);
  return listed;
}

const JOINED: ReadonlyMap<LanguageId, LanguageTable["types"]["joined"]> = new Map(
  LANGUAGES.map(({ id, types }) => [id, types.joined]),
);

/** Where parts of one name are one type; `null` where each is a type of its own. */
function scopeOf(language: LanguageId, path: string): string | null {
  const joined = JOINED.get(language) ?? "never";
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  if (joined === "folder") return folder;
  if (joined === "crate") return crateModuleOf(path);
  return joined === "repository" ? "" : null;
}

/**
 * A Rust file's crate and module: `src/lib.rs`, `src/main.rs` and `mod.rs` are the module of their folder, any
 * other file is a module below it.
 */
function crateModuleOf(path: string): string {
  return path.replace(/(^|\/)(?:lib|main|mod)\.rs$/, "$1").replace(/\.rs$/, "/");
}

function joinedType(main: Part, parts: readonly Part[]): JoinedType {
  const { name, startLine, startColumn, endLine } = main.facts;
  const sum = (value: (facts: TypeFacts) => number) =>
    parts.reduce((total, { facts }) => total + value(facts), 0);
  return {
    name,
    startLine,
    startColumn,
    endLine,
    functions: sum((facts) => facts.functions),
    fields: new Set(parts.flatMap(({ facts }) => facts.fields)).size,
    complexity: sum((facts) => Math.round(facts.complexity * 100)) / 100,
    codeLines: sum((facts) => facts.codeLines),
    parts: parts.filter((part) => part !== main).map(placeOf),
  };
}

function placeOf({ path, facts: { startLine, endLine } }: Part): Place {
  return { path, startLine, endLine };
}

function inSourceOrder(left: JoinedType, right: JoinedType): number {
  return (
    left.startLine - right.startLine ||
    left.startColumn - right.startColumn ||
    right.endLine - left.endLine ||
    compareBytes(left.name, right.name)
  );
}
