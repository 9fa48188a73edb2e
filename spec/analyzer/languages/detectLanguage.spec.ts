import { expect } from "chai";
import { detectLanguage, HEAD_BYTES, isDecidedByContent } from "../../../analyzer/detectLanguage.js";

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
      "a.cc": "cpp",
      "a.CPP": "cpp",
      "a.h++": "cpp",
      "a.inl": "cpp",
      "A.java": "java",
      "a.kt": "kotlin",
      "build.gradle.kts": "kotlin",
      "a.scala": "scala",
      "a.php": "php",
      "A.cs": "csharp",
      "a.rs": "rust",
      "Sources/A/A+B.swift": "swift",
      "Package.swift": "swift",
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
      "#!/usr/bin/php -q\n": "php",
      "#!/usr/bin/env kotlin\n": "kotlin",
      "#!/usr/bin/env -S scala-cli shebang\n": "scala",
      "#!/usr/bin/env dotnet-script\n": "csharp",
      "#!/usr/bin/env rust-script\n": "rust",
      "#!/usr/bin/java --source 21\n": "java",
      "#!/usr/bin/swift\n": "swift",
      "#!/usr/bin/env swift -O\n": "swift",
      "#!/bin/sh\n# python\n": null,
      "#!\n": null,
      "python\n": null,
      "": null,
    };
    for (const [head, language] of Object.entries(lines))
      expect(detect("bin/run", head), head).to.equal(language);
  });

  it("reads what is in a header, apart from comments, strings and what C++ alone reads of it", () => {
    const heads = {
      "": "c",
      "struct a { int class; };\nvoid f(const char *namespace);\n": "c",
      '// class A\n/* std::a\n#import */ char *a = "\\"b::c";\n': "c",
      '#ifdef __cplusplus\nextern "C" {\nclass A;\n#endif\nint a;\n': "c",
      "#error use namespace a\n#include <sys/types.h>\n[[gnu::packed]] int a;\n": "c",
      "#include <vector>\n": "cpp",
      "class API A : public B {\n": "cpp",
      "namespace {\n": "cpp",
      "  template <int N> struct A;\n": "cpp",
      "struct A {\n private:\n": "cpp",
      "void f(std::string &a);\n": "cpp",
      "using A = int;\n": "cpp",
      "#import <A/A.h>\n": "objective-c",
      "@class A;\nclass B;\n": "objective-c",
      "/**\n @class A\n @interface B */\n": "c",
    };
    for (const [head, language] of Object.entries(heads))
      expect(detect("a.h", head), head).to.equal(language);
  });

  it("tells Objective-C from other languages with its extensions", () => {
    expect(detect("a.m", '#include "a.h"\nint main() {}\n')).to.equal("objective-c");
    expect(detect("a.m", "@implementation A\n@end\n")).to.equal("objective-c");
    expect(detect("a.m", "% matrices\nfunction y = f(x)\n  y = @(z) x';\nend\n")).to.equal(null);
    expect(detect("a.m", "# import data\n")).to.equal(null);
    expect(detect("a.mm", "#import <A/A.h>\nclass B;\n")).to.equal("objective-c");
    expect(detect("a.mm", "#include <vector>\nint a;\n")).to.equal("cpp");
  });

  it("finds marks in time that grows with the head alone", () => {
    const before = process.cpuUsage();
    for (const piece of ["\n", " ", "class ", "#if __cplusplus\n", "a", '"', "/*", "[[ ", "using a "])
      for (const name of ["a.h", "a.m", "a.mm"]) detect(name, piece.repeat(HEAD_BYTES));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6, "CPU seconds").to.be.below(5);
  });

  it("says which names leave it to the content", () => {
    for (const path of ["a.h", "b/a.M", "a.mm", "run", ".hook"])
      expect(isDecidedByContent(path), path).to.equal(true);
    for (const path of ["a.c", "a.txt", "SConstruct"]) expect(isDecidedByContent(path), path).to.equal(false);
  });

  it("does not guess: an unknown extension decides, and a name that begins with a dot has none", () => {
    expect(detect("a.txt", "#!/usr/bin/env node\n")).to.equal(null);
    expect(detect("a.")).to.equal(null);
    expect(detect(".py")).to.equal(null);
    expect(detect(".gitignore")).to.equal(null);
    expect(detect(".hook", "#!/usr/bin/env node\n")).to.equal("javascript");
  });
});
