import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { foldersAround, partName, partOption } from "../../web/parts.js";

describe("parts", () => {
  it("are shown by their own names, with invisible characters made visible", () => {
    expect(partName({ kind: "folder", name: "src/http" })).to.equal("src/http/");
    expect(partName({ kind: "file", name: "src/a.ts" })).to.equal("src/a.ts");
    expect(partName({ kind: "language", name: "csharp" })).to.equal("C#");
    expect(partName({ kind: "subproject", name: "api\u202e" })).to.equal("api⟨U+202E⟩");
  });

  it("lie in the folders on the way to them, outermost first", () => {
    expect(foldersAround("src/http/a.ts")).to.deep.equal([
      { kind: "folder", name: "src" },
      { kind: "folder", name: "src/http" },
    ]);
    expect(foldersAround("src")).to.deep.equal([]);
  });

  it("are named by an option that a shell hands on as one word, whatever they are called", () => {
    expect(partOption({ kind: "folder", name: "src/http" })).to.equal("--only=src/http");
    expect(partOption({ kind: "language", name: "go" })).to.equal("--language=go");
    for (const name of [
      "a b",
      "it's",
      "$(id)",
      "`id`",
      "; rm -rf x",
      '"',
      "\\",
      "-x",
      "a\nb",
      "~",
      "*",
      "ü",
    ]) {
      const option = partOption({ kind: "subproject", name });
      expect(execFileSync("/bin/sh", ["-c", `printf %s ${option}`], { encoding: "utf8" })).to.equal(
        `--subproject=${name}`,
      );
    }
  });
});
