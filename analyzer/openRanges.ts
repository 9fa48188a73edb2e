import type { Suppression, SuppressionDialect } from "./types.js";

/** What a command switches off or on: the rules named, none for all. */
export type Command = Pick<Suppression, "dialect" | "line" | "rules">;

/**
 * What `disable` commands have switched off and nothing has ended yet. Each rule of each command is looked at once when it is opened
 * and once when it ends, so that a file full of commands costs no more than its length.
 */
export class OpenRanges {
  private opened = 0;
  private readonly dialects: Readonly<Record<SuppressionDialect, OpenOfDialect>> = {
    sealgrade: new OpenOfDialect(),
    codebeat: new OpenOfDialect(),
  };

  add(command: Command): void {
    this.dialects[command.dialect].add(new OpenRange(command, this.opened++));
  }

  /** Ends what is open for the rules of an `enable`, each command for those of its rules that are named. */
  end({ dialect, rules }: Command): Command[] {
    const open = this.dialects[dialect];
    return rules.length === 0 ? open.endAll() : open.endOnly(rules);
  }

  /** What nothing has ended, in the order of the commands. */
  rest(): Command[] {
    const { sealgrade, codebeat } = this.dialects;
    return [...sealgrade.ranges, ...codebeat.ranges].sort(inOrder).map((range) => range.rest());
  }
}

/** What one dialect's commands have switched off. */
class OpenOfDialect {
  readonly ranges = new Set<OpenRange>();
  /** Those that name a rule which is still off. */
  private readonly naming = new Map<string, OpenRange[]>();

  add(range: OpenRange): void {
    this.ranges.add(range);
    for (const rule of range.rules()) {
      const known = this.naming.get(rule);
      if (known === undefined) this.naming.set(rule, [range]);
      else known.push(range);
    }
  }

  endAll(): Command[] {
    const all = [...this.ranges].map((range) => range.rest());
    this.ranges.clear();
    this.naming.clear();
    return all;
  }

  /** What is switched off as a whole stays off until everything is on again. */
  endOnly(rules: readonly string[]): Command[] {
    const places = new Map<OpenRange, number[]>();
    for (const rule of rules) {
      for (const range of this.naming.get(rule) ?? []) {
        const ended = places.get(range) ?? [];
        ended.push(...range.take(rule));
        places.set(range, ended);
      }
      this.naming.delete(rule);
    }
    for (const range of places.keys()) if (range.isOver) this.ranges.delete(range);
    return [...places.keys()].sort(inOrder).map((range) => range.only(places.get(range) ?? []));
  }
}

function inOrder(a: OpenRange, b: OpenRange): number {
  return a.order - b.order;
}

class OpenRange {
  readonly order: number;
  private readonly command: Command;
  /** Places of each rule that is still off among those named. */
  private readonly places = new Map<string, number[]>();

  constructor(command: Command, order: number) {
    this.order = order;
    this.command = command;
    for (const [place, rule] of command.rules.entries()) {
      const known = this.places.get(rule);
      if (known === undefined) this.places.set(rule, [place]);
      else known.push(place);
    }
  }

  /** The rules that are still off among those named. */
  rules(): Iterable<string> {
    return this.places.keys();
  }

  /** Whether all that was named has ended. */
  get isOver(): boolean {
    return this.places.size === 0;
  }

  /** Ends a rule; answers its places. */
  take(rule: string): readonly number[] {
    const places = this.places.get(rule) ?? [];
    this.places.delete(rule);
    return places;
  }

  only(places: readonly number[]): Command {
    const rules = places.toSorted((a, b) => a - b).map((place) => this.command.rules[place] ?? "");
    return { ...this.command, rules };
  }

  rest(): Command {
    return this.only([...this.places.values()].flat());
  }
}
