import { expect } from "chai";
import { cloneClasses } from "../../../analyzer/duplication/cloneClasses.js";
import { BLOCK, BLOCK_STATEMENTS, inFunction, OTHER_BLOCK, renamed } from "./blocks.js";
import { clonesIn, filesOf, inWords, SIZES } from "./parse.js";

describe("cloneClasses: kinds", () => {
  it("calls a class identical when every text is equal", async () => {
    const text = inFunction("one", BLOCK);
    // 4 nodes of the function and 65 in it; 13 lines.
    expect(await clonesIn({ a: text, b: text })).to.deep.equal(["identical 69: a:1-13 b:1-13"]);
  });

  it("calls a class similar when only the structure is", async () => {
    const text = inFunction("one", BLOCK);
    expect(await clonesIn({ a: text, b: renamed(text, "X") })).to.deep.equal(["similar 69: a:1-13 b:1-13"]);
    const one = text.replace("new E(m)", "new E(n)");
    expect(await clonesIn({ a: text, b: one })).to.deep.equal(["similar 69: a:1-13 b:1-13"]);
  });

  it("reports the body as identical where only the function's name differs", async () => {
    const texts = { a: inFunction("one", BLOCK), b: inFunction("two", BLOCK) };
    expect(await clonesIn(texts)).to.deep.equal(["identical 65: a:2-12 b:2-12"]);
  });

  it("reports a similar run of more than half as much again instead of the identical part", async () => {
    // The part weighs 65, the whole 130.
    const texts = { a: BLOCK + OTHER_BLOCK, b: BLOCK + renamed(OTHER_BLOCK, "X") };
    expect(await clonesIn(texts)).to.deep.equal(["similar 130: a:1-21 b:1-21"]);
  });

  it("reports each copy by what it is nearest to", async () => {
    // b equals a word for word, c only in structure.
    const texts = { a: BLOCK, b: BLOCK, c: renamed(BLOCK, "X") };
    const expected = ["identical 65: a:1-11 b:1-11", "similar 65: a:1-11 c:1-11"];
    expect(await clonesIn(texts)).to.deep.equal(expected);
  });
});

describe("cloneClasses: equal structure", () => {
  it("tells operators apart", async () => {
    // The second statement differs, and the other nine behind it weigh 65 - 7 - 8 = 50.
    const texts = { a: BLOCK, b: BLOCK.replace("c + d", "c - d") };
    expect(await clonesIn(texts)).to.deep.equal([]);
  });

  it("tells operators between two large operands apart", async () => {
    const operand = (name: string) => `${name}(() => {\n${BLOCK}})`;
    const sum = (operator: string) => `${operand("f")} ${operator} ${operand("g")};\n`;
    // expression_statement, binary_expression; twice call_expression, identifier, arguments, arrow_function,
    // formal_parameters, statement_block and the block: 2 + 2 × (6 + 65). The arguments are equal in both calls.
    const whole = ["identical 144: a:1-25 b:1-25", "identical 69: a:1-13 a:13-25"];
    expect(await clonesIn({ a: sum("+"), b: sum("+") })).to.deep.equal(whole);
    // The left operand is a call_expression and an identifier more. The right one is not the same behind another
    // operator, only its identifier and its arguments are.
    const parts = [
      "identical 71: a:1-13 b:1-13",
      "identical 69: a:1-13 a:13-25",
      "identical 70: a:13-25 b:13-25",
    ];
    expect(await clonesIn({ a: sum("+"), b: sum("-") })).to.deep.equal(parts);
  });

  it("does not mind comments, blank lines, layout, trailing commas and optional semicolons", async () => {
    const spaced = BLOCK_STATEMENTS.map((text) => `/* a */ ${text} // b\n\n`).join("");
    expect(await clonesIn({ a: BLOCK, b: spaced })).to.deep.equal(["identical 65: a:1-11 b:1-21"]);
    const spread = BLOCK.replace("f(x);", "f(\n  x,\n)").replace("[a, b];", "[a, b,]");
    expect(await clonesIn({ a: BLOCK, b: spread })).to.deep.equal(["identical 65: a:1-11 b:1-13"]);
    const doubled = BLOCK.replace("z;", ";z;;");
    expect(await clonesIn({ a: BLOCK, b: doubled })).to.deep.equal(["identical 65: a:1-11 b:1-11"]);
  });

  it("finds equal arms at the begin of chains that end differently", async () => {
    const arms = BLOCK_STATEMENTS.map((text) => `if (a) {\n${text}\n} else `).join("");
    const texts = { a: `${arms}{\none;\n}\n`, b: `${arms}{\nother();\n}\n` };
    // Each arm has a parenthesized_expression, an identifier and a statement_block: 11 × 3 + 65. The last ends where
    // the final else begins: 11 × 2 + 1 lines.
    expect(await clonesIn(texts)).to.deep.equal(["identical 98: a:1-23 b:1-23"]);
  });

  it("finds the light ends of a run, too", async () => {
    const text = inFunction("one", BLOCK);
    // `u;` has 2 nodes and `v();` 4, none of them enough for a run of its own.
    const texts = { a: `${text}u;\nv();\nw;\n`, b: `${text}u;\nv();\nw[0];\n` };
    expect(await clonesIn(texts)).to.deep.equal(["identical 75: a:1-15 b:1-15"]);
    // Where one place has no such end, the class has none.
    expect(await clonesIn({ ...texts, c: text })).to.deep.equal(["identical 69: a:1-13 b:1-13 c:1-13"]);
  });
});

