import { Concept } from "../languages/concept.js";
import { isLocalName } from "../languages/names.js";
import { ANONYMOUS } from "../languages/scopes.js";
import { fits } from "../languages/selector.js";
import type { FunctionFacts, TypeFacts } from "../types.js";
import type { ParsedFile } from "./parsedFile.js";
import { NO_SPAN, type Span, spanOf } from "./spans.js";

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
 * @param rows facts of the outline's functions, in its order
 */
export function typeFacts(file: ParsedFile, rows: readonly FunctionFacts[]): TypeFacts[] {
  const reader = new TypeReader(file);
  for (const event of file.outline.types) reader.declare(event);
  rows.forEach((row, fn) => {
    reader.addFunction(fn, row);
  });
  for (const field of file.outline.fields) reader.addField(field);
  return reader.facts();
}

class TypeReader {
  private readonly file: ParsedFile;
  private readonly drafts: Draft[] = [];
  /** By the event of a type, and of a method that stands outside of its type and names fields. */
  private readonly byEvent = new Map<number, Draft>();
  private readonly byKey = new Map<string, Draft>();

  constructor(file: ParsedFile) {
    this.file = file;
  }

  declare(event: number): void {
    const { outline, language, names, tree, source } = this.file;
    const node = outline.node[event] ?? 0;
    const context = { tree, source, isComment: language.isComment };
    const isExtension = language.types.extensions.some((selector) => fits(context, selector, node));
    const key = language.table.types.joined === "never" ? null : names.qualifiedTypeAt(event);
    const draft = this.draftOf(names.typeAt(event), key, spanOf(this.file, node));
    if (!isExtension && !draft.isDeclared) {
      draft.isDeclared = true;
      draft.span = spanOf(this.file, node);
    }
    this.byEvent.set(event, draft);
  }

  addFunction(fn: number, row: FunctionFacts): void {
    const { names, spans, outline, language } = this.file;
    const receiver = names.receivers[fn] ?? null;
    const draft =
      receiver === null
        ? this.byEvent.get(names.typeOf(fn))
        : this.draftOf(receiver.name, receiver.qualified, spans[fn]);
    // A closure somewhere in an initialiser is no method; one that is all of it has its name, and is one.
    if (draft === undefined || names.functions[fn] === ANONYMOUS) return;
    if (receiver !== null && language.table.types.fieldsOutside)
      this.byEvent.set(outline.functions[fn] ?? -1, draft);
    draft.functions++;
    draft.complexityHundredths += Math.round(row.abc.magnitude * 100);
    draft.codeLines += row.codeLines;
  }

  addField({ scope, node, part }: ParsedFile["outline"]["fields"][number]): void {
    const { outline, names } = this.file;
    let event = scope;
    while (outline.concept[event] === Concept.Function && !this.byEvent.has(event))
      event = outline.scope[event] ?? -1;
    const fields = this.byEvent.get(event)?.fields;
    for (const name of names.fieldNames(node, part)) fields?.add(name);
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
  private draftOf(name: string, key: string | null, span: Span = NO_SPAN): Draft {
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
