import { expect } from "chai";
import fc from "fast-check";
import {
  readableObjectiveC,
  readablePreprocessed,
} from "../../../analyzer/preprocessor/readablePreprocessed.js";
import { unitsOfText } from "../../../analyzer/syntax/source.js";
import { factsOf } from "../support/fixtures.js";

const textOf = (units: Uint16Array) => String.fromCharCode(...units);

/** What is read of a text, with its white space made one space. */
function readOf(text: string, readable = readablePreprocessed): string {
  return textOf(readable(unitsOfText(text)))
    .replace(/\s+/g, " ")
    .trim();
}

function expectUnchanged(texts: readonly string[]): void {
  for (const text of texts) expect(textOf(readablePreprocessed(unitsOfText(text))), text).to.equal(text);
}

describe("readablePreprocessed: conditionals", () => {
  it("leaves groups of whole statements, declarations and fields as they are", () => {
    expectUnchanged([
      "#ifndef A_H\n#define A_H\nint a;\n#endif\n",
      "void f() {\n#if A && B\n  g();\n#elif C\n  if (a) { h(); }\n#else\n#define X\n#endif\n  i();\n}\n",
      "struct s {\n#ifdef A\n int a;\n#endif\n int b;\n};\n",
      "#if A\nvoid f() {}\n#else\nvoid f() { g(); }\n#endif\n",
    ]);
  });

  it("reads the first branch where branches open what they do not close", () => {
    const split =
      "void f() {\n#if A\n  if (a) {\n#else /* b */\n  while (b) {\n#endif\n  }\n}\nvoid g() {}\n";
    expect(readOf(split)).to.equal("void f() { if (a) { /* b */ } } void g() {}");
    const ends = '#ifdef __cplusplus\nextern "C" {\n#endif\nint a;\n#ifdef __cplusplus\n}\n#endif\n';
    expect(readOf(ends)).to.equal('extern "C" { int a; }');
  });

  it("reads the largest branch of a group that is whole where none can stand", () => {
    expect(readOf("a = b\n#if A\n + c\n#else\n + d + e\n#endif\n;\n")).to.equal("a = b + d + e ;");
  });

  it("reads directives without the comments in them, and keeps those behind them", () => {
    const text = "#define A(a) \\\n  /* b */ \\\n  f(a) // c\n#endif /* d */ e\n";
    expect(readOf(text)).to.equal("#define A(a) \\ \\ f(a) // c #endif e");
  });

  it("reads the first branch inside of expressions, lists, and between an if and its else", () => {
    expect(readOf("a = b\n#ifdef A\n + c\n#else\n + d\n#endif\n;\n")).to.equal("a = b + c ;");
    expect(readOf("t u[] = {\n{1},\n#ifdef A\n{2},\n#endif\n{3} };")).to.equal("t u[] = { {1}, {2}, {3} };");
    expect(readOf("if (a) {}\n#if B\nelse { c(); }\n#endif\n")).to.equal("if (a) {} else { c(); }");
    expect(readOf("if (a)\n#if B\n b();\n#else\n c();\n#endif\n")).to.equal("if (a) b();");
  });

  it("never reads what stands in `#if 0`, where it cannot be left", () => {
    expect(readOf("a = b\n#if 0\n + c\n#else\n + d\n#endif\n;")).to.equal("a = b + d ;");
    expect(readOf("a = b\n#if 0\n + c\n#endif\n;")).to.equal("a = b ;");
    expect(readOf("#if 0\ndon't\n#endif /* c\n d */\nint a;\n")).to.equal("/* c d */ int a;");
  });

  it("decides groups inside of groups on their own", () => {
    const inner =
      "void f() {\n#if A\n if (a) {\n#if B\n b();\n#else\n c();\n#endif\n#else\n {\n#endif\n }\n}\n";
    expect(readOf(inner)).to.equal("void f() { if (a) { #if B b(); #else c(); #endif } }");
    const outer = "#if A\nvoid f() {\n g(\n#if B\n 1\n#else\n 2\n#endif\n );\n}\n#else\nint a;\n#endif\n";
    expect(readOf(outer)).to.equal("#if A void f() { g( 1 ); } #else int a; #endif");
  });

  it("leaves a group without an end", () => {
    expectUnchanged(["#if A\nif (a) {\n", "#endif\n#else\n}\n"]);
  });
});

