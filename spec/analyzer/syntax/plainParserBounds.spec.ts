import { expect } from "chai";
import { compare, loadSubject, type Subject } from "../support/bothParsers.js";

/**
 * Texts without errors that ask for more than a bound of the parser allows (`glr/budget.ts`), each far below the other
 * bounds. Comments lie on the stack until the token behind them ends what stands before them, and every node that ends there is put
 * below them anew: `!!!…b` before n comments takes n steps for each `!`.
 */
describe("P12 bounds of the parser of texts without errors", function () {
  this.timeout(0);
  let subject: Subject;
  before(async () => {
    subject = await loadSubject("tree-sitter-c.wasm", "int a;");
  });

  /** Whether the plain parser read it; fails unless the tree is tree-sitter's either way. */
  const isRead = (text: string) => {
    const { isPlain, isFaultless } = compare(subject, text);
    expect(isFaultless, "a text without errors").to.equal(true);
    return isPlain;
  };
  const one = (negations: number, comments: number) =>
    `int f() { a = ${"!".repeat(negations)}b${"/**/".repeat(comments)}; }`;
  /** `(a) - b` is a difference or a cast: two readings, until the `;` ends both in one state. */
  const two = (negations: number, comments: number) =>
    `int f() { (a) - ${"!".repeat(negations)}b${"/**/".repeat(comments)}; }`;
  it("leaves a text to tree-sitter that needs more steps than its size allows", () => {
    // 200 × 200 = 40,000 steps, and less than 10 for each token; 100,000 are allowed whatever the size.
    expect(isRead(one(200, 200))).to.equal(true);
    // 400 × 400 = 160,000 steps; 2,000 units and what is around them are allowed 100,000 + 6 × 2,030 = 112,180.
    expect(isRead(one(400, 400))).to.equal(false);
  });

  it("counts the steps of each of two readings", () => {
    // 2 × 200 × 200 = 80,000 steps, and less than 10 for each of 400 tokens.
    expect(isRead(two(200, 200))).to.equal(true);
    // 2 × 300 × 300 = 180,000 steps; 1,500 units and what is around them are allowed 100,000 + 6 × 1,530 = 109,180.
    expect(isRead(two(300, 300))).to.equal(false);
  });

  it("leaves a text to tree-sitter whose two readings have more levels to be joined than allowed", () => {
    // Joined from the top: a level for each comment and a few for what is below; 500 are allowed. Steps: less than 40 for a comment.
    expect(isRead(two(0, 490))).to.equal(true);
    expect(isRead(two(0, 501))).to.equal(false);
  });
});
