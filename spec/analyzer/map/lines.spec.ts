import { expect } from "chai";
import { factsOf } from "../support/fixtures.js";

async function linesOf(text: string, language: Parameters<typeof factsOf>[1]): Promise<number[]> {
  const { lines, codeLines, commentLines, blankLines } = await factsOf(text, language);
  expect(codeLines + commentLines + blankLines).to.equal(lines);
  return [codeLines, commentLines, blankLines];
}

describe("lines", () => {
  it("are code when anything but a comment is on them", async () => {
    expect(await linesOf("a = 1; // why\n/* b */ c();\n/* d */ /* e */\n// f\n", "javascript")).to.deep.equal(
      [2, 2, 0],
    );
    expect(await linesOf("/* a\n b */ c(); /* d\n e */\n", "javascript")).to.deep.equal([1, 2, 0]);
  });

  it("are blank when they hold white space only, also inside comments and strings", async () => {
    expect(await linesOf("/*\n \n*/\na = `\n\t\n`;\n\u00a0\n", "javascript")).to.deep.equal([2, 2, 3]);
  });

  it("are blank with any white space", async () => {
    const spaces = ["\f\v", "\u00a0", "\u2000", "\u200a", "\u2028\u2029", "\u202f", "\u3000"];
    for (const space of spaces)
      expect(await linesOf(`a;\n${space}\n`, "javascript"), space).to.deep.equal([1, 0, 1]);
    expect(await linesOf("a;\n\ufeff\n", "javascript"), "a byte order mark").to.deep.equal([1, 0, 1]);
    expect(await linesOf("a;\n\u200b\n", "javascript"), "no width is no space").to.deep.equal([2, 0, 0]);
  });

  it("end with or without a line break", async () => {
    expect(await linesOf("a()\nb()", "javascript")).to.deep.equal([2, 0, 0]);
    expect(await linesOf("a()\nb()\n", "javascript")).to.deep.equal([2, 0, 0]);
    expect(await linesOf("\n", "javascript")).to.deep.equal([0, 0, 1]);
  });

  it("of Python documentation are comments, those of other strings code", async () => {
    // Module, class and function documentation: 1 + 1 + 2 lines; `def`, `class` and the later string are code.
    const text = '"""a"""\nclass A:\n  "b"\n  def m(self):\n    """c\n    d"""\n    """e"""\n';
    expect(await linesOf(text, "python")).to.deep.equal([3, 4, 0]);
    expect(await linesOf('# a\n\n"""b"""\n', "python")).to.deep.equal([0, 2, 1]);
    expect(await linesOf('x = 1\n"""b"""\n', "python")).to.deep.equal([2, 0, 0]);
    expect(await linesOf('if a:\n  """b"""\n', "python")).to.deep.equal([2, 0, 0]);
  });

  it("of Python documentation are strings of text only, whatever their letters and quotes", async () => {
    for (const text of ["'b'", "'''f'''", 'r"b"', "U'a'"])
      expect(await linesOf(`${text}\n`, "python"), text).to.deep.equal([0, 1, 0]);
    for (const other of ["b'a'", 'B"a"', 'rb"a"', "Rf'''a'''"])
      expect(await linesOf(`${other}\n`, "python"), other).to.deep.equal([1, 0, 0]);
  });

  it("of Elixir documentation are comments but for its attribute's, those of other strings code", async () => {
    // The attribute's line is code, the text's and the one that ends it are not; the empty line is blank.
    for (const attribute of ["@doc", "@moduledoc", "@typedoc"])
      expect(await linesOf(`${attribute} """\na\n\nb\n"""\n`, "elixir"), attribute).to.deep.equal([1, 3, 1]);
    expect(await linesOf('@doc ~S"""\n#{a}\n"""\n', "elixir")).to.deep.equal([1, 2, 0]);
    expect(await linesOf('@doc "a"\n@doc false\n@doc since: "1"\n', "elixir")).to.deep.equal([3, 0, 0]);
    // Computed, no documentation, and a call of that name.
    expect(await linesOf('@doc """\n#{a}\n"""\n', "elixir")).to.deep.equal([3, 0, 0]);
    expect(await linesOf('@text """\na\n"""\n', "elixir")).to.deep.equal([3, 0, 0]);
    expect(await linesOf('doc("""\na\n""")\n', "elixir")).to.deep.equal([3, 0, 0]);
    // In a function, as macros have it: def, quote, attribute, end, end.
    const macro = 'defmacro m do\nquote do\n@doc """\na\n"""\nend\nend\n';
    expect(await linesOf(macro, "elixir")).to.deep.equal([5, 2, 0]);
  });
});

