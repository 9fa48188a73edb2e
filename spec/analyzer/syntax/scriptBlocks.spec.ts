import { expect } from "chai";
import { findScriptBlocks } from "../../../analyzer/syntax/scriptBlocks.js";

/** Content of each script with its `lang` and `type`. */
const scriptsOf = (text: string) =>
  findScriptBlocks(text).map(({ from, to, lang, type }) => [text.slice(from, to), lang, type]);
const contentsOf = (text: string) => scriptsOf(text).map(([content]) => content);

describe("findScriptBlocks", () => {
  it("finds every script, with its lang and type, however they are written", () => {
    const text = `<SCRIPT lang="TS" setup>a</SCRIPT >
<script context=module type='module' >b</script
>
<script
  generic="T extends A<B> | 'c'"
  lang = 'tsx'>c</script>
<script>d</script>`;
    expect(scriptsOf(text)).to.deep.equal([
      ["a", "ts", ""],
      ["b", null, "module"],
      ["c", "tsx", ""],
      ["d", null, ""],
    ]);
  });

  it("takes all that is in a script for its text", () => {
    const text =
      "<script>a < b; '</scripts>'; `<script>`; // <style> <!-- </template>\n</script><script>b</script>";
    expect(contentsOf(text)).to.deep.equal([
      "a < b; '</scripts>'; `<script>`; // <style> <!-- </template>\n",
      "b",
    ]);
  });

  it("finds none in comments, styles and attributes, nor where nothing can be in it", () => {
    expect(contentsOf("<!-- <script>a</script> --><script>b</script>")).to.deep.equal(["b"]);
    expect(contentsOf("<style>a::after { content: '<script>'; }</style><script>b</script>")).to.deep.equal([
      "b",
    ]);
    expect(contentsOf("<p title='<script>a</script>' a=\"<script>\"/><script>b</script>")).to.deep.equal([
      "b",
    ]);
    expect(contentsOf("<script src='a.js'/><scripts>a</scripts>")).to.deep.equal([]);
  });

  it("leaves out what a template holds, and goes on after it, whatever is nested in it", () => {
    const template = "<template><template v-slot:a /><template #b><script>a</script></template></template>";
    expect(contentsOf(`${template}<script>b</script>`)).to.deep.equal(["b"]);
    expect(contentsOf("</template><script>a</script>")).to.deep.equal(["a"]);
  });

  it("is not led astray by markup that is none", () => {
    const text = "{#if a <b}<p on:click={() => a('\"')} class={`a'b`}>1 < 2 {/if}<script>a</script>";
    expect(contentsOf(text)).to.deep.equal(["a"]);
    expect(contentsOf('<p a="b <script>a</script>')).to.deep.equal(["a"]);
  });

  it("ends a script without an end with the text", () => {
    expect(contentsOf("<script>a</scr")).to.deep.equal(["a</scr"]);
    expect(contentsOf("<script")).to.deep.equal([""]);
    expect(contentsOf("<!-- <script>a</script>")).to.deep.equal([]);
    expect(contentsOf("<style><script>a</script>")).to.deep.equal([]);
    expect(contentsOf("")).to.deep.equal([]);
  });

  it("takes time in proportion to the text, whatever is repeated in it", () => {
    const outside = [
      "<",
      "<a ",
      "<script>",
      "<script></script>",
      "</script",
      "<!--",
      "-->",
      "<style>",
      "<template>",
    ];
    const inTag = ["a", " a", "a=", "a='", 'a="', " ", "/", "=", "a = ", "'", '"', "\t "];
    for (const [piece, start] of [
      ...outside.map((each) => [each, ""]),
      ...inTag.map((each) => [each, "<a "]),
    ]) {
      const text = `${start}${(piece ?? "").repeat(1_000_000 / (piece ?? "").length)}`;
      const before = process.cpuUsage();
      findScriptBlocks(text);
      const { user } = process.cpuUsage(before);
      // Many times what the slowest takes; what is not linear takes minutes.
      expect(user / 1000, piece).to.be.below(3_000);
    }
  });
});
