import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** The design promises P01 to P40; a number is never given out twice. */
const NUMBERS = Array.from({ length: 40 }, (_, at) => `P${String(at + 1).padStart(2, "0")}`);

/** Parts of these hold and are tried; the whole needs Vault, or roles and invitations. */
const PARTLY = new Set(["P15", "P21"]);

interface Kept {
  readonly number: string;
  readonly text: string;
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), "utf8");
}

/** One section per promise that the page says is kept. */
function keptPromises(page: string): Kept[] {
  return page.split(/^## /m).flatMap((text) => {
    const number = /^(P\d\d) /.exec(text)?.[1];
    return number === undefined ? [] : [{ number, text }];
  });
}

/** Numbers in the titles of a spec file: what stands in quotes behind `it(` or `describe(`. */
function provenIn(file: string): Set<string> {
  const titles = read(file).matchAll(/\b(?:it|describe)\(\s*(["'`])(.*?)\1/gs);
  return new Set([...titles].flatMap(([, , title = ""]) => title.match(/\bP\d\d\b/g) ?? []));
}

/** Paths in back quotes below a line that begins with "* **word". */
function filesUnder(word: string, text: string): string[] {
  const item = text.split(/^\* /m).find((part) => part.startsWith(`**${word}`)) ?? "";
  return [...item.matchAll(/`([\w./-]+\/[\w.-]+)`/g)].map(([, file = ""]) => file);
}

describe("docs/promises.md", () => {
  const page = read("docs/promises.md");
  const kept = keptPromises(page);
  const specFiles = globSync("spec/**/*.spec.{ts,tsx}", { cwd: ROOT });

  it("names every promise once: kept, or not due yet", () => {
    const later = [...page.matchAll(/^\| (P\d\d) \|/gm)].map(([, number = ""]) => number);
    const named = [...kept.map(({ number }) => number), ...later];
    expect(named.toSorted()).to.deep.equal(NUMBERS);
  });

  it("says of each kept promise how it is kept, how to check it and what proves it", () => {
    for (const { number, text } of kept) {
      for (const word of ["**Kept by**", "**Check**", "**Specs**"]) expect(text, number).to.contain(word);
      expect(filesUnder("Specs", text), number).to.not.be.empty;
    }
  });

  it("names for each kept promise specs whose titles carry its number", () => {
    for (const { number, text } of kept) {
      for (const file of filesUnder("Specs", text)) {
        expect(specFiles, number).to.include(file);
        expect([...provenIn(file)], `${number} in ${file}`).to.include(number);
      }
    }
  });

  it("names only files that exist", () => {
    const missing = kept.flatMap(({ text }) =>
      filesUnder("Kept by", text).filter(
        (file) => globSync(file.replace(/\/$/, ""), { cwd: ROOT }).length === 0,
      ),
    );
    expect(missing).to.deep.equal([]);
  });

  it("leaves out no promise that specs claim to prove", () => {
    const proven = new Set(specFiles.flatMap((file) => [...provenIn(file)]));
    const claimed = [...proven].filter((number) => !kept.some((promise) => promise.number === number));
    expect(claimed.filter((number) => !PARTLY.has(number))).to.deep.equal([]);
  });
});
