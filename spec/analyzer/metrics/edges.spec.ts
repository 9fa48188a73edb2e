import { expect } from "chai";
import type { FunctionFacts, LanguageId } from "../../../analyzer/types.js";
import { factsOf } from "../support/fixtures.js";

async function onlyFunction(text: string, language: LanguageId): Promise<FunctionFacts> {
  const { functions } = await factsOf(text, language);
  const [only, ...others] = functions;
  if (only === undefined || others.length > 0) throw new Error(`${functions.length} functions`);
  return only;
}

describe("edges of the metrics", () => {
  it("two `_` in one case are a pattern, not a default", async () => {
    const text = "def f(x):\n  match x:\n    case _, _: pass\n    case _: pass\n";
    // 1 + the case with two patterns.
    expect((await onlyFunction(text, "python")).cyclomatic).to.equal(2);
  });

  it("a first statement of several strings is no documentation", async () => {
    expect(await factsOf('def f():\n  "a", "b"\n', "python")).to.include({ codeLines: 2, commentLines: 0 });
    expect(await factsOf('def f():\n  "a" "b"\n', "python")).to.include({ codeLines: 1, commentLines: 1 });
  });

  it("a receiver's name is a receiver in first place only", async () => {
    expect((await onlyFunction("def f(a, self): pass\n", "python")).arity).to.equal(2);
    expect((await onlyFunction("def f(self, a): pass\n", "python")).arity).to.equal(1);
    expect((await onlyFunction("def f(self: T, a=self): pass\n", "python")).arity).to.equal(1);
  });

  it("one value for two names names nothing", async () => {
    expect((await onlyFunction("a, b = lambda: 1\n", "python")).name).to.equal("<anonymous>");
    expect((await onlyFunction("package p\nvar a, b = func() {}\n", "go")).name).to.equal("<anonymous>");
  });

  it("names that are long are cut at 200 characters", async () => {
    const name = (await onlyFunction(`function ${"a".repeat(300)}() {}`, "javascript")).name;
    expect(name).to.equal(`${"a".repeat(200)}…`);
  });

  it("boolean logic is the largest expression's, the first of equals, with its line", async () => {
    const text = "function f() {\n  a && b;\n  c &&\n    !(d || e);\n  g && h && i;\n}\n";
    // One operator on line 2, two on line 3 through a negation, two on line 5.
    expect((await onlyFunction(text, "javascript")).booleanLogic).to.deep.equal({ operators: 2, line: 3 });
  });

  it("an operator is the first of its kind wherever in the file its expression stands", async () => {
    // Each `x` is two nodes before the function, each `x;` three.
    for (const operator of ["&&", "||"])
      for (let nodes = 2; nodes < 32; nodes++) {
        const before = nodes % 2 === 0 ? "x\n".repeat(nodes / 2) : `x;\n${"x\n".repeat((nodes - 3) / 2)}`;
        const text = `${before}function f() { return a ${operator} b; }\n`;
        expect((await onlyFunction(text, "javascript")).cognitive, `${operator} ${nodes}`).to.equal(1);
      }
  });

  it("what a postfix binds too loosely is one expression through what it leads, and ends with all else", async () => {
    const measured = async (expression: string) => {
      const text = `function f() { return ${expression}; }\n`;
      const { cognitive, booleanLogic } = await onlyFunction(text, "typescript");
      return [cognitive, booleanLogic?.operators];
    };
    // One run of two operators; then two of one each, once with a conditional.
    expect(await measured("x && a && b!.c")).to.deep.equal([1, 2]);
    expect(await measured("x && c[a && b!]")).to.deep.equal([2, 1]);
    expect(await measured("(a && b)!.c && x")).to.deep.equal([2, 1]);
    expect(await measured("(a && b! ? c : d) && x")).to.deep.equal([3, 1]);
  });

  it("an infix expression without precedence is one with its sides only where it is a side of another", async () => {
    // The group is a conditional, whose branch is an expression of its own: 1 for if, else, and each of two expressions.
    const text = "def f(x: Boolean) = (if (x) y else a && b) && c\n";
    const { cognitive, booleanLogic } = await onlyFunction(text, "scala");
    expect([cognitive, booleanLogic?.operators]).to.deep.equal([4, 1]);
  });

  it("a comment behind an operator at the end of a line does not end the expression", async () => {
    // One expression with two operators of one kind.
    for (const comment of ["", " // why", " /* why */", " // a\n  // b"]) {
      const text = `def f(a: Int, b: Boolean, c: Boolean) = {\n  a > 1 &&${comment}\n    b && c\n}\n`;
      const { cognitive, booleanLogic } = await onlyFunction(text, "scala");
      expect([cognitive, booleanLogic], comment).to.deep.equal([1, { operators: 2, line: 2 }]);
    }
  });

  it("functions start at the column of their first token, in UTF-16 units", async () => {
    const columns = async (text: string, language: LanguageId) =>
      (await factsOf(text, language)).functions.map(({ startColumn }) => startColumn);
    expect(await columns("a; function f() {}\n\tfunction g() {}\n", "javascript")).to.deep.equal([3, 1]);
    // Behind a decorator; behind a string whose one character is two units.
    expect(await columns("class A {\n  @b static c() {} }\n", "javascript")).to.deep.equal([5]);
    expect(await columns('"😀"; () => 1;\n', "javascript")).to.deep.equal([6]);
  });

  it("Halstead's tokens are told apart however many they are, and by what they do", async () => {
    const halstead = async (text: string) => (await onlyFunction(text, "javascript")).halstead;
    // The name and 2,000 others, each of these twice.
    const names = Array.from({ length: 2000 }, (_, i) => `a${i};`).join("\n");
    expect(await halstead(`function f() {\n${names}\n${names}\n}\n`)).to.include({
      distinctOperands: 2001,
      operands: 4001,
    });
    // One word is the operator of the loop and the name of what it goes through.
    const loop = (name: string) => halstead(`function f() { for (const a of ${name}) a; }\n`);
    expect(await loop("of")).to.deep.equal(await loop("b"));
    // f, a and b; the name that is missing is none.
    expect(await halstead("function f() { a(b) + ; }\n")).to.include({ distinctOperands: 3, operands: 3 });
  });

  it("own lines are those of tokens, not of the line ends between them", async () => {
    // The condition ends with its line end; the next line has only the inner function, and on that one's last it is called.
    const text = "void f() {\n#if A\n  [] {\n    b();\n  }();\n#endif\n}\n";
    const { functions } = await factsOf(text, "cpp");
    expect(functions.map(({ codeLines, ownCodeLines }) => [codeLines, ownCodeLines])).to.deep.equal([
      [7, 5],
      [3, 3],
    ]);
  });

  it("parentheses make boolean logic one expression up to a thousand of them", async () => {
    const inside = (count: number) =>
      onlyFunction(`function f() { a && ${"(".repeat(count)}b || c${")".repeat(count)}; }\n`, "javascript");
    // From the inner operator's node outwards, the thousandth step is to the outer one's.
    expect((await inside(999)).booleanLogic).to.deep.equal({ operators: 2, line: 1 });
    expect((await inside(1001)).booleanLogic).to.deep.equal({ operators: 1, line: 1 });
  });

  it("values in a list of more than a thousand have no names beyond them", async () => {
    const count = 1001;
    const names = Array.from({ length: count }, (_, index) => `v${index}`).join(", ");
    const { functions } = await factsOf(`${names} = ${"lambda: 1, ".repeat(count)}\n`, "python");
    expect(functions.slice(-2).map(({ name }) => name)).to.deep.equal(["v999", "<anonymous>"]);
  });

  it("objects, enumerations, interfaces, namespaces and anonymous structs are no types", async () => {
    const typesOf = async (text: string, language: LanguageId) =>
      (await factsOf(text, language)).types
        // Parts may add to a declaration that has nothing itself; the reduce step leaves it out where none do.
        .filter(({ functions, fields }) => functions > 0 || fields.length > 0)
        .map(({ name }) => name);
    expect(await typesOf("const a = { b() { this.c = 1; } };\n", "javascript")).to.deep.equal([]);
    const typescript = "enum A { B = 1 }\ninterface C { d: 1 }\nnamespace E { function f() {} }\n";
    expect(await typesOf(typescript, "typescript")).to.deep.equal([]);
    const go = "package p\nvar a = struct{ b int }{}\ntype C interface{ D() }\ntype E []struct{ f int }\n";
    expect(await typesOf(go, "go")).to.deep.equal([]);
  });

  it("a decorator's call belongs to no function", async () => {
    const text = "class A { @b() c(@d() e) {} }\n";
    expect((await onlyFunction(text, "javascript")).abc.branches).to.equal(0);
    expect((await onlyFunction(text, "typescript")).abc.branches).to.equal(0);
  });

  it("code outside of functions belongs to none", async () => {
    expect(
      (await factsOf("if (a && b) { for (;;) {} }\nclass A { static { if (a) b(); } }\n", "javascript"))
        .functions,
    ).to.be.empty;
  });

  it("tables of data that share a line count it once", async () => {
    const table = `[\n${"1,\n".repeat(20)}]`;
    // f([ + 20 + ], [ + 20 + ]); are 43 lines, all of them touched by a table; g() stays.
    expect(await factsOf(`f(${table}, ${table});\ng();\n`, "javascript")).to.include({
      codeLines: 44,
      gradedLines: 1,
    });
  });

  it("of two readings of TypeScript the one with fewer lines of errors counts", async () => {
    // Line 1 is wrong either way; as TSX the assertion of line 2 would be an element without end.
    const facts = await factsOf("let y = = 3;\nconst b = () => <string>x;\n", "typescript");
    expect(facts.parseErrorLines).to.equal(1);
  });
});
