import { expect } from "chai";
import { detectLanguage } from "../../../analyzer/detectLanguage.js";

const detect = (path: string, head = "") => detectLanguage(path, Buffer.from(head));

describe("detectLanguage", () => {
  it("knows extensions, in any case and folder", () => {
    const known = {
      "a.js": "javascript",
      "a.b.jsx": "javascript",
      "x/a.mjs": "javascript",
      "x.py/a.cjs": "javascript",
      "a.ts": "typescript",
      "a.d.ts": "typescript",
      "a.TSX": "typescript",
      "a.mts": "typescript",
      "a.cts": "typescript",
      "a.py": "python",
      "a.pyi": "python",
      "a.go": "go",
      "mix.exs": "elixir",
      "lib/a.ex": "elixir",
      "a.lua": "lua",
      "a.rb": "ruby",
      "lib/tasks/a.rake": "ruby",
      "a.c": "c",
    };
    for (const [path, language] of Object.entries(known)) expect(detect(path), path).to.equal(language);
  });

  it("knows file names", () => {
    expect(detect("build/SConstruct")).to.equal("python");
    expect(detect("Jakefile")).to.equal("javascript");
    for (const name of ["Rakefile", "Gemfile", "ios/Podfile", "fastlane/Fastfile", ".pryrc"])
      expect(detect(name), name).to.equal("ruby");
  });

  it("reads the first line of files without an extension", () => {
    const lines = {
      "#!/usr/bin/python3.12 -u\n": "python",
      "#! /usr/bin/env python\r\n": "python",
      "#!/usr/bin/env -S NODE_ENV=test node --title=x\n": "javascript",
      "#!/usr/bin/env ts-node": "typescript",
      "#!/usr/bin/env ruby -w\n": "ruby",
      "#!/usr/bin/env elixir\n": "elixir",
      "#!/usr/bin/lua5.4\n": "lua",
      "#!/usr/bin/luajit\n": "lua",
      "#!/bin/sh\n# python\n": null,
      "#!\n": null,
      "python\n": null,
      "": null,
    };
    for (const [head, language] of Object.entries(lines))
      expect(detect("bin/run", head), head).to.equal(language);
  });

  it("does not guess: an unknown extension decides, and a name that begins with a dot has none", () => {
    expect(detect("a.txt", "#!/usr/bin/env node\n")).to.equal(null);
    expect(detect("a.")).to.equal(null);
    expect(detect(".py")).to.equal(null);
    expect(detect(".gitignore")).to.equal(null);
    expect(detect(".hook", "#!/usr/bin/env node\n")).to.equal("javascript");
  });
});
