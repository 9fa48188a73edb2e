import * as Concept from "../common/concept.js";
import { isLocalName } from "../languages/names.js";
import { ANONYMOUS } from "../languages/scopes.js";
import type { FieldNode, Span } from "../syntax/kernelFile.js";
import type { FunctionFacts, TypeFacts } from "../types.js";
import type { ParsedFile } from "./parsedFile.js";

/** A type while its functions and fields are gathered. */
interface Draft {
  readonly name: string;
  readonly key: string | null;
  span: Span;
  isDeclared: boolean;
  functions: number;
  readonly fields: Set<string>;
  complexityHundredths: number;
  codeLines: number;
}

/**
 * The types of one file with what they have of their own: functions of theirs, not nested ones, and fields.
 * Parts of one type in the same file are one. A type without functions and fields is none (METRICS.md), but its
 * declaration may have them in other files.
 * @param rows facts of the functions, in source order
 */
export function typeFacts(file: ParsedFile, rows: readonly FunctionFacts[]): TypeFacts[] {
  const reader = new TypeReader(file);
  for (const event of file.measured.types()) reader.declare(event);
  rows.forEach((row, fn) => {
    reader.addFunction(fn, row);
  });
  for (const field of file.measured.fields()) reader.addField(field);
  return reader.facts();
}

class TypeReader {
  private readonly file: ParsedFile;
  private readonly drafts: Draft[] = [];
  /** By the event of a type, and of a method that stands outside of its type and names fields. */
  private readonly byEvent = new Map<number, Draft>();
  private readonly byKey = new Map<string, Draft>();
  /** By the event of a scope, once all types and functions are known. */
  private readonly fieldsOf = new Map<number, Set<string> | undefined>();

  constructor(file: ParsedFile) {
    this.file = file;
  }

  declare(event: number): void {
    const { measured, language, names } = this.file;
    const node = measured.nodeOf(event);
    const isExtension = language.types.extensions.some((selector) => language.kernel.fits(selector, node));
    const span = measured.spanOf(event);
    const key = language.table.types.joined === "never" ? null : names.qualifiedTypeAt(event);
    const draft = this.draftOf(names.typeAt(event), key, span);
    if (!isExtension && !draft.isDeclared) {
      draft.isDeclared = true;
      draft.span = span;
    }
    this.byEvent.set(event, draft);
  }

  addFunction(fn: number, row: FunctionFacts): void {
    const { names, measured, language } = this.file;
    const receiver = names.receivers[fn] ?? null;
    const draft =
      receiver === null
        ? this.byEvent.get(names.typeOf(fn))
        : this.draftOf(receiver.name, receiver.qualified, measured.spanOf(measured.eventOf(fn)));
    // A closure somewhere in an initialiser is no method; one that is all of it has its name, and is one.
    if (draft === undefined || names.functions[fn] === ANONYMOUS) return;
    if (receiver !== null && language.table.types.fieldsOutside)
      this.byEvent.set(measured.eventOf(fn), draft);
    draft.functions++;
    draft.complexityHundredths += Math.round(row.abc.magnitude * 100);
    draft.codeLines += row.codeLines;
  }

  addField({ scope, node, part: index }: FieldNode): void {
    const { names, language } = this.file;
    const part = language.types.fields[index];
    const fields = this.fieldsAround(scope);
    if (part === undefined || fields === undefined) return;
    for (const name of names.fieldNames(node, part)) fields.add(name);
  }

  /** Fields of the type that a scope is or stands in, through functions; looked for once for each scope. */
  private fieldsAround(scope: number): Set<string> | undefined {
    const { measured } = this.file;
    if (this.fieldsOf.has(scope)) return this.fieldsOf.get(scope);
    let event = scope;
    while (measured.conceptOf(event) === Concept.FunctionLike && !this.byEvent.has(event))
      event = measured.scopeOf(event);
    const fields = this.byEvent.get(event)?.fields;
    this.fieldsOf.set(scope, fields);
    return fields;
  }

  facts(): TypeFacts[] {
    return this.drafts
      .map((draft) => ({
        name: draft.name,
        key: draft.key === null || isLocalName(draft.key) ? null : draft.key,
        startLine: draft.span.firstRow + 1,
        startColumn: draft.span.column,
        endLine: draft.span.lastRow + 1,
        isDeclared: draft.isDeclared,
        functions: draft.functions,
        fields: [...draft.fields],
        complexity: draft.complexityHundredths / 100,
        codeLines: draft.codeLines,
      }))
      .filter(
        ({ functions, fields, key, isDeclared }) =>
          functions > 0 || fields.length > 0 || (key !== null && isDeclared),
      );
  }

  /** The draft of that key, made at its first mention. */
  private draftOf(name: string, key: string | null, span: Span): Draft {
    const known = key === null ? undefined : this.byKey.get(key);
    if (known !== undefined) return known;
    const draft: Draft = {
      name,
      key,
      span,
      isDeclared: false,
      functions: 0,
      fields: new Set(),
      complexityHundredths: 0,
      codeLines: 0,
    };
    this.drafts.push(draft);
    if (key !== null) this.byKey.set(key, draft);
    return draft;
  }
}
