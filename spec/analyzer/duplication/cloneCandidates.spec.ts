import { expect } from "chai";
import type { CloneCandidates } from "../../../analyzer/types.js";
import { BLOCK, BLOCK_MASSES, BLOCK_STATEMENTS, inFunction, OTHER_BLOCK, OTHER_MASSES } from "./blocks.js";
import { candidatesOf } from "./parse.js";

/** Each list as the masses of its entries. */
function massesOf({ listEnds, mass }: CloneCandidates): number[][] {
  return [...listEnds].map((end, list) => [...mass.subarray(listEnds[list - 1] ?? 0, end)]);
}

describe("cloneCandidates: what is kept", () => {
  it("weighs a node by the named nodes in it", async () => {
    expect(massesOf(await candidatesOf(BLOCK))).to.deep.equal([BLOCK_MASSES]);
    expect(massesOf(await candidatesOf(OTHER_BLOCK))).to.deep.equal([OTHER_MASSES]);
  });

  it("keeps the siblings around and in a large node, and says which list is where", async () => {
    const candidates = await candidatesOf(`x;\n${inFunction("one", BLOCK)}`);
    // A statement of 2 and the function of 4 + 65; in it the statements of its body, but nothing of its head.
    expect(massesOf(candidates)).to.deep.equal([[2, 69], BLOCK_MASSES]);
    // The second list is inside of the second entry.
    expect([...candidates.listOwners]).to.deep.equal([0, 2]);
  });

  it("keeps lists from 32 nodes and 4 code lines on", async () => {
    // 7 + 8 + 7 + 6 + 4, one more than without the last name.
    const enough = BLOCK_STATEMENTS.slice(0, 5);
    expect(massesOf(await candidatesOf(enough.join("\n")))).to.deep.equal([[7, 8, 7, 6, 4]]);
    expect(massesOf(await candidatesOf(enough.join("\n").replace("[a, b]", "[a]")))).to.deep.equal([]);
    const fourLines = `${enough.slice(0, 4).join("\n")} ${enough[4]}\n`;
    expect(massesOf(await candidatesOf(fourLines))).to.have.length(1);
    expect(massesOf(await candidatesOf(fourLines.replace("\n", " ")))).to.deep.equal([]);
    expect(massesOf(await candidatesOf(fourLines.replace("\n", " // a\n// b\n")))).to.have.length(1);
    expect(
      massesOf(await candidatesOf(fourLines.replace("\n", " ").replace("\n", "\n// a\n"))),
    ).to.deep.equal([]);
  });

  it("goes on with a chain of conditions in its last arm only", async () => {
    const text = `if (a)\n  if (b) {\n${BLOCK}} else c;\nelse d;\n`;
    // Inner: if_statement, parenthesized_expression, identifier, statement_block and the block, else_clause,
    // expression_statement, identifier; of the last arm the statement is in the list. The outer one is 6 more.
    expect(massesOf(await candidatesOf(text))).to.deep.equal([[78], [2, 72, 2], [2, 66, 2], BLOCK_MASSES]);
  });

  it("keeps nothing of an empty text", async () => {
    const { codeRows, ...columns } = await candidatesOf("");
    expect(codeRows.length).to.equal(0);
    for (const column of Object.values(columns)) expect(column).to.deep.equal(new Uint32Array());
  });

  it("keeps nothing of what is in an import", async () => {
    // import_statement, import_clause, named_imports, string, string_fragment, and 20 × (import_specifier, identifier)
    const names = Array.from({ length: 20 }, (_, index) => `  a${index},\n`).join("");
    expect(massesOf(await candidatesOf(`import {\n${names}} from "b";\n`))).to.deep.equal([]);
  });

  it("lets errors break runs as imports do", async () => {
    const statements = [...BLOCK_STATEMENTS.slice(0, 5), ") ] }", ...BLOCK_STATEMENTS.slice(5, 9)];
    // Behind the error 7 + 5 + 6 + 5 are not enough for a list.
    expect(massesOf(await candidatesOf(`${statements.join("\n")}\n`))).to.deep.equal([[7, 8, 7, 6, 4]]);
  });
});

