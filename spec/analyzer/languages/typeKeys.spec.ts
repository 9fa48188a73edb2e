import { expect } from "chai";
import { factsOf } from "../support/fixtures.js";

describe("the names by which parts of types are joined", () => {
  it("begin with the namespace around, or the last one before that has no braces", async () => {
    const php = await factsOf(
      "<?php\nnamespace A\\B; class X { public $a; }\nnamespace C; class X { public $b; } trait Y { public $c; }\n",
      "php",
    );
    expect(php.types.map(({ key }) => key)).to.deep.equal(["A\\B::X", "C::X", "C::Y"]);
    const braced = "<?php\nnamespace A { class X { public $a; } } namespace { class X { public $b; } }\n";
    expect((await factsOf(braced, "php")).types.map(({ key }) => key)).to.deep.equal(["A::X", "X"]);
  });

  it("have the modules around, and a block that implements has that of its type", async () => {
    const { types } = await factsOf(
      "struct A { x: u8 }\nmod m { mod n { struct A { y: u8 } impl T for A { fn f() {} } } }\nimpl<T> m::B<T> { fn g() {} }\n",
      "rust",
    );
    expect(types.map(({ key, functions, isDeclared }) => ({ key, functions, isDeclared }))).to.deep.equal([
      { key: "A", functions: 0, isDeclared: true },
      { key: "m::n::A", functions: 1, isDeclared: true },
      { key: "B", functions: 1, isDeclared: false },
    ]);
  });

  it("have the number of type parameters, and are none where nothing says that there are other parts", async () => {
    const { types } = await factsOf(
      "namespace A.B;\npartial class C { int x; }\npartial class C<T, U> { int y; }\nclass D { partial struct E { int z; } int w; }\n",
      "csharp",
    );
    expect(types.map(({ name, key }) => ({ name, key }))).to.deep.equal([
      { name: "C", key: "A::B::C" },
      { name: "C", key: "A::B::`2::C" },
      { name: "D", key: null },
      { name: "E", key: "A::B::D::E" },
    ]);
    const braced = "namespace A { namespace B { partial class C { int x; } } }\n";
    expect((await factsOf(braced, "csharp")).types.map(({ key }) => key)).to.deep.equal(["A::B::C"]);
  });

  it("are none for a type without a name, so that two of them are two", async () => {
    const { types } = await factsOf("<?php\nf(new class { public $a; }, new class { public $b; });\n", "php");
    expect(types.map(({ name, key, fields }) => ({ name, key, fields }))).to.deep.equal([
      { name: "<anonymous>", key: null, fields: ["a"] },
      { name: "<anonymous>", key: null, fields: ["b"] },
    ]);
  });
});