describe("cloneClasses: size", () => {
  it("counts from the mass on, not from above it", async () => {
    const files = await filesOf({ a: BLOCK, b: BLOCK });
    const found = (mass: number) => cloneClasses(files, { mass, lines: 8 }).classes.map(inWords);
    expect(found(65)).to.deep.equal(["identical 65: a:1-11 b:1-11"]);
    expect(found(66)).to.deep.equal([]);
  });

  it("counts code lines of the copy from the limit on", async () => {
    const files = await filesOf({ a: BLOCK, b: `// one\n${BLOCK}` });
    const found = (lines: number) => cloneClasses(files, { mass: 64, lines }).classes.map(inWords);
    expect(found(11)).to.deep.equal(["identical 65: a:1-11 b:2-12"]);
    expect(found(12)).to.deep.equal([]);
    const short = BLOCK_STATEMENTS.join(" ").replaceAll("; ", ";\n").split("\n").slice(0, 6).join("\n");
    const rest = BLOCK.split("\n").slice(6).join(" ");
    expect(await clonesIn({ a: BLOCK, b: `${short}\n${rest}\n` })).to.deep.equal([]);
  });

  it("takes settings below the floor for the floor", async () => {
    const light = "let a = f(x);\na.b = c + d;\nif (a) g();\nwhile (b) a++;\nx[0] = 1;\n";
    // 7 + 8 + 7 + 6 and expression_statement, assignment_expression, subscript_expression, identifier, number,
    // number: 34 nodes on 5 lines. Without the last statement it is 28 on 4.
    const files = await filesOf({ a: light, b: light });
    expect(cloneClasses(files, { mass: 1, lines: 1 }).classes.map(inWords)).to.deep.equal([
      "identical 34: a:1-5 b:1-5",
    ]);
    const lighter = light.replace("x[0] = 1;\n", "");
    expect(
      cloneClasses(await filesOf({ a: lighter, b: lighter }), { mass: 1, lines: 1 }).classes,
    ).to.deep.equal([]);
  });
});

describe("cloneClasses: places", () => {
  it("keeps languages and roles apart", async () => {
    const [source] = await filesOf({ a: BLOCK });
    if (source === undefined) throw new Error("no file");
    const classes = (...others: readonly object[]) =>
      cloneClasses([source, ...others.map((other) => ({ ...source, path: "b", ...other }))], SIZES).classes;
    expect(classes({})).to.have.length(1);
    expect(classes({ role: "test" })).to.deep.equal([]);
    expect(classes({ language: "typescript" })).to.deep.equal([]);
    const ofTests = classes({ role: "test" }, { role: "test", path: "c" });
    expect(ofTests.map(({ role, occurrences }) => [role, occurrences.map(({ path }) => path)])).to.deep.equal(
      [["test", ["b", "c"]]],
    );
  });

  it("makes the first by path bytes and line the original", async () => {
    // U+FF5E comes before U+1F600 in bytes and behind it in UTF-16.
    const files = await filesOf({
      "\u{1f600}": BLOCK,
      "\uff5e": `x;\n${BLOCK}`,
      "\uff5d": renamed(OTHER_BLOCK, "Y"),
    });
    const [found] = cloneClasses(files, SIZES).classes;
    expect(found?.occurrences.map(({ path }) => path)).to.deep.equal(["\uff5e", "\u{1f600}"]);
    // In one file the outer list is read before the inner one; the inner place comes first all the same.
    const nested = `${inFunction("one", `${BLOCK}\n`)}${BLOCK}`;
    expect(await clonesIn({ a: nested })).to.deep.equal(["identical 65: a:2-12 a:15-25"]);
  });

  it("finds what shares a part with a heavier class, and no line in two copies", async () => {
    const texts = { a: BLOCK + OTHER_BLOCK, b: BLOCK + OTHER_BLOCK, c: OTHER_BLOCK };
    const expected = ["identical 130: a:1-21 b:1-21", "identical 65: a:12-21 c:1-10"];
    expect(await clonesIn(texts)).to.deep.equal(expected);
  });

  it("leaves lines that two classes want to the heavier", async () => {
    // u[v](w): expression_statement, call_expression, subscript_expression, identifier ×2, arguments, identifier = 7.
    const tail = "u[v](w);\n";
    const texts = { a: BLOCK + OTHER_BLOCK, b: BLOCK + OTHER_BLOCK + tail, 0: OTHER_BLOCK + tail };
    // b:12-22 would be a copy of 0:1-11, but 12 to 21 are copied from a; that a:12-21 is in 0 is found.
    const expected = ["identical 65: 0:1-10 a:12-21", "identical 130: a:1-21 b:1-21"];
    expect(await clonesIn(texts)).to.deep.equal(expected);
  });

  it("keeps of a place what no heavier class takes, where that is enough", async () => {
    // expression_statement, call_expression, subscript_expression, identifier ×2, arguments, identifier ×2: 12 × 8.
    const tail = Array.from({ length: 12 }, (_, index) => `t${index}[u](v, w);\n`).join("");
    const texts = { 0: OTHER_BLOCK + tail, a: BLOCK + OTHER_BLOCK, b: BLOCK + OTHER_BLOCK + tail };
    // b has both blocks of a, but its second one comes with more from 0.
    const expected = [
      "identical 161: 0:1-22 b:12-33",
      "identical 65: 0:1-10 a:12-21",
      "identical 65: a:1-11 b:1-11",
    ];
    expect(await clonesIn(texts)).to.deep.equal(expected);
  });

  it("counts distinct code lines in copies", async () => {
    const files = await filesOf({
      a: BLOCK + OTHER_BLOCK,
      b: BLOCK + OTHER_BLOCK.replace("\n", "\n// one\n\n"),
      c: `${OTHER_BLOCK}x;\n${renamed(BLOCK, "X")}`,
    });
    const { duplicatedLines } = cloneClasses(files, SIZES);
    expect([...duplicatedLines]).to.have.deep.members([
      ["b", 21],
      ["c", 21],
    ]);
  });
});
