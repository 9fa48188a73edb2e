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

  it("are none for a type without a name, so that two of them are two", async () => {
    const { types } = await factsOf("<?php\nf(new class { public $a; }, new class { public $b; });\n", "php");
    expect(types.map(({ name, key, fields }) => ({ name, key, fields }))).to.deep.equal([
      { name: "<anonymous>", key: null, fields: ["a"] },
      { name: "<anonymous>", key: null, fields: ["b"] },
    ]);
  });
});