describe("readablePreprocessed: macros", () => {
  it("blanks out what stands before and in declarations", () => {
    expect(readOf("API_EXPORT int f(int a);")).to.equal("int f(int a);");
    expect(readOf("LUA_API const char *(f) (void);")).to.equal("const char *(f) (void);");
    expect(readOf("static API_INLINE lib::type<int>& f() {}")).to.equal("static lib::type<int>& f() {}");
    expect(readOf("BEGIN_NS namespace a { }\nEND_NS\n")).to.equal("namespace a { }");
    expect(readOf("jint JNICALL Java_f(void) {}")).to.equal("jint Java_f(void) {}");
    expect(readOf("void API_NOTHROW *API_ATTR(malloc) API_SIZE(1)\nf(int n) {}")).to.equal(
      "void * f(int n) {}",
    );
    expect(readOf("PRINTF_LIKE(1, 2) void f() {}")).to.equal("void f() {}");
    expect(readOf("static int internal f(void) {} t *fast g(int a);")).to.equal(
      "static int f(void) {} t * g(int a);",
    );
    expect(readOf("inlined int_type f(int a) {}")).to.equal("int_type f(int a) {}");
    expect(readOf("template <class T>\ninlined a<T> API_X\nf(int a) {}")).to.equal(
      "template <class T> a<T> f(int a) {}",
    );
    expect(readOf("rb_gen(static, a,\n  b)\n\nstatic int f(int a) {}")).to.equal("static int f(int a) {}");
  });

  it("blanks out what stands in the head of a class", () => {
    expect(readOf("class API_EXPORT A : public B { int a; };")).to.equal("class A : public B { int a; };");
    expect(readOf("struct API_X API_Y(1) A final {};")).to.equal("struct A final {};");
    expectUnchanged([
      "struct POINT p;",
      "struct POINT f(void) {}",
      "class API_EXPORT A;",
      "enum MODE m : 3;",
    ]);
  });

  it("blanks out what stands behind declarations, in classes and around them", () => {
    expect(readOf("void f() const API_NOTHROW {}")).to.equal("void f() const {}");
    expect(readOf("void f() API_A API_B(1);")).to.equal("void f() ;");
    expect(readOf("class A { int a GUARDED_BY(m) = 1; };")).to.equal("class A { int a = 1; };");
    expect(readOf("void f(type *a UNUSED, int b UNUSED) {}")).to.equal("void f(type *a , int b ) {}");
    expect(readOf("- (void)m:(int)a NS_SWIFT_NAME(m(a:));")).to.equal("- (void)m:(int)a ;");
    expect(readOf("@protocol A\n@required\n- (void)m:(int)a API_X(1);")).to.equal(
      "@protocol A @required - (void)m:(int)a ;",
    );
    expect(readOf("@property (copy) NSString *ID API_X(1);")).to.equal("@property (copy) NSString *ID ;");
    expectUnchanged([
      "void f() { if (a) RETURN_ERROR; if (b) RETURN(1); }",
      "int A_NAME(1);",
      "static T A_B(1);",
      "f(A_B, a C_D);",
      "id _Nonnull const a; b * _Nullable c(int d);",
      "static __inline__ int e(void) {}",
      "- (a *)PATCH:(b)c {}",
      "- (void)PUT;",
      "@property (copy) NSString *ID;",
      "@interface AFX : NSObject",
      "void f(const RE2::A& a);",
      "static const A_B = 1;",
    ]);
  });

  it("blanks out what stands on lines of its own", () => {
    expect(readOf("BEGIN_DECLS\nint a;\nEND_DECLS\n")).to.equal("int a;");
    expect(readOf("@interface A\n@end\nNS_END\n")).to.equal("@interface A @end");
    expect(readOf("class A {\n  Q_OBJECT\n  Q_PROPERTY(int a READ a)\n public:\n  A();\n};")).to.equal(
      "class A { public: A(); };",
    );
    expectUnchanged([
      "BOOL\nf(void)\n{}\n",
      "old(a)\nint a;\n{}\n",
      "UINT\n*f(void);\n",
      "template <class T>\nT f(T a) {}",
      "@interface A\n@end\nhandler f(int a) {}",
      "TEST(A, B)\n{\n  check(a)\n  b();\n}\n",
      "int a = A_VALUE\n;",
    ]);
  });

  it("ends statements that bring their own semicolons, where a line has room for it", () => {
    const text = "f() {\n  A_B(1)\n  if (a)\n\tA_C(2) // c\n\telse b();\n}";
    expect(textOf(readablePreprocessed(unitsOfText(text)))).to.equal(
      "f() {\n  A_B(1)\n ;if (a)\n\tA_C(2) // c\n;else b();\n}",
    );
    expectUnchanged(["f() {\nA_B(1)\nb();\n}\n"]);
  });

  it("reads types among arguments as one word, and declarations as they are", () => {
    const text = "void f() { va_arg(a, unsigned long **); each(b, struct c, const d *); g(throw e()); }";
    expect(readOf(text)).to.equal("void f() { va_arg(a, _ ); each(b, c, d ); g( e()); }");
    expect(readOf("void f() { a(int, float(1), (char)2, sizeof(int)); }")).to.equal(
      "void f() { a(_ , float(1), (char)2, sizeof(int)); }",
    );
    expectUnchanged([
      "void f(unsigned long a, struct b *);",
      "class A { A(const b *); };",
      "void f() { g(sizeof(struct a *), (const b *)c, a * b); int h(unsigned long); }",
      "void f() { g([](const a b) { unsigned c; }); h(^BOOL(struct a *b) {}); }",
    ]);
  });

  it("reads blocks and declarations that macros make", () => {
    expect(readOf("A_FLAG(unsigned int, b, 1);\nint a;")).to.equal("; int a;");
    expect(readOf("void f() { A_TRY {} A_EACH(b) {} }")).to.equal("void f() { {} A_EACH(b);{} }");
    expectUnchanged(["A_TEST(a, [] { b(); });", "A_TEST(a)->b();", "A_TEST(a) {}"]);
  });

  it("reads conditions behind macros, strings beside them and enumerations made by them", () => {
    expect(readOf("void f() { if CONSTEXPR (a) {} }")).to.equal("void f() { if (a) {} }");
    expect(readOf('f("a" QUOTED("b") "c", PRIu64 "d");')).to.equal('f("a" "c", PRIu64 "d");');
    expect(readOf("typedef NS_ENUM(NSInteger, A) { B };")).to.equal("enum { B };");
  });

  it("leaves values, types, calls, statements and names in lower case", () => {
    expectUnchanged([
      "int f() { A_CALL(1); x = A_VALUE * B_VALUE; return A_VALUE; }",
      "HRESULT A::f() { BOOL a; UINT b = 1, *c; DWORD const d = 2; }",
      "void f() { for (int a = 0; a < A_MAX; a++) A_CALL(a); }",
      "for (id OBJECT in list) {}",
      "template <class T_A> void f(T_A a) noexcept {\n  A_LOCK(a)\n  + b;\n}",
      "enum { A_ONE, A_TWO = A_ONE, };\n#define API_EXPORT int x\n",
      "struct a f(void) {} const a g(); extern a h(); class a; unsigned long long i(int a);",
      "static inline struct point f(void) {\n  A_LOCK(a)\n  + 1;\n}",
    ]);
  });
});

