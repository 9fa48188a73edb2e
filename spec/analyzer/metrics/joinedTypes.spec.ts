import { expect } from "chai";
import { joinTypes } from "../../../analyzer/grading/joinTypes.js";
import type { LanguageId } from "../../../analyzer/types.js";
import { factsOf } from "../support/fixtures.js";

/** The types of a repository: path, name, functions, fields and the paths of further parts. */
async function typesOf(language: LanguageId, files: Readonly<Record<string, string>>): Promise<unknown[]> {
  const paths = Object.keys(files).sort();
  const measured = await Promise.all(
    paths.map(async (path) => {
      const facts = await factsOf(files[path] ?? "", language);
      return { path, oid: path, language, role: "source" as const, facts };
    }),
  );
  return [...joinTypes(measured)].flatMap(([path, types]) =>
    types.map(({ name, functions, fields, parts }) => [
      path,
      name,
      functions,
      fields,
      ...parts.map((part) => part.path),
    ]),
  );
}

describe("joined types", () => {
  it("of C++ are joined by their qualified names, whichever way these are written", async () => {
    const files = {
      "a.h": "namespace x::y {\nclass A { int a; void f(); class B; };\n}\n",
      "b.cc": "void x::y::A::f() {}\nnamespace x { namespace y {\nclass A::B { int b; void g(); };\n} }\n",
      "c.cc": "namespace x { void y::A::B::g() {} }\nnamespace z { class A { int c; }; }\n",
    };
    expect(await typesOf("cpp", files)).to.deep.equal([
      ["a.h", "A", 1, 1, "b.cc"],
      ["b.cc", "B", 1, 1, "c.cc"],
      ["c.cc", "A", 0, 1],
    ]);
  });

  it("are listed with their declaration, though all they have is elsewhere, and not at all if that is nothing", async () => {
    const cpp = { "a.h": "class A { void f(); };\nclass B { void g(); };\n", "b.cc": "void A::f() {}\n" };
    expect(await typesOf("cpp", cpp)).to.deep.equal([["a.h", "A", 1, 0, "b.cc"]]);
    const objc = {
      "s/A.m": "@implementation A\n- (void)f {}\n@end\n",
      "s/Z.h": "@interface A : B\n- (void)f;\n@end\n",
      "t/A.m": "@implementation A\n- (void)g {}\n@end\n",
    };
    expect(await typesOf("objective-c", objc)).to.deep.equal([
      ["s/Z.h", "A", 1, 0, "s/A.m"],
      ["t/A.m", "A", 1, 0],
    ]);
  });

  it("are no types without a name, of one function, or in a namespace without a name", async () => {
    const text =
      "namespace { struct A { int a; void f(); }; void A::f() {} }\nstruct { int b; } c;\nvoid g() { struct D { int d; }; }\n";
    const own = [
      ["A", 1, 1],
      ["<anonymous>", 0, 1],
      ["D", 0, 1],
    ];
    expect(await typesOf("cpp", { "a.cc": text, "b.cc": text })).to.deep.equal([
      ...own.map((type) => ["a.cc", ...type]),
      ...own.map((type) => ["b.cc", ...type]),
    ]);
  });

  it("of Swift are joined with their extensions in the same folder, also from within other types", async () => {
    const files = {
      "s/A.swift": "struct A {\n  let a: Int\n  class B { var b = 1 }\n}\n",
      "s/A+C.swift": "extension A: C { func f() {} }\nextension A.B { func g() {} }\n",
      "s/D.swift": "extension A { enum E { static func h() {} } }\nextension String { func i() {} }\n",
      "t/A.swift": "extension A { func j() {} }\n",
    };
    expect(await typesOf("swift", files)).to.deep.equal([
      ["s/A.swift", "A", 1, 1, "s/A+C.swift"],
      ["s/A.swift", "B", 1, 1, "s/A+C.swift"],
      ["s/D.swift", "E", 1, 0],
      // Declared in no file, so listed where it is added to.
      ["s/D.swift", "String", 1, 0],
      ["t/A.swift", "A", 1, 0],
    ]);
  });

  it("of Go count the fields that their names declare", async () => {
    expect(await typesOf("go", { "a.go": "package a\ntype S struct { A, B int; C *S }\n" })).to.deep.equal([
      ["a.go", "S", 0, 3],
    ]);
  });
});
