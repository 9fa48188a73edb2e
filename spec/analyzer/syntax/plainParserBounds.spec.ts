import { expect } from "chai";
import { compare, compareAlone, loadSubject, type Subject } from "../support/bothParsers.js";

/**
 * Texts without errors that ask for more than a bound of the parser allows (`glr/budget.ts`, `glr/parser.ts`), each far below the other
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

  it("leaves a text to tree-sitter whose stack needs more bytes than any text gets", async () => {
    // Steps that nothing else takes: 6 × 2 Mi = 12,582,912.
    const blanks = " ".repeat(1 << 21);
    const texts = [two(5_000, 450) + blanks, two(10_000, 450) + blanks];
    expect(await compareAlone("tree-sitter-c.wasm", "int a;", texts)).to.deep.equal([
      // While there are two readings nothing on the stack is written over: 2 × 5,000 × 450 entries of 20 bytes = 90,000,000 bytes.
      { isPlain: true, isFaultless: true },
      // 2 × 10,000 × 450 = 9,000,000 steps; 180,000,000 bytes, of which 128 Mi = 134,217,728 are allowed.
      { isPlain: false, isFaultless: true },
    ]);
  });

  it("leaves a text to tree-sitter whose scanner has states of more bytes than any text gets", async () => {
    const words = ["A", "B", "C", "D"].map((letter) => letter.repeat(200));
    const strings = (count: number) =>
      `[${words.map((word) => `<<${word}, `).join("")}${'"", '.repeat(count)}1]\n${words.join("\n")}\n`;
    const texts = [strings(40_000), strings(80_000)];
    // Ruby's scanner has a state after each end of a quotation, and all four words in it: 800 bytes, and never more than 1,024.
    expect(await compareAlone("tree-sitter-ruby.wasm", "a = 1", texts)).to.deep.equal([
      // 2 × 40,000 × 1,024 = 81,920,000 bytes; 24 steps for a string are less than 24 × 40 × 40,000 = 38,400,000 bytes of nodes.
      { isPlain: true, isFaultless: true },
      // 2 × 80,000 × 800 = 128,000,000 bytes, and four nodes of 32 bytes for each string and its comma: 10,240,000.
      { isPlain: false, isFaultless: true },
    ]);
  });

  it("leaves a text to tree-sitter whose nodes need more bytes than any text gets, with as much memory as without it", async () => {
    // At least eight nodes for each `a;`: 8 × 32 × 2^19 = 134,217,728 bytes, and four for each child. The blanks are steps.
    const text = "a;".repeat(1 << 19) + " ".repeat(1 << 19);
    // tree-sitter takes 380 of the 512 MiB for it; if it were not given back, what the plain parser filled would be too much beside that.
    expect(await compareAlone("tree-sitter-ruby.wasm", "a = 1", [text])).to.deep.equal([
      { isPlain: false, isFaultless: true },
    ]);
  });
});
