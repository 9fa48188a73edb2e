import { expect } from "chai";
import { findingsOf } from "../../../analyzer/grading/findings.js";
import { RULES } from "../../../analyzer/rules/index.js";
import type { CloneCopy, TypeTotals } from "../../../analyzer/rules/rule.js";
import { DEFAULT_SETTINGS, type Settings } from "../../../analyzer/settings/settings.js";
import type { FileFacts, FunctionFacts, Role } from "../../../analyzer/types.js";
import { plainFacts, plainFunction } from "./facts.js";

const find = (
  functions: readonly FunctionFacts[],
  o: {
    role?: Role;
    settings?: Partial<Settings>;
    facts?: Partial<FileFacts>;
    types?: readonly TypeTotals[];
    copies?: readonly CloneCopy[];
  } = {},
) =>
  findingsOf(
    {
      path: "a.ts",
      role: o.role ?? "source",
      facts: plainFacts({ functions, ...o.facts }),
      types: o.types ?? [],
      copies: o.copies ?? [],
    },
    { ...DEFAULT_SETTINGS, ...o.settings },
  );

/** A type in which no rule finds anything. */
const TYPE: TypeTotals = {
  name: "Ledger",
  startLine: 1,
  startColumn: 0,
  endLine: 90,
  functions: 1,
  fields: 1,
  complexity: 1,
  codeLines: 9,
};
const COPY: CloneCopy = {
  kind: "identical",
  mass: 1,
  startLine: 3,
  startColumn: 0,
  endLine: 20,
  original: "b.ts:7",
};

const seenInFunction = (see: (value: number) => Partial<FunctionFacts>) => (value: number) =>
  find([plainFunction(see(value))]);
const seenInType = (see: (value: number) => Partial<TypeTotals>) => (value: number) =>
  find([], { types: [{ ...TYPE, ...see(value) }] });
const seenInCopy = (kind: CloneCopy["kind"]) => (value: number) =>
  find([], { copies: [{ ...COPY, kind, mass: value }] });

/** What is found where a rule sees this value and no other rule sees anything. */
const SEEN: Readonly<Record<string, (value: number) => ReturnType<typeof find>>> = {
  "boolean-logic": seenInFunction((value) => ({ booleanLogic: { operators: value, line: 4 } })),
  "duplicate-identical": seenInCopy("identical"),
  "duplicate-similar": seenInCopy("similar"),
  "function-abc": seenInFunction((value) => ({
    abc: { assignments: 0, branches: value, conditions: 0, magnitude: value },
  })),
  "function-cognitive": seenInFunction((value) => ({ ownCognitive: value })),
  "function-cyclomatic": seenInFunction((value) => ({ cyclomatic: value })),
  "function-length": seenInFunction((value) => ({ ownCodeLines: value })),
  "function-nesting": seenInFunction((value) => ({ nesting: value })),
  "function-parameters": seenInFunction((value) => ({ arity: value })),
  "function-return-values": seenInFunction((value) => ({ returnValues: value })),
  "function-returns": seenInFunction((value) => ({ returns: value })),
  "type-complexity": seenInType((value) => ({ complexity: value })),
  "type-fields": seenInType((value) => ({ fields: value })),
  "type-functions": seenInType((value) => ({ functions: value })),
  "type-length": seenInType((value) => ({ codeLines: value })),
};

/** METRICS' table, with the minutes at each threshold: base + perUnit × (threshold − first), by hand. */
const TABLE: Readonly<Record<string, readonly [thresholds: number[], minutes: number[]]>> = {
  "boolean-logic": [
    [4, 5, 7, 10],
    [10, 22, 46, 82],
  ],
  "duplicate-identical": [
    [64, 128, 256, 512],
    [20, 39.2, 77.6, 154.4],
  ],
  "duplicate-similar": [
    [64, 128, 256, 512],
    [10, 19.6, 38.8, 77.2],
  ],
  "function-abc": [
    [10, 20, 40, 60],
    [10, 20, 40, 60],
  ],
  "function-cognitive": [
    [8, 15, 25, 50],
    [10, 24, 44, 94],
  ],
  "function-cyclomatic": [
    [6, 11, 21, 41],
    [10, 20, 40, 80],
  ],
  "function-length": [
    [25, 40, 70, 100],
    [10, 17.5, 32.5, 47.5],
  ],
  "function-nesting": [
    [4, 5, 6, 8],
    [15, 25, 35, 55],
  ],
  "function-parameters": [
    [5, 6, 7, 9],
    [15, 17, 19, 23],
  ],
  "function-return-values": [
    [4, 5, 6, 7],
    [10, 15, 20, 25],
  ],
  "function-returns": [
    [5, 7, 10, 15],
    [15, 25, 40, 65],
  ],
  "type-complexity": [
    [75, 150, 250, 350],
    [60, 135, 235, 335],
  ],
  "type-fields": [
    [8, 10, 14, 20],
    [30, 40, 60, 90],
  ],
  "type-functions": [
    [20, 30, 40, 50],
    [60, 110, 160, 210],
  ],
  "type-length": [
    [150, 200, 300, 400],
    [60, 85, 135, 185],
  ],
};

