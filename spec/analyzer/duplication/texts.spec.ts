import { expect } from "chai";
import type { LanguageId } from "../../../analyzer/types.js";
import { candidatesOf } from "./parse.js";

/** Statements enough to be offered to duplication, the first of which is about a token. */
function blockWith(token: string): string {
  return [`call(${token})`, ...Array.from({ length: 12 }, (_, index) => `call(a${index}, b, c)`), ""].join(
    "\n",
  );
}

/** Hashes of what a block with that token is made of and of what it says. */
async function hashesWith(token: string, language: LanguageId = "python") {
  const { structure, text } = await candidatesOf(blockWith(token), language);
  expect(structure.length).to.be.above(0);
  return { structure: [...structure], text: [...text] };
}

describe("duplication: texts of tokens", () => {
  it("are told apart where the tokens are of one kind", async () => {
    const pairs = [
      ["x", "y"],
      ["x", "xx"],
      ["1", "2"],
      ['"é"', '"e"'],
      // Of these the first half of the pair of units is the same.
      ['"😀"', '"😁"'],
    ] as const;
    for (const [one, other] of pairs) {
      const a = await hashesWith(one);
      const b = await hashesWith(other);
      expect(a.structure, one).to.deep.equal(b.structure);
      expect(a.text, one).not.to.deep.equal(b.text);
    }
  });

  it("are never nothing", async () => {
    // The FNV-1a hash of this name is 0: of its first six letters it is 97, the code of the last.
    const { structure, text } = await hashesWith("ppkttia");
    const other = await hashesWith("x");
    expect(structure).to.deep.equal(other.structure);
    expect(text).not.to.deep.equal(other.text);
  });

  it("are those of the whole where a token has parts, which are none", async () => {
    const newline = await hashesWith('"a\\nb"');
    const tab = await hashesWith('"a\\tb"');
    const plain = await hashesWith('"ab"');
    expect(newline.structure).to.deep.equal(tab.structure).and.to.deep.equal(plain.structure);
    expect(new Set([newline, tab, plain].map(({ text }) => text.join())).size).to.equal(3);
  });

  it("are the same with either kind of line ends", async () => {
    const block = blockWith('"""a\nb"""');
    const unix = await candidatesOf(block, "python");
    const windows = await candidatesOf(block.replaceAll("\n", "\r\n"), "python");
    expect([...windows.text]).to.deep.equal([...unix.text]);
    expect([...windows.structure]).to.deep.equal([...unix.structure]);
  });

  it("have no white space at their ends between elements, and are nothing where they are nothing else", async () => {
    const spaced = await hashesWith("<p> a <b/>\n</p>", "javascript");
    const dense = await hashesWith("<p>a<b/></p>", "javascript");
    expect(spaced).to.deep.equal(dense);
    expect(await hashesWith("<p>a <b/> </p>", "javascript")).to.deep.equal(dense);
    expect(await hashesWith("<p>b<b/></p>", "javascript")).not.to.deep.equal(dense);
  });
});
