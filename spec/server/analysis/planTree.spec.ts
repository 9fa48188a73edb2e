import { expect } from "chai";
import type { SkippedFile } from "../../../analyzer/types.js";
import { planTree } from "../../../server/analysis/planTree.js";

/** A tree in memory; remembers which files were read. */
function tree(files: Readonly<Record<string, string>>, skipped: readonly SkippedFile[] = []) {
  const read: string[] = [];
  const entries = Object.entries(files).map(([path, text]) => ({ path, oid: path, sizeBytes: text.length }));
  return {
    read,
    list: async () => ({ entries, skipped }),
    readBlobs: async function* (wanted: readonly (typeof entries)[number][]) {
      for (const entry of wanted) {
        read.push(entry.path);
        yield { entry, bytes: Buffer.from(files[entry.path] ?? ""), skip: null };
      }
    },
  };
}

const plan = async (code: ReturnType<typeof tree>) =>
  (await planTree(code, new AbortController().signal)).plan;

describe("planTree", () => {
  it("P07 reads the settings at the root, codebeat's two files and .gitattributes, and no other file", async () => {
    const code = tree({
      ".codebeatignore": "old/**",
      ".codebeatsettings": "{}",
      ".editorconfig": "",
      ".eslintrc.json": "{}",
      ".gitattributes": "",
      ".gitignore": "",
      ".gitmodules": "",
      ".golangci.yml": "",
      ".lfsconfig": "",
      ".rubocop.yml": "",
      ".sealgrade.yml": "",
      Makefile: "",
      "a.gitattributes": "",
      "biome.json": "{}",
      "package.json": "{}",
      "pyproject.toml": "",
      "src/.gitattributes": "",
      "src/.sealgrade.yml": "",
      "src/a.ts": "",
      "tsconfig.json": "{}",
    });
    await plan(code);
    expect(code.read).to.have.members([
      ".codebeatignore",
      ".codebeatsettings",
      ".gitattributes",
      ".sealgrade.yml",
      "src/.gitattributes",
    ]);
  });

  it("leaves the language of components and of files without an extension to their content", async () => {
    const { files, skipped } = await plan(
      tree({ "a.svelte": "", "b.Vue": "", c: "", "d.ts": "", "e.txt": "" }),
    );
    expect(
      files.map(({ entry, language, settings }) => [entry.path, language, settings.onlyScripts]),
    ).to.deep.equal([
      ["a.svelte", null, true],
      ["b.Vue", null, true],
      ["c", null, undefined],
      ["d.ts", "typescript", undefined],
    ]);
    expect(skipped).to.deep.equal([{ path: "e.txt", reason: "unsupported-language" }]);
  });

  it("follows codebeat's files and .gitattributes in folders", async () => {
    const { files, skipped, settings, settingsProblems } = await plan(
      tree({
        ".codebeatignore": "old/**",
        ".codebeatsettings": '{"PYTHON": {"LOC": [1, 2, 3, 4]}}',
        "old/a.py": "",
        "src/.gitattributes": "made.py linguist-generated",
        "src/a.py": "",
        "src/made.py": "",
      }),
    );
    expect(files.map(({ entry }) => entry.path)).to.include("src/a.py");
    expect(skipped).to.deep.include({ path: "old/a.py", reason: "excluded" });
    expect(skipped).to.deep.include({ path: "src/made.py", reason: "generated" });
    expect(settings.languageThresholds.get("python")?.get("function-length")).to.deep.equal([1, 2, 3, 4]);
    expect(settingsProblems).to.deep.equal([]);
  });

  it("reports settings that cannot be read, and does not let codebeat's take their place", async () => {
    const { settings, settingsProblems } = await plan(
      tree({ ".codebeatignore": "old/**", ".sealgrade.yaml": "" }, [
        { path: ".sealgrade.yml", reason: "symlink" },
        { path: "src/.gitattributes", reason: "too-large" },
        { path: "src/.sealgrade.yml", reason: "symlink" },
      ]),
    );
    expect(settings.exclude).to.deep.equal([]);
    expect(settingsProblems).to.deep.equal([
      {
        file: ".codebeatignore",
        line: 1,
        message: "this file is ignored, because there is a .sealgrade.yml",
      },
      {
        file: ".sealgrade.yaml",
        line: 1,
        message: "this file is not read; the settings file is .sealgrade.yml",
      },
      { file: ".sealgrade.yml", line: 1, message: "this file is not read (symlink)" },
      { file: "src/.gitattributes", line: 1, message: "this file is not read (too-large)" },
    ]);
  });

  it("P12 reads no more than fifty .gitattributes, those nearest to the root, and says so", async () => {
    const names = Array.from({ length: 50 }, (_, index) => `d${index}/.gitattributes`);
    const code = tree(Object.fromEntries([...names, ".gitattributes"].map((name) => [`${name}`, ""])));
    const { settingsProblems } = await plan(code);
    expect(code.read)
      .to.have.lengthOf(50)
      .and.include(".gitattributes")
      .and.not.include("d49/.gitattributes");
    expect(settingsProblems).to.deep.equal([
      { file: "d49/.gitattributes", line: 1, message: "of 51 such files only 50 are read" },
    ]);
  });
});
