import { expect } from "chai";
import fc from "fast-check";
import { readCsharpTokens } from "../../../analyzer/preprocessor/csharpTokens.js";
import { readableCsharp } from "../../../analyzer/preprocessor/readablePreprocessed.js";
import { unitsOfText } from "../../../analyzer/syntax/source.js";

const readable = (text: string) => String.fromCharCode(...readableCsharp(unitsOfText(text)));
const readOf = (text: string) => readable(text).replace(/\s+/g, " ").trim();

describe("readCsharpTokens", () => {
  const tokensOf = (text: string) => {
    const { count, start, end } = readCsharpTokens(unitsOfText(text));
    return Array.from({ length: count }, (_, token) => text.slice(start[token], end[token]));
  };

  it("knows strings with escapes, without, raw ones and characters", () => {
    expect(tokensOf('"a\\"b" \'"\' c')).to.deep.equal(['"a\\"b"', "'\"'", "c"]);
    expect(tokensOf('@"c:\\" d')).to.deep.equal(['@"c:\\"', "d"]);
    expect(tokensOf('@"a""\n#if b" c')).to.deep.equal(['@"a""\n#if b"', "c"]);
    expect(tokensOf('"""\n "" #if\n """ c')).to.deep.equal(['"""\n "" #if\n """', "c"]);
    expect(tokensOf('$$""""{{""" """" c')).to.deep.equal(['$$""""{{""" """"', "c"]);
    expect(tokensOf('"" + @"" + @class')).to.deep.equal(['""', "+", '@""', "+", "@", "class"]);
  });

  it("knows the code in strings, and the strings in that code", () => {
    expect(tokensOf('$"{{a}}{b["c"]}{$"{d}"}{\'"\'}" e')).to.deep.equal([
      '$"{{a}}{b["c"]}{$"{d}"}{\'"\'}"',
      "e",
    ]);
    expect(tokensOf('$@"{a\n["}"]}\\" b')).to.deep.equal(['$@"{a\n["}"]}\\"', "b"]);
  });

  it("ends what has no end with its line, or with the text where it may have several lines", () => {
    expect(tokensOf('"a\nb $"{c\nd')).to.deep.equal(['"a', "b", '$"{c', "d"]);
    expect(tokensOf('@"a\nb')).to.deep.equal(['@"a\nb']);
    expect(tokensOf('"""a\nb')).to.deep.equal(['"""a\nb']);
  });
});

describe("readableCsharp", () => {
  it("leaves texts without conditionals, and groups of whole members and statements, as they are", () => {
    const texts = [
      "#region a\n#nullable enable\nclass A : B { }\n#endregion\n",
      "class A {\n#if B && C\n  int b;\n#else\n  void C() { }\n#endif\n}\n",
      "void F() {\n#if A\n  G();\n#endif\n  H();\n}\n",
    ];
    for (const text of texts) expect(readable(text)).to.equal(text);
  });

  it("reads the first branch of what is only part of one, and of sections of a switch", () => {
    const bases = "class A : B\n#if C\n  , D\n#endif\n{ }\n";
    expect(readOf(bases)).to.equal("class A : B , D { }");
    const heads = "void F(\n#if A\n  int a\n#else\n  long a\n#endif\n) { }\n";
    expect(readOf(heads)).to.equal("void F( int a ) { }");
    const sections = "switch (a) {\n#if B\n  case 1: break;\n#endif\n  default: break;\n}\n";
    expect(readOf(sections)).to.equal("switch (a) { case 1: break; default: break; }");
    const never = "F(\n#if false\n  1\n#else\n  2\n#endif\n);\n";
    expect(readOf(never)).to.equal("F( 2 );");
  });

  it("takes nothing in strings for a directive", () => {
    const text = 'a = @"\n#if A\n"; b = """\n  #else\n  """;\n#if A\nc();\n#endif\n';
    expect(readable(text)).to.equal(text);
  });

  it("keeps every line and the length of any text", () => {
    const pieces = [
      "#if A\n",
      "#else\n",
      "#endif\n",
      "{",
      "}",
      "(",
      ")",
      ";",
      "\n",
      '"',
      '@"',
      '$"',
      '"""',
      "case ",
      "a ",
      "'",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (chosen) => {
        const text = chosen.join("");
        const read = readable(text);
        expect(read.length).to.equal(text.length);
        expect(read.split("\n").map(({ length }) => length)).to.deep.equal(
          text.split("\n").map(({ length }) => length),
        );
      }),
    );
  });
});