const numbers = (count: number) => Array.from({ length: count }, (_, i) => `  ${i},\n`).join("");

describe("graded lines", () => {
  it("leave out literal data of more than 20 code lines, and only that", async () => {
    // 19 numbers and two brackets are 21 lines; 18 and two are 20.
    expect(await factsOf(`const a = [\n${numbers(19)}];\n`, "javascript")).to.include({
      codeLines: 21,
      gradedLines: 0,
    });
    expect(await factsOf(`const a = [\n${numbers(18)}];\n`, "javascript")).to.include({
      codeLines: 20,
      gradedLines: 20,
    });
    expect(await factsOf(`const a = [\n\n${numbers(18)}];\n`, "javascript")).to.include({
      codeLines: 20,
      gradedLines: 20,
    });
  });

  it("keep a table with an identifier, a call or a variable in it", async () => {
    for (const leaf of ["b", "f()", "...c", "-d", "() => 1", "{ e }"]) {
      const facts = await factsOf(`const a = [\n${numbers(30)}${leaf}\n];\n`, "javascript");
      expect(facts.gradedLines, leaf).to.equal(facts.codeLines);
    }
  });

  it("look for data inside of a table that is none", async () => {
    // 34 lines; the inner table's 32 go with all that is on them, the first and the last line stay.
    const facts = await factsOf(`const a = [\nf(), [\n${numbers(30)}],\ng()];\n`, "javascript");
    expect(facts).to.include({ codeLines: 34, gradedLines: 2 });
  });

  it("know literal data in each language", async () => {
    const tables = [
      {
        language: "typescript",
        text: `const a = {\n${'  "k": [-1, null, "x", true], b: /r/g,\n'.repeat(25)}};\n`,
      },
      { language: "python", text: `a = {\n${'  "k": (-1, None, "x", True), 2: b"y",\n'.repeat(25)}}\n` },
      { language: "go", text: `var a = []T{\n${'\t{Name: "x", Size: -1, Ok: true},\n'.repeat(25)}}\n` },
      // A key is a leaf itself in Lua, and has parts in C.
      { language: "lua", text: `a = {\n${'  x = 1, "y",\n'.repeat(25)}}\n` },
      { language: "c", text: `T a[] = {\n${'  { .x = 1, .y = "z" },\n'.repeat(25)}};\n` },
    ] as const;
    for (const { language, text } of tables) {
      expect(await factsOf(text, language), language).to.include({ codeLines: 27, gradedLines: 0 });
    }
  });

  it("count comments inside of data as what they are", async () => {
    const facts = await factsOf(`const a = [\n// why\n${numbers(30)}];\nb();\n`, "javascript");
    expect(facts).to.include({ codeLines: 33, commentLines: 1, gradedLines: 1 });
  });
});

