import { expect } from "chai";
import { LANGUAGE_IDS } from "../../../analyzer/settings/languageIds.js";
import type { LanguageId } from "../../../analyzer/types.js";
import { BLOCK, BLOCK_STATEMENTS, inFunction, OTHER_BLOCK, renamed } from "./blocks.js";
import { clonesIn } from "./parse.js";

/** Lines made from numbers. */
function rows(count: number, row: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${row(index)}\n`).join("");
}

describe("cloneClasses: what is no clone", () => {
  it("leaves imports out and lets them break runs", async () => {
    const imports = rows(40, (i) => `import { a${i}, b${i} } from "c${i}";`);
    expect(await clonesIn({ a: imports, b: imports })).to.deep.equal([]);
    const [first = "", ...rest] = BLOCK_STATEMENTS;
    const broken = `${first}\nimport "x";\n${rest.join("\n")}\n`;
    // Behind the import 58 are left.
    expect(await clonesIn({ a: broken, b: broken })).to.deep.equal([]);
    expect(await clonesIn({ a: imports + BLOCK, b: BLOCK })).to.deep.equal(["identical 65: a:41-51 b:1-11"]);
  });

  it("knows imports that are calls by what they call", async () => {
    const calls = (from: number, to: number) => rows(to - from, (i) => `f a${from + i}, b`);
    // 13 × (call, identifier, argument_list, identifier, identifier)
    const text = calls(0, 13);
    expect(await clonesIn({ a: text, b: text }, "ruby")).to.deep.equal(["identical 65: a:1-13 b:1-13"]);
    const broken = `${calls(0, 6)}require "x"\n${calls(6, 13)}`;
    expect(await clonesIn({ a: broken, b: broken }, "ruby")).to.deep.equal([]);
  });

  it("leaves licence headers out", async () => {
    const licence = `/*\n${rows(40, (i) => ` * line ${i}`)} */\n`;
    expect(await clonesIn({ a: `${licence}a;\n`, b: `${licence}b();\n` })).to.deep.equal([]);
  });

  it("leaves signatures out unless the whole function is equal", async () => {
    const head = (name: string) => `function ${name}(\n${rows(30, (i) => `  p${i} = q${i},`)}) {\n`;
    const texts = { a: `${head("one")}a;\n}\n`, b: `${head("one")}b();\n}\n` };
    expect(await clonesIn(texts)).to.deep.equal([]);
    // function_declaration, identifier, formal_parameters, 30 × (assignment_pattern, identifier, identifier),
    // statement_block, expression_statement, identifier
    expect(await clonesIn({ a: texts.a, b: texts.a })).to.deep.equal(["identical 96: a:1-34 b:1-34"]);
  });

  it("leaves interfaces out", async () => {
    const members = rows(20, (i) => `  a${i}(b: C${i}, d?: E): F<G${i}>;`);
    const text = `interface A {\n${members}}\n`;
    expect(await clonesIn({ a: text, b: text }, "typescript")).to.deep.equal([]);
  });

  const declarations: Readonly<Partial<Record<LanguageId, [before: string, row: string, after: string]>>> = {
    c: ["", "int *a#(B *b, const char *c);", ""],
    cpp: ["class A {", "  virtual const B &a#(B &b, const C *c) = 0;", "};"],
    csharp: ["interface A {", "  int A#(B b, C<D> c);", "}"],
    go: ["type A interface {", "  A#(b B, c ...C) (D, error)", "}"],
    java: ["interface A {", "  int a#(B b, C<D> c);", "}"],
    kotlin: ["interface A {", "  fun a#(b: B, c: C<D>): E", "}"],
    "objective-c": ["@protocol A", "- (B *)a#:(C *)c d:(D)d;", "@end"],
    php: ["<?php\ninterface A {", "  public function a#(B $b, $c = null): D;", "}"],
    python: ["class A(Protocol):", "  def a#(self, b: B, c: C[D]) -> E: ...", ""],
    rust: ["trait A {", "  fn a#(&self, b: B, c: C<D>) -> E;", "}"],
    scala: ["trait A {", "  def a#(b: B, c: C[D]): E", "}"],
    swift: ["protocol A {", "  func a#(b: B, c: C<D>) -> E", "}"],
  };
  for (const [id, [before, row, after]] of Object.entries(declarations))
    it(`leaves functions without a body out, as in ${id}`, async () => {
      // Twelve rows of at least six nodes each, which are more than 64; as signatures they are twelve.
      const text = `${before}\n${rows(12, (i) => row.replace("#", `${i}`))}${after}\n`;
      const language = LANGUAGE_IDS.find((one) => one === id);
      expect(await clonesIn({ a: text, b: text }, language)).to.deep.equal([]);
    });

  it("takes functions with a body for clones where those without are none", async () => {
    const stubs = rows(12, (i) => `  def a${i}(self, b: B, c: C[D]) -> E:\n    return ...`);
    // class_definition, identifier, argument_list, identifier, block; each function_definition, identifier,
    // parameters, identifier, typed_parameter, identifier, type, identifier; typed_parameter, identifier, type,
    // generic_type, identifier, type_parameter, type, identifier; type, identifier; block, return_statement, ellipsis.
    const text = `class A(Protocol):\n${stubs}`;
    expect(await clonesIn({ a: text, b: text }, "python")).to.deep.equal(["identical 257: a:1-25 b:1-25"]);
  });

  it("leaves literal data out, and nothing that computes", async () => {
    const table = (row: (index: number) => string) => `const t = [\n${rows(30, (i) => `  ${row(i)},`)}];\n`;
    const data = table((i) => `{ a: ${i}, "b": [-1, "x${i}", null], c: { d: /e${i}/ } }`);
    expect(await clonesIn({ a: data, b: data })).to.deep.equal([]);
    const keyed = `t = {\n${rows(30, (i) => `  { a = ${i}, b = "x${i}" },`)}}\n`;
    expect(await clonesIn({ a: keyed, b: keyed }, "lua")).to.deep.equal([]);
    // lexical_declaration, variable_declarator, identifier, array; each row call_expression, identifier, arguments,
    // number, string, string_fragment: 4 + 30 × 6.
    const calls = table((i) => `f(${i}, "x${i}")`);
    expect(await clonesIn({ a: calls, b: calls })).to.deep.equal(["identical 184: a:1-32 b:1-32"]);
  });

  it("leaves tables out that are alike in their rows' shape only", async () => {
    const table = (name: string) =>
      `const t = [\n${rows(30, (i) => `  f(${name}.a${i}, "${name}${i}"),`)}];\n`;
    expect(await clonesIn({ a: table("x"), b: table("y") })).to.deep.equal([]);
  });

  it("leaves documentation out", async () => {
    const docs = `    """One.\n${rows(30, (i) => `    line ${i}`)}    """\n`;
    const texts = { a: `def a():\n${docs}    return 1\n`, b: `def b():\n${docs}    x = y\n` };
    expect(await clonesIn(texts, "python")).to.deep.equal([]);
  });
});

describe("cloneClasses: repetition", () => {
  it("is no clone of itself, however long", async () => {
    for (const statement of ["f(x, y);", "case 1: f(x); break;", "self.a = a;"]) {
      const isCase = statement.startsWith("case");
      const run = (count: number) => {
        const body = rows(count, () => statement);
        return isCase ? `switch (x) {\n${body}}\n` : body;
      };
      expect(await clonesIn({ a: run(100) }), statement).to.deep.equal([]);
      expect(await clonesIn({ a: run(100), b: run(70) }), statement).to.deep.equal([]);
    }
  });

  it("of two alternating statements is none either", async () => {
    const calls = (name: string) => rows(20, (i) => `let ${name}${i} = f(x);\nif (${name}${i}) throw y;`);
    expect(await clonesIn({ a: calls("a"), b: calls("b") })).to.deep.equal([]);
  });

  it("of what is large enough by itself is one class with each place", async () => {
    // Each BLOCK has 11 lines and is no less than the least mass.
    const expected = ["identical 65: a:1-11 a:12-22 a:23-33 a:34-44"];
    expect(await clonesIn({ a: BLOCK.repeat(4) })).to.deep.equal(expected);
    const functions = ["A", "B", "C"].map((name) => inFunction(name, renamed(OTHER_BLOCK, name))).join("");
    // 4 + 65 nodes and 12 lines each.
    expect(await clonesIn({ a: functions })).to.deep.equal(["similar 69: a:1-12 a:13-24 a:25-36"]);
  });

  it("word for word is a clone where its rows differ", async () => {
    const text = rows(13, (i) => `self.a${i} = a${i};`);
    // 13 × (expression_statement, assignment_expression, member_expression, identifier, property_identifier,
    // identifier)
    expect(await clonesIn({ a: text, b: text })).to.deep.equal(["identical 78: a:1-13 b:1-13"]);
    expect(await clonesIn({ a: text, b: renamed(text, "X") })).to.deep.equal([]);
  });
});