describe("readableObjectiveC", () => {
  it("leaves out what Objective-C++ has of C++ around declarations", () => {
    const read = (text: string) => readOf(text, readableObjectiveC);
    expect(read("namespace a::b {\nint c() { return 1; }\n}\nint d;")).to.equal(
      "int c() { return 1; } int d;",
    );
    expect(read("using std::string; template <class T> void A::f(::a::b c) {}")).to.equal("void f( b c) {}");
    expect(read("class A final : public B<int> {\n public:\n  void f() { { g(); } }\n};")).to.equal(
      "void f() { { g(); } } ;",
    );
    expect(read("auto a = 1; auto *b = c ? d : e;")).to.equal("a = 1; auto *b = c ? d : e;");
    for (const text of [
      "@class A; a = @selector(b::);",
      "- (void)a:(Class)class { b(); }",
      "- (void)a:(int)b :(int)c {}",
      "struct a { int b; };",
    ])
      expect(read(text)).to.equal(text);
  });

  it("makes every `#ifdef` an `#if`", () => {
    expect(readOf("#ifdef A\nint a;\n#endif\n# ifndef B\nint b;\n#endif", readableObjectiveC)).to.equal(
      "#if A int a; #endif # if B int b; #endif",
    );
  });
});

describe("readable texts", () => {
  const pieces = [
    "#if A\n",
    "#else\n",
    "#endif\n",
    "A_B",
    "(",
    ")",
    "{",
    "}",
    ";",
    "int",
    "a",
    "\n",
    "class ",
    "namespace a ",
    "::",
    "template",
    ">",
    "using ",
    "auto ",
    "<",
  ];

  it("have the length and the lines of what they are made from", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (chosen) => {
        const text = chosen.join("");
        const readable = textOf(readableObjectiveC(unitsOfText(text)));
        expect(readable.length).to.equal(text.length);
        for (let i = 0; i < text.length; i++)
          if (readable[i] !== text[i] && text[i] === "\n") throw new Error(`a line end is gone: ${text}`);
      }),
    );
  });

  it("leave functions and lines as the file has them", async () => {
    const text =
      "API void f(void)\n{\n#if A\n  if (a) {\n#else\n  while (b) {\n#endif\n  }\n}\nint g() { return 1; }\n";
    const { functions, codeLines, parseErrorLines } = await factsOf(text, "c");
    expect({ codeLines, parseErrorLines }).to.deep.equal({ codeLines: 10, parseErrorLines: 0 });
    expect(
      functions.map(({ name, startLine, endLine, codeLines: lines, cyclomatic }) => [
        name,
        startLine,
        endLine,
        lines,
        cyclomatic,
      ]),
    ).to.deep.equal([
      // Of the two branches the first is read.
      ["f", 1, 9, 9, 2],
      ["g", 10, 10, 1, 1],
    ]);
  });
});
