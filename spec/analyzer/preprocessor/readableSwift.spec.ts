import { expect } from "chai";
import fc from "fast-check";
import { readableSwift } from "../../../analyzer/preprocessor/readableSwift.js";
import { unitsOfText } from "../../../analyzer/syntax/source.js";

const readable = (text: string) => String.fromCharCode(...readableSwift(unitsOfText(text)));
const readOf = (text: string) => readable(text).replace(/ +/g, " ").trim();

describe("readableSwift", () => {
  it("leaves what the grammar reads as it is", () => {
    const texts = [
      "let a = #file, b = #selector(c), d = try await e()\n",
      "for try await a in b { try await c() }\nif a { try await b() }\nguard let a = try await b() else { }\nif let a = await b() { }\n",
      "func f() -> () { g() }\nlet a: () -> Void = { b() }, c: (() async -> Int)? = nil\n",
      "func isolated(sending: Int, unsafe: Bool) throws { copy = consume + sending }\n",
      "@objc func a() {}\ncase .b(let c): d()\n@Sendable\nfunc e() {}\n",
    ];
    for (const text of texts) expect(readable(text)).to.equal(text);
  });

  it("reads all branches of `#if`, without the conditions", () => {
    const text = '#if os(iOS) && !B\nvar a: A\n  #elseif swift(>=6)\n#else // none\n#error("b")\n#endif\n';
    expect(readable(text).replace(/ +$/gm, "")).to.equal("\nvar a: A\n\n      // none\n\n\n");
  });

  it("reads statements whose head has both `try` and `await`", () => {
    expect(readOf("if let a = try await b(), c {")).to.equal("if let a = try b(), c {");
    expect(readOf("} else if try! await b() {")).to.equal("} else if try! b() {");
    expect(readOf("  all: while let a = try? await b() {")).to.equal("all: while let a = try? b() {");
    expect(readOf("for a in try await b() {")).to.equal("for a in try b() {");
    expect(readOf("switch try await b() {")).to.equal("switch try b() {");
  });

  it("reads typed errors, ownership and isolation", () => {
    expect(readOf("func f() async throws(E.F<G>) -> sending H {")).to.equal("func f() async throws -> H {");
    expect(readOf("a: isolated (any Actor)? = #isolation, b: consuming sending B")).to.equal(
      "a: (any Actor)? = isolation, b: consuming B",
    );
    expect(readOf("_ = consume a; b(copy c)\n unsafe d(e)")).to.equal("_ = a; b( c)\n d(e)");
    expect(readOf("private nonisolated(unsafe) var a")).to.equal("private var a");
    expect(readOf("  @Sendable func f() {")).to.equal("func f() {");
  });

  it("reads the value of nothing, and patterns without one", () => {
    expect(readOf("return ()\na(.success(()), ())\nlet b = ()\n()")).to.equal(
      "return []\na(.success([]), [])\nlet b = []\n[]",
    );
    expect(readOf("case .success(): a()")).to.equal("case .success : a()");
  });

  it("keeps every text's length and line ends", () => {
    const piece = fc.constantFrom(
      "#if",
      "#endif",
      "\n",
      " ",
      "()",
      "try",
      "await",
      "if",
      "(",
      "=",
      "sending",
      "a",
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join(" ");
        const read = readable(text);
        expect(read.length).to.equal(text.length);
        expect(read.replace(/[^\n]/g, " ")).to.equal(text.replace(/[^\n]/g, " "));
      }),
    );
  });

  it("takes time in proportion to the text", () => {
    const bait = [
      "#if ",
      "if try ",
      "for ",
      "( ",
      "throws(",
      "return\t",
      " ",
      "@Sendable ",
      "case .a",
      "\t#",
      "-> (",
      "/",
    ];
    for (const piece of bait) {
      for (const opening of ["", "#if", "\n", "for ", "throws("]) {
        const units = unitsOfText(opening + piece.repeat((1 << 20) / piece.length));
        const before = process.cpuUsage();
        readableSwift(units);
        const { user, system } = process.cpuUsage(before);
        expect((user + system) / 1e6, `${opening}, then ${piece}`).to.be.below(1);
      }
    }
  });
});