describe("findingsOf", () => {
  it("knows the rules of METRICS' table and no others", () => {
    expect(RULES.map(({ id }) => id)).to.deep.equal(Object.keys(TABLE));
  });

  for (const [rule, [thresholds, minutes]] of Object.entries(TABLE)) {
    const seen = SEEN[rule];
    if (seen === undefined) throw new Error(`no function shows ${rule}`);

    it(`finds ${rule} from each threshold on, with its severity and minutes`, () => {
      for (const [level, severity] of ["info", "warning", "error", "critical"].entries()) {
        const threshold = thresholds[level];
        const [finding, ...others] = seen(threshold ?? 0).findings;
        expect(others).to.deep.equal([]);
        expect(finding).to.include({
          rule,
          severity,
          threshold,
          value: threshold,
          minutes: minutes[level],
          counted: true,
        });
      }
    });

    it(`finds nothing of ${rule} below the first threshold`, () => {
      expect(seen((thresholds[0] ?? 0) - 1).findings).to.deep.equal([]);
    });

    it(`says of ${rule} what was found, why it matters and what to do`, () => {
      const message = seen(thresholds[3] ?? 0).findings[0]?.message ?? "";
      const literal = RULES.find(({ id }) => id === rule);
      expect(message.split(". ")[0]).to.include(String(thresholds[3]));
      expect(message).to.include(literal?.why).and.include(literal?.advice);
    });
  }

  it("takes the severity of the threshold below and the minutes of the value itself", () => {
    // cyclomatic 20 is below 21: 10 + 2 × (20 − 6) = 38
    expect(find([plainFunction({ cyclomatic: 20 })]).findings[0]).to.include({
      severity: "warning",
      threshold: 11,
      value: 20,
      minutes: 38,
    });
  });

  it("judges a function by its own code and tells both values", () => {
    const fn = plainFunction({ ownCognitive: 9, cognitive: 30, ownCodeLines: 26, codeLines: 90 });
    const { findings } = find([fn]);
    expect(findings.map(({ rule, value }) => [rule, value])).to.deep.equal([
      ["function-cognitive", 9],
      ["function-length", 26],
    ]);
    expect(findings[0]?.message).to.match(
      /^Cognitive complexity is 9 in its own code, 30 with nested functions\. /,
    );
    expect(findings[1]?.message).to.match(
      /^The function is 26 lines long in its own code, 90 with nested functions\. /,
    );
  });

  it("finds nothing where the language does not define the metric", () => {
    expect(find([plainFunction({ returns: null })]).findings).to.deep.equal([]);
  });

  it("counts the dearest of cyclomatic, cognitive and length of one function, and shows all", () => {
    // cyclomatic 9: 10 + 2 × 3 = 16; cognitive 14: 10 + 2 × 6 = 22; length 30: 10 + 0.5 × 5 = 12.5
    const { findings } = find([plainFunction({ cyclomatic: 9, ownCognitive: 14, ownCodeLines: 30 })]);
    expect(findings.map(({ rule, minutes, counted }) => ({ rule, minutes, counted }))).to.deep.equal([
      { rule: "function-cognitive", minutes: 22, counted: true },
      { rule: "function-cyclomatic", minutes: 16, counted: false },
      { rule: "function-length", minutes: 12.5, counted: false },
    ]);
  });

  it("counts the dearer of complexity and length of one type", () => {
    // complexity 80.5: 60 + 1 × 5.5 = 65.5; length 190: 60 + 0.5 × 40 = 80
    const { findings } = find([], { types: [{ ...TYPE, complexity: 80.5, codeLines: 190 }] });
    expect(findings.map(({ rule, minutes, counted }) => ({ rule, minutes, counted }))).to.deep.equal([
      { rule: "type-complexity", minutes: 65.5, counted: false },
      { rule: "type-length", minutes: 80, counted: true },
    ]);
  });

  it("takes the thresholds of a language where a rule has them, and the settings' before both", () => {
    const types = [{ ...TYPE, complexity: 99 }];
    const objectiveC = { facts: { language: "objective-c" }, types } as const;
    expect(find([], objectiveC).findings).to.deep.equal([]);
    const settings = { thresholds: new Map([["type-complexity", [90, 100, 110, 120] as const]]) };
    expect(find([], { ...objectiveC, settings }).findings[0]).to.include({ threshold: 90, minutes: 69 });
  });

  it("names the original in the finding about a copy", () => {
    expect(seenInCopy("similar")(64).findings[0]).to.deep.include({
      rule: "duplicate-similar",
      line: 3,
      endLine: 20,
      subject: "b.ts:7",
    });
  });

  it("counts the first rule by id of equally dear ones", () => {
    // cyclomatic 7, cognitive 9 and length 29 cost 10 + 2 each
    const { findings } = find([plainFunction({ cyclomatic: 7, ownCognitive: 9, ownCodeLines: 29 })]);
    expect(findings.filter(({ counted }) => counted).map(({ rule }) => rule)).to.deep.equal([
      "function-cognitive",
    ]);
  });

  it("counts findings of other kinds beside them, and each function by itself", () => {
    const fn = (startLine: number) =>
      plainFunction({
        name: `f${startLine}`,
        startLine,
        cyclomatic: 6,
        ownCognitive: 8,
        arity: 5,
        nesting: 4,
      });
    const { findings } = find([fn(1), fn(20)]);
    expect(
      findings.filter(({ counted }) => counted).map(({ subject, rule }) => `${subject} ${rule}`),
    ).to.deep.equal([
      "f1 function-cognitive",
      "f1 function-nesting",
      "f1 function-parameters",
      "f20 function-cognitive",
      "f20 function-nesting",
      "f20 function-parameters",
    ]);
  });

  it("counts nothing in tests", () => {
    const { findings } = find([plainFunction({ arity: 5, cyclomatic: 6 })], { role: "test" });
    expect(findings.map(({ counted }) => counted)).to.deep.equal([false, false]);
  });

  it("lets settings move thresholds, for one language too, and switch rules off", () => {
    const functions = [plainFunction({ arity: 5, nesting: 4, returns: 5 })];
    const settings: Partial<Settings> = {
      thresholds: new Map([["function-parameters", [4, 5, 9, 9]]]),
      languageThresholds: new Map([["go", new Map([["function-nesting", [9, 9, 9, 9] as const]])]]),
      rulesOff: new Set(["function-returns"]),
    };
    const seen = (language: "go" | "python") =>
      find(functions, { settings, facts: { language } }).findings.map(({ rule, severity, minutes }) => [
        rule,
        severity,
        minutes,
      ]);
    // parameters: 15 + 2 × (5 − 4)
    expect(seen("go")).to.deep.equal([["function-parameters", "warning", 17]]);
    expect(seen("python")).to.deep.equal([
      ["function-nesting", "info", 15],
      ["function-parameters", "warning", 17],
    ]);
  });

  it("lets the next dearest count when the dearest is off", () => {
    const { findings } = find([plainFunction({ cyclomatic: 9, ownCognitive: 14 })], {
      settings: { rulesOff: new Set(["function-cognitive"]) },
    });
    expect(findings.map(({ rule, counted }) => [rule, counted])).to.deep.equal([
      ["function-cyclomatic", true],
    ]);
  });

  it("drops what comments switch off, lists it, and lets the next dearest count", () => {
    const functions = [
      plainFunction({ name: "first", startLine: 5, endLine: 9, cyclomatic: 9, ownCognitive: 14 }),
      plainFunction({
        name: "second",
        startLine: 10,
        endLine: 30,
        arity: 5,
        booleanLogic: { operators: 4, line: 21 },
      }),
      plainFunction({ name: "third", startLine: 40, endLine: 50, arity: 5 }),
    ];
    const suppressions = [
      {
        dialect: "sealgrade",
        line: 4,
        startLine: 5,
        endLine: 5,
        rules: ["function-cognitive", "unknown-rule"],
      },
      { dialect: "sealgrade", line: 20, startLine: 20, endLine: 39, rules: [] },
    ] as const;
    const { findings, suppressed } = find(functions, { facts: { suppressions } });
    expect(findings.map(({ subject, rule, counted }) => [subject, rule, counted])).to.deep.equal([
      ["first", "function-cyclomatic", true],
      ["second", "function-parameters", true],
      ["third", "function-parameters", true],
    ]);
    expect(suppressed).to.deep.equal([
      { path: "a.ts", line: 5, rule: "function-cognitive", subject: "first", value: 14 },
      { path: "a.ts", line: 21, rule: "boolean-logic", subject: "second", value: 4 },
    ]);
  });

  it("sorts by line, column, end line descending and rule", () => {
    const functions = [
      plainFunction({
        name: "outer",
        startLine: 1,
        startColumn: 0,
        endLine: 9,
        arity: 5,
        booleanLogic: { operators: 4, line: 3 },
      }),
      plainFunction({ name: "later", startLine: 3, startColumn: 8, endLine: 4, arity: 5 }),
      plainFunction({ name: "sooner", startLine: 3, startColumn: 2, endLine: 5, arity: 5, nesting: 4 }),
    ];
    expect(find(functions).findings.map(({ subject, rule }) => `${subject} ${rule}`)).to.deep.equal([
      "outer function-parameters",
      "outer boolean-logic",
      "sooner function-nesting",
      "sooner function-parameters",
      "later function-parameters",
    ]);
  });
});
