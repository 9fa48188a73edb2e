import * as At from "../common/at.js";
import type { Kernel } from "../syntax/kernel.js";
import { unitsOfText } from "../syntax/source.js";
import type { RuleSet } from "./ruleSet.js";
import type { ChildCondition, Part, Selector } from "./selector.js";
import type { SymbolSet } from "./vocabulary.js";

/** Address of nothing. */
export const NONE = 0;

/** Writes what tables are compiled to into the kernel's memory, in the records of `common/at.ts`. */
export class KernelWriter {
  private readonly kernel: Kernel;
  /** Addresses of bytes that were written. */
  private readonly known = new Map<string, number>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  words(words: readonly number[] | Int32Array): number {
    return this.kernel.keep(Uint32Array.from(words));
  }

  /** Bytes, equal ones once. */
  bytes(bytes: Uint8Array): number {
    const key = Buffer.from(bytes).toString("latin1");
    const address = this.known.get(key) ?? this.kernel.keep(bytes);
    this.known.set(key, address);
    return address;
  }

  part({ fields, symbols }: Part): number {
    const record = new Uint8Array(fields.length + symbols.length);
    record.set(fields);
    record.set(symbols, fields.length);
    return this.bytes(record);
  }

  /** A text: its length in units, and the units. */
  text(text: string): number {
    const units = unitsOfText(text);
    const record = new Uint8Array(4 + units.byteLength);
    new DataView(record.buffer).setUint32(0, units.length, true);
    record.set(new Uint8Array(units.buffer, units.byteOffset, units.byteLength), 4);
    return this.bytes(record);
  }

  /** @param meaning number of what is selected: a concept, or which of several parts */
  selector({ symbols, texts, children, around }: Selector, meaning = 0): number {
    const record: number[] = [];
    record[At.SelectorSymbols] = symbols === null ? NONE : this.set(symbols);
    record[At.SelectorTexts] = this.texts(texts);
    record[At.SelectorConditionCount] = children.length;
    record[At.SelectorConditions] = this.words(children.flatMap((condition) => this.condition(condition)));
    record[At.SelectorAround] = around === null ? NONE : this.selector(around.selector);
    record[At.SelectorField] = around?.field ?? 0;
    record[At.SelectorIsBefore] = around?.isBefore ? 1 : 0;
    record[At.SelectorMeaning] = meaning;
    return this.words(record);
  }

  /** A count and as many addresses. */
  list(addresses: readonly number[]): number {
    return addresses.length === 0 ? NONE : this.words([addresses.length, ...addresses]);
  }

  rules({ field, byText, longest, others }: RuleSet): number {
    // The same rule stands in several lists.
    const written = new Map<unknown, number>();
    const list = (rules: RuleSet["others"]) =>
      this.list(
        rules.map((rule) => {
          const address = written.get(rule) ?? this.selector(rule.selector, rule.concept);
          written.set(rule, address);
          return address;
        }),
      );
    const record: number[] = [];
    record[At.RulesField] = field;
    record[At.RulesLongest] = longest;
    record[At.RulesByText] = this.words([
      byText.size,
      ...[...byText].flatMap(([text, rules]) => [this.text(text), list(rules)]),
    ]);
    record[At.RulesOthers] = list(others);
    return this.words(record);
  }

  private set(symbols: SymbolSet): number {
    return this.bytes(symbols);
  }

  private texts(texts: readonly string[] | null): number {
    return texts === null ? NONE : this.words([texts.length, ...texts.map((text) => this.text(text))]);
  }

  private condition({ within, part, texts, least, wanted }: ChildCondition): number[] {
    const record: number[] = [];
    record[At.ConditionWithin] = within === null ? NONE : this.part(within);
    record[At.ConditionPart] = this.part(part);
    record[At.ConditionTexts] = this.texts(texts);
    record[At.ConditionLeast] = least;
    record[At.ConditionIsWanted] = wanted ? 1 : 0;
    return record;
  }
}
