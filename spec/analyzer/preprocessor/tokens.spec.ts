import { expect } from "chai";
import { readTokens } from "../../../analyzer/preprocessor/tokens.js";
import { unitsOfText } from "../../../analyzer/syntax/source.js";

describe("readTokens", () => {
  const tokensOf = (text: string) => {
    const { count, start, end } = readTokens(unitsOfText(text));
    return Array.from({ length: count }, (_, token) => text.slice(start[token], end[token]));
  };

  it("leaves comments out, and knows strings, raw strings, numbers and directives of several lines", () => {
    expect(tokensOf('a/* " */b// \'\n"/*\\"" \'"\' c')).to.deep.equal(["a", "b", '"/*\\""', "'\"'", "c"]);
    expect(tokensOf('R"x()" )x" u8R"(")" xR"y"')).to.deep.equal(['R"x()" )x"', 'u8R"(")"', 'xR"y"']);
    expect(tokensOf("1'000'000 0x1F 'a'")).to.deep.equal(["1'000'000", "0x1F", "'a'"]);
    expect(tokensOf("  # if a \\\r\n b // c\nd # e")).to.deep.equal(["# if a \\\r\n b", "d", "#", "e"]);
  });

  it("ends strings with their line, and what has no end with the text", () => {
    expect(tokensOf("#if 0\ndon't\n#endif\nx")).to.deep.equal(["#if 0", "don", "'t", "#endif", "x"]);
    expect(tokensOf('R"x( y')).to.deep.equal(['R"x( y']);
    expect(tokensOf("a /* b")).to.deep.equal(["a"]);
    expect(tokensOf("a // b \\\nc\nd")).to.deep.equal(["a", "d"]);
  });
});
