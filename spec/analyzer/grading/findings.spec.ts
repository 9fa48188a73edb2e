import { expect } from "chai";
import { RULES } from "../../../analyzer/rules/index.js";
import type { Settings } from "../../../analyzer/settings/settings.js";
import { plainFunction } from "./facts.js";
import { find, SEEN, seenInCopy, TABLE, TYPE } from "./rulesSeen.js";

describe("createFinder", () => {
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
