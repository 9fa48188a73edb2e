import { expect } from "chai";
import fc from "fast-check";
import { sourceLinesHtml, splitLines, visibleText } from "../../web/hostileText.js";
import { descendants, parseStrictHtml, textOf } from "./strictHtml.js";

describe("sourceLinesHtml", () => {
  it("numbers lines from the first and anchors each", () => {
    expect(sourceLinesHtml(["a", ""], 9)).to.equal(
      '<div class="line" id="L9"><a href="#L9">9</a><code>a</code></div>' +
        '<div class="line" id="L10"><a href="#L10">10</a><code></code></div>',
    );
  });

  it("writes nothing but its own elements, whatever the line holds, and loses nothing of it", () => {
    const unit = fc.constantFrom(
      "<",
      ">",
      "&",
      '"',
      "'",
      "&lt;",
      "</code>",
      "<script>",
      "\u202E",
      "\u200B",
      "\0",
      "é",
      "x",
      "\t",
    );
    fc.assert(
      fc.property(fc.string({ unit }), (line) => {
        const root = parseStrictHtml(sourceLinesHtml([line], 1));
        const elements = descendants(root);
        expect(new Set(elements.map(({ name }) => name))).to.satisfy((names: Set<string>) =>
          [...names].every((name) => ["div", "a", "code", "span"].includes(name)),
        );
        const code = elements.find(({ name }) => name === "code");
        expect(code && textOf(code)).to.equal(
          line.replace(
            /[\u202E\u200B\0]/g,
            (c) => `U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
          ),
        );
      }),
    );
  });

  for (const [name, character, shown] of [
    ["right-to-left override", "\u202E", "U+202E"],
    ["first strong isolate", "\u2068", "U+2068"],
    ["zero-width space", "\u200B", "U+200B"],
    ["zero-width joiner", "\u200D", "U+200D"],
    ["byte order mark", "\uFEFF", "U+FEFF"],
    ["escape", "\u001B", "U+001B"],
    ["null", "\0", "U+0000"],
    ["interlinear annotation anchor", "\uFFF9", "U+FFF9"],
    ["carriage return inside a line", "\r", "U+000D"],
    ["line separator", "\u2028", "U+2028"],
    ["Hangul filler", "\u3164", "U+3164"],
    ["variation selector 17", "\u{E0100}", "U+E0100"],
    ["tag letter", "\u{E0041}", "U+E0041"],
  ] as const) {
    it(`shows a ${name}`, () => {
      expect(sourceLinesHtml([`a${character}b`], 1)).to.contain(`a<span class="invisible">${shown}</span>b`);
      expect(visibleText(`a${character}b`)).to.equal(`a⟨${shown}⟩b`);
    });
  }

  it("leaves tabs, accents, other scripts and emoji as they are", () => {
    const line = "\tñ 日本語 עברית العربية ❤️ 🚀";
    expect(sourceLinesHtml([line], 1)).to.contain(`<code>${line}</code>`);
    expect(visibleText(line)).to.equal(line);
  });
});

describe("splitLines", () => {
  it("reads CRLF as LF and begins no line after the last line end", () => {
    expect(splitLines("a\r\nb\n")).to.deep.equal(["a\r", "b"]);
    expect(sourceLinesHtml(["a\r"], 1)).to.contain("<code>a</code>");
    expect(splitLines("a\n\nb")).to.deep.equal(["a", "", "b"]);
    expect(splitLines("a\n\n")).to.deep.equal(["a", ""]);
    expect(splitLines("")).to.deep.equal([]);
  });
});