describe("cloneCandidates: lines", () => {
  it("gives rows from 0 and a bit for each code line", async () => {
    const { firstRow, lastRow, codeRows } = await candidatesOf(
      `// a\n\n${BLOCK.replace("f(x);", "f(\n\n  x);")}`,
    );
    expect([...firstRow]).to.deep.equal([2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect([...lastRow]).to.deep.equal([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    // Lines 0, 1 and 3 hold no code; 15 lines in all.
    expect([...codeRows]).to.deep.equal([0b11110100, 0b01111111]);
  });

  it("ends a Python block before the comments behind its last statement", async () => {
    const statements = Array.from({ length: 6 }, (_, index) => `    a${index} = f(b, c)\n`).join("");
    const text = `def one():\n${statements}    # d\n    # e\n\n\nx = 1\n`;
    const { firstRow, lastRow } = await candidatesOf(text, "python");
    // The function and the statement behind it, then the function's statements.
    expect([...firstRow]).to.deep.equal([0, 11, 1, 2, 3, 4, 5, 6]);
    expect([...lastRow]).to.deep.equal([6, 11, 1, 2, 3, 4, 5, 6]);
  });
});

describe("cloneCandidates: last lines", () => {
  it("are those of texts that go on over several", async () => {
    const statements = Array.from({ length: 6 }, (_, index) => `a${index} = f(b, c)\n`).join("");
    const { lastRow } = await candidatesOf(`${statements}d = """e\n\nf"""\n`, "python");
    expect([...lastRow]).to.deep.equal([0, 1, 2, 3, 4, 5, 8]);
    // In PHP such a text may be the last token: below the six statements, a line that ends the code and two of markup.
    const php = Array.from({ length: 6 }, (_, index) => `$a${index} = f($b, $c);\n`).join("");
    const markup = await candidatesOf(`<?php\n${php}?>\n<p>\n</p>\n`, "php");
    expect([...markup.lastRow].slice(-2)).to.deep.equal([6, 9]);
  });
});

describe("cloneCandidates: comments", () => {
  it("are not seen, whatever they are made of", async () => {
    const statements = Array.from({ length: 8 }, (_, index) => `    a${index} = f(b, c);\n`);
    const commented = statements.join("    // d\n    /* e */\n    /// f\n    /** g */\n");
    const text = (body: string) => `fn one() {\n${body}}\n`;
    const { mass, variety, structure, structure2 } = await candidatesOf(text(statements.join("")), "rust");
    const other = await candidatesOf(text(commented), "rust");
    expect(mass.length).to.be.above(0);
    expect([other.mass, other.variety]).to.deep.equal([mass, variety]);
    expect([other.structure, other.structure2]).to.deep.equal([structure, structure2]);
  });
});

describe("cloneCandidates: what counts how much", () => {
  /** Mass and variety of the one statement behind a block. */
  async function behindBlock(statement: string): Promise<[number, number]> {
    const { listEnds, mass, variety } = await candidatesOf(`${BLOCK}${statement}\n`);
    const entry = (listEnds[0] ?? 0) - 1;
    return [mass[entry] ?? 0, variety[entry] ?? 0];
  }

  it("takes literal data and everything in it for one node", async () => {
    // expression_statement, assignment_expression, identifier, and the data
    expect(await behindBlock("a = [1, 'b', { c: [-2] }];")).to.deep.equal([4, 4]);
    // array, number, string, string_fragment, object, pair, property_identifier, identifier: 3 + 8
    expect(await behindBlock("a = [1, 'b', { c: d }];")).to.deep.equal([11, 11]);
  });

  it("counts only one of neighbours that look alike for variety, unless they are single nodes", async () => {
    // expression_statement, call_expression, identifier, arguments; each f(x) is call_expression, identifier,
    // arguments, identifier. The two calls with the same shape that do not follow each other both count.
    expect(await behindBlock("g(f(x), f(y), f(z));")).to.deep.equal([16, 8]);
    expect(await behindBlock("g(f(x), 1, f(z));")).to.deep.equal([13, 13]);
    expect(await behindBlock("g(x, y, z);")).to.deep.equal([7, 7]);
  });

  it("takes nodes for neighbours only where they stand in one", async () => {
    const statements = Array.from({ length: 6 }, (_, index) => `a${index} = f(b, c)\n`).join("");
    const { mass, variety } = await candidatesOf(`${statements}if a:\n  f(x)\nf(x)\n`, "python");
    // if_statement, identifier, block, and what follows it again: expression_statement, call, identifier,
    // argument_list, identifier
    expect([...mass].slice(-2)).to.deep.equal([8, 5]);
    expect([...variety].slice(-2)).to.deep.equal([8, 5]);
  });

  it("takes a text with parts for one node", async () => {
    const text = Array.from({ length: 6 }, (_, index) => `a${index} = f("b\\n\\t${index}")\n`).join("");
    // expression_statement, assignment, identifier, call, identifier, argument_list, string, string_start,
    // string_content, string_end
    const { mass, structure, text: texts } = await candidatesOf(text, "python");
    expect([...mass]).to.deep.equal([10, 10, 10, 10, 10, 10]);
    expect(new Set(structure).size).to.equal(1);
    // What stands between the parts is seen.
    expect(new Set(texts).size).to.equal(6);
  });
});