describe("suppressions", () => {
  it("reach, for each rule, from a disable to its enable or to the end of the file", async () => {
    const text =
      "// sealgrade:disable[function-length, function-abc]\na();\n// sealgrade:enable[function-abc]\n" +
      "# not a comment here\n// sealgrade:disable\nb();\n";
    expect((await factsOf(text, "javascript")).suppressions).to.deep.equal([
      { dialect: "sealgrade", line: 1, startLine: 1, endLine: 3, rules: ["function-abc"] },
      { dialect: "sealgrade", line: 1, startLine: 1, endLine: 6, rules: ["function-length"] },
      { dialect: "sealgrade", line: 5, startLine: 5, endLine: 6, rules: [] },
    ]);
  });

  it("end altogether where everything is enabled, and not before where everything was disabled", async () => {
    const text =
      "// sealgrade:disable[function-length]\n// sealgrade:enable\n" +
      "// sealgrade:disable\n// sealgrade:enable[function-length]\na();\n";
    expect((await factsOf(text, "javascript")).suppressions).to.deep.equal([
      { dialect: "sealgrade", line: 1, startLine: 1, endLine: 2, rules: ["function-length"] },
      { dialect: "sealgrade", line: 3, startLine: 3, endLine: 5, rules: [] },
    ]);
  });

  it("are not made of other words, lists without an end or lists of nothing", async () => {
    const text =
      "// unsealgrade:disable\n// sealgrade:disabled\n// sealgrade:disable[function-length\n" +
      "// sealgrade:disable[]\n// sealgrade:disable[ , ]\n// sealgrade: disable\na();\n";
    expect((await factsOf(text, "javascript")).suppressions).to.deep.equal([]);
  });

  it("end rule by rule, in the order of the commands that began them, each rule as often as it was named", async () => {
    const text =
      "// sealgrade:disable[function-abc, function-length, function-abc]\n// sealgrade:disable[function-length]\n" +
      "// sealgrade:enable[function-length, function-abc]\n// sealgrade:disable[function-abc]\n// codebeat:enable\na();\n";
    expect((await factsOf(text, "javascript")).suppressions).to.deep.equal([
      {
        dialect: "sealgrade",
        line: 1,
        startLine: 1,
        endLine: 3,
        rules: ["function-abc", "function-length", "function-abc"],
      },
      { dialect: "sealgrade", line: 2, startLine: 2, endLine: 3, rules: ["function-length"] },
      { dialect: "sealgrade", line: 4, startLine: 4, endLine: 6, rules: ["function-abc"] },
    ]);
  });

  it("end once, and stay in the order of their commands where they share lines", async () => {
    const ended =
      "// sealgrade:disable[a] sealgrade:disable[b]\n// sealgrade:enable[b, a]\n// sealgrade:enable[a]\n";
    const range = { dialect: "sealgrade", line: 1, startLine: 1, endLine: 2 };
    expect((await factsOf(ended, "javascript")).suppressions).to.deep.equal([
      { ...range, rules: ["a"] },
      { ...range, rules: ["b"] },
    ]);
    const open = await factsOf("// codebeat:disable sealgrade:disable\na();\n", "javascript");
    expect(open.suppressions.map(({ dialect }) => dialect)).to.deep.equal(["codebeat", "sealgrade"]);
  });

  it("of the next line cover that line, wherever in a comment they stand", async () => {
    const text = 'x = "sealgrade:disable"\n# why: sealgrade:disable-next-line[function-returns]\ny = 1\n';
    expect((await factsOf(text, "python")).suppressions).to.deep.equal([
      { dialect: "sealgrade", line: 2, startLine: 3, endLine: 3, rules: ["function-returns"] },
    ]);
  });

  it("of codebeat are kept apart from ours, and each ends at an enable of its own kind", async () => {
    const text =
      "// codebeat:disable[ABC, LOC]\n// sealgrade:disable[function-abc]\n// sealgrade:enable\n" +
      "a();\n// codebeat:enable[LOC]\n// codebeat:disable-next-line[ABC]\n// xcodebeat:disable\nb();\n";
    expect((await factsOf(text, "javascript")).suppressions).to.deep.equal([
      { dialect: "codebeat", line: 1, startLine: 1, endLine: 5, rules: ["LOC"] },
      { dialect: "codebeat", line: 1, startLine: 1, endLine: 8, rules: ["ABC"] },
      { dialect: "sealgrade", line: 2, startLine: 2, endLine: 3, rules: ["function-abc"] },
    ]);
  });
});
