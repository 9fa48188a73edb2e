import { expect } from "chai";
import { suppressionProblems } from "../../../analyzer/grading/suppressionProblems.js";
import type { Suppression, SuppressionDialect } from "../../../analyzer/types.js";

const COUNTING = { codebeatComments: true };
const NOT_COUNTING = { codebeatComments: false };

function comment(
  line: number,
  rules: readonly string[],
  dialect: SuppressionDialect = "sealgrade",
): Suppression {
  return { dialect, line, startLine: line, endLine: line + 9, rules };
}

const file = (path: string, ...suppressions: Suppression[]) => ({ path, facts: { suppressions } });

describe("suppressionProblems", () => {
  it("names each rule that does not exist with the file and line of its comment, in order", () => {
    const files = [
      file("b.ts", comment(9, ["function-lenght"]), comment(2, ["ABC", "function-length"])),
      file("a.ts", comment(4, ["LOC", "function-length"], "codebeat"), comment(5, [])),
    ];
    const problems = suppressionProblems(files, COUNTING);
    expect(problems.map(({ file: at, line }) => `${at}:${line}`)).to.deep.equal([
      "a.ts:4",
      "b.ts:2",
      "b.ts:9",
    ]);
    // Each kind of comment has names of its own.
    expect(problems.map(({ message }) => message.split(";")[0])).to.deep.equal([
      'codebeat has no check "function-length"',
      'there is no rule "ABC"',
      'there is no rule "function-lenght"',
    ]);
    expect(suppressionProblems(files.toReversed(), COUNTING)).to.deep.equal(problems);
  });

  it("says once that codebeat's comments do not count beside settings of our own", () => {
    const files = [
      file("b.ts", comment(1, ["LOC"], "codebeat")),
      file(
        "a.ts",
        comment(7, ["ABC"], "codebeat"),
        comment(3, ["NONE"], "codebeat"),
        comment(3, [], "codebeat"),
      ),
    ];
    // Three comments: lines 3 and 7 of a.ts and line 1 of b.ts.
    expect(suppressionProblems(files, NOT_COUNTING)).to.deep.equal([
      {
        file: "a.ts",
        line: 3,
        message:
          "this and 2 more comments for codebeat switched nothing off, because there is a .sealgrade.yml; write sealgrade:disable[rule]",
      },
    ]);
  });

  it("has nothing to say about rules that exist", () => {
    const files = [file("a.ts", comment(1, ["function-length"]), comment(2, ["LOC"], "codebeat"))];
    expect(suppressionProblems(files, COUNTING)).to.deep.equal([]);
  });

  it("P12 lists a hundred mistakes and counts the rest", () => {
    const rules = Array.from({ length: 60 }, (_, index) => `x${index}`);
    const problems = suppressionProblems([file("a.ts", comment(1, rules), comment(2, rules))], COUNTING);
    expect(problems).to.have.lengthOf(101);
    expect(problems[100]).to.deep.equal({
      file: "a.ts",
      line: 2,
      message: "there are 20 more mistakes in comments from here on",
    });
  });
});
