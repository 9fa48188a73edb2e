import { expect } from "chai";
import { NodeFlag } from "../../../analyzer/syntax/flatTree.js";
import { textBetween } from "../../../analyzer/syntax/source.js";
import { cloneFile } from "../duplication/parse.js";

describe("leafHashes", () => {
  it("tell the texts of named tokens apart and give nothing for other nodes", async () => {
    const { source, tree, leafHashes } = await cloneFile("a = b + a;\nb('é', '😀', `é`, \"a\\nb\");\n");
    const byText = new Map<string, Set<number>>();
    for (let node = 0; node < tree.count; node++) {
      const isLeaf = tree.last[node] === node && ((tree.flags[node] ?? 0) & NodeFlag.Named) !== 0;
      const hash = leafHashes[node] ?? 0;
      if (!isLeaf) {
        expect(hash).to.equal(0);
        continue;
      }
      const text = textBetween(source, tree.start[node] ?? 0, tree.end[node] ?? 0);
      byText.set(text, (byText.get(text) ?? new Set()).add(hash));
    }
    expect([...byText.keys()]).to.have.members(["a", "b", "é", "😀", "\\n"]);
    expect([...byText.values()].map((hashes) => hashes.size)).to.deep.equal([1, 1, 1, 1, 1]);
    expect(new Set([...byText.values()].flatMap((hashes) => [...hashes])).size).to.equal(5);
  });

  it("take a text with parts for one token and nothing for its parts", async () => {
    const { tree, leafHashes } = await cloneFile('"a\\nb"\n"a\\tb"\n', "python");
    // Of each string its begin, its content and its end; the escapes in the contents have none.
    const hashes = leafHashes.subarray(0, tree.count).filter((hash) => hash !== 0);
    expect(hashes.length).to.equal(6);
    expect(hashes[0]).to.equal(hashes[3]);
    expect(hashes[1]).not.to.equal(hashes[4]);
  });
});
