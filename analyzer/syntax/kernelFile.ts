import * as At from "../common/at.js";
import * as Concept from "../common/concept.js";

/** What declares fields of a type. */
export interface FieldNode {
  /** Event of the innermost function or type around, or {@link NOTHING}. */
  readonly scope: number;
  readonly node: number;
  /** Which of the parts that fields of its kind may be. */
  readonly part: number;
}

/** Where a function or type stands: 0-based rows, and the 0-based column of its first token in UTF-16 units. */
export interface Span {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly column: number;
}

/** Index of no event and no function. */
export const NOTHING = -1;

/**
 * One file as the kernel measured it, reduced to events: the nodes that are a concept, in source order. Functions are numbered in
 * the same order. It is a view of the kernel's memory, valid until the next file.
 */
export class KernelFile {
  private readonly words: Int32Array;
  /** Place of its first word. */
  private readonly at: number;

  /** @param address of the words `File…` */
  constructor(memory: ArrayBufferLike, address: number) {
    this.words = new Int32Array(memory);
    this.at = address >>> 2;
  }

  get codeLines(): number {
    return this.member(At.FileCodeLines);
  }

  get commentLines(): number {
    return this.member(At.FileCommentLines);
  }

  get gradedLines(): number {
    return this.member(At.FileGradedLines);
  }

  get parseErrorLines(): number {
    return this.member(At.FileParseErrorLines);
  }

  get functionCount(): number {
    return this.member(At.FileFunctions);
  }

  /** Steps over nodes that finding its clone candidates took. */
  get cloneSteps(): number {
    return this.member(At.FileCloneSteps);
  }

  /** A word of a function: `Function…` of `at.ts`. */
  ofFunction(fn: number, member: number): number {
    return this.recordAt(At.FileFunctionsAt, fn * At.FunctionWords + member);
  }

  /** A word of an event: `Event…` of `at.ts`. */
  ofEvent(event: number, member: number): number {
    return this.recordAt(At.FileEventsAt, event * At.EventWords + member);
  }

  eventOf(fn: number): number {
    return this.ofFunction(fn, At.FunctionEvent);
  }

  nodeOf(event: number): number {
    return this.ofEvent(event, At.EventNode);
  }

  /** Concept of an event; of {@link NOTHING} the one that is none. */
  conceptOf(event: number): number {
    return event === NOTHING ? Concept.None : this.ofEvent(event, At.EventConcept);
  }

  /** The event of the innermost function or type around an event, or {@link NOTHING}. */
  scopeOf(event: number): number {
    return this.ofEvent(event, At.EventScope);
  }

  /** Span of a function or type. */
  spanOf(event: number): Span {
    return {
      firstRow: this.ofEvent(event, At.EventFirstRow),
      lastRow: this.ofEvent(event, At.EventLastRow),
      column: this.ofEvent(event, At.EventColumn),
    };
  }

  /** Events that are types. */
  types(): Int32Array {
    return this.list(At.FileTypesAt, this.member(At.FileTypes));
  }

  /** Nodes that are comments, documentation among them, in source order; none inside another. */
  comments(): Int32Array {
    return this.list(At.FileCommentsAt, this.member(At.FileComments));
  }

  /** Fields of types where they are declared or first named. */
  fields(): FieldNode[] {
    return Array.from({ length: this.member(At.FileFields) }, (_, index) => ({
      scope: this.recordAt(At.FileFieldsAt, index * At.FieldWords + At.FieldScope),
      node: this.recordAt(At.FileFieldsAt, index * At.FieldWords + At.FieldNode),
      part: this.recordAt(At.FileFieldsAt, index * At.FieldWords + At.FieldPart),
    }));
  }

  /** A copy of what the file offers to duplication, as `candidateCodec.ts` writes it. */
  candidates(): Uint8Array {
    const start = this.member(At.FileCandidatesAt);
    return new Uint8Array(this.words.buffer, start, this.member(At.FileCandidates)).slice();
  }

  private member(member: number): number {
    return this.words[this.at + member] ?? 0;
  }

  private recordAt(base: number, place: number): number {
    return this.words[(this.member(base) >>> 2) + place] ?? 0;
  }

  private list(base: number, length: number): Int32Array {
    const start = this.member(base) >>> 2;
    return this.words.subarray(start, start + length);
  }
}
