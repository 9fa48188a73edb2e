import { c, typedefName } from "./c.js";
import type { NodeView } from "./nodeView.js";
import type { LanguageTable } from "./table.js";

/** Casts that look like calls. */
const NO_CASTS = ["static_cast", "dynamic_cast", "const_cast", "reinterpret_cast"]
  .map((name) => `[!.name="${name}"]`)
  .join("");
/** Where declarations stand. */
const BODIES: ReadonlySet<string> = new Set([
  "translation_unit",
  "declaration_list",
  "field_declaration_list",
  "compound_statement",
]);
const DECLARATORS = [...(c.functions.within ?? []), "reference_declarator"];

/** What C has not, in code without comments and strings. */
const CPP_MARKS = new RegExp(
  [
    /\b(?:class|virtual|typename|namespace)\s+[\w~]|\bnamespace\s*\{|\btemplate\s*</,
    /\busing\s+\w+(?:\s*=|::|\s+\w)|^[ \t]*(?:public|private|protected)(?:[ \t]+\w+)?[ \t]*:/,
    /\b(?:noexcept|decltype|static_cast|reinterpret_cast|const_cast|dynamic_cast)\b/,
    // Not the attributes of C, `[[gnu::packed]]`.
    /(?:^|[^\w[])\w+::~?\w/,
    // The headers of C++'s own library have no extension.
    /^[ \t]*#[ \t]*include[ \t]*<[\w/]+>/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "m",
);

/** C++ up to C++20, and what of C++23 the grammar reads. */
export const cpp: LanguageTable = {
  ...c,
  id: "cpp",
  extensions: [".cc", ".cpp", ".cxx", ".c++", ".hpp", ".hh", ".hxx", ".h++", ".ipp", ".tpp", ".inl"],
  shared: [
    {
      extensions: [".h"],
      marks: CPP_MARKS,
      rank: 1,
    },
    { extensions: [".mm"], rank: 1 },
  ],
  grammars: ["tree-sitter-cpp.wasm"],
  sample: `// é 😀
#include <a>
#if defined(A) && B > 1
namespace a::b { namespace { class I; } using namespace std; }
#endif
template <typename T, int N = 3> requires C<T> class A : public B<T> { public: explicit A(int x = 1) : x_(x), y_{2} {} ~A() = default;
  operator bool() const noexcept { return x_ and not y_; } A& operator+=(const A&) &; static constexpr int K = 1; int x_, *y_ = 0; friend bool operator==(A a, A b) { return a <=> b; } };
template <> void n::A<int>::f(auto&&... rest) try { throw R"(x)"; } catch (const E& e) { } catch (...) { }
[[nodiscard]] auto g(int a, ...) -> int { if (auto* p = f(); p && !q) co_return 1; else if constexpr (x) goto end;
  for (auto& [k, v] : m) { auto l = [=, &x, z = 1](int a) mutable { return a ?: b ? 'c' : 1_km; }; }
  switch (x) { case A::B: break; default: delete p; } end: return new T{1}, static_cast<int>(this->x), (args && ...), nullptr; }
enum class E : int { P = 1 }; int broken( { ] =
`,

  concepts: {
    ...c.concepts,
    Loop: [...(c.concepts.Loop ?? []), "for_range_loop"],
    Try: [...(c.concepts.Try ?? []), "try_statement"],
    Catch: [...(c.concepts.Catch ?? []), "catch_clause"],
    And: [...(c.concepts.And ?? []), "binary_expression > 'and'", "fold_expression > '&&'"],
    Or: [...(c.concepts.Or ?? []), "binary_expression > 'or'", "fold_expression > '||'"],
    Return: ["return_statement", "co_return_statement"],
    Assignment: [
      ...(c.concepts.Assignment ?? []),
      "declaration > '='",
      "field_declaration > '='",
      "field_initializer",
      "lambda_capture_initializer",
    ],
    Call: [
      "call_expression[!template_function]",
      `call_expression.function > template_function${NO_CASTS}`,
      "new_expression",
      "compound_literal_expression[!'(']",
    ],
    Comparison: [
      ...(c.concepts.Comparison ?? []),
      "binary_expression > '<=>'",
      "binary_expression > 'not_eq'",
    ],
    Not: ["unary_expression['!']", "unary_expression['not']"],
  },

  functions: {
    ...c.functions,
    nodes: ["function_definition", "lambda_expression"],
    body: [".body", "try_statement"],
    name: [],
    within: [...DECLARATORS, "abstract_function_declarator"],
    nameOf: functionName,
    scopesOf: scopesOfFunction,
    free: ["friend_declaration > function_definition"],
  },
  parameters: { ...c.parameters, tokens: ["..."] },
  types: {
    ...c.types,
    nodes: [...c.types.nodes, "class_specifier[.body]"],
    joined: "repository",
    fields: ["field_identifier", ...DECLARATORS].map((kind) => ({
      node: `field_declaration[!storage_class_specifier="static"].declarator > ${kind}`,
      name: [],
    })),
    scopes: ["namespace_definition", "class_specifier", "struct_specifier", "union_specifier"].map(
      (node) => ({
        node,
        name: [".name"],
      }),
    ),
    nameOf: typeName,
    scopesOf: scopesOfType,
  },
  names: {
    ...c.names,
    bindings: [
      { node: "init_declarator", name: [".declarator"], value: [".value"] },
      { node: "assignment_expression", name: [".left"], value: [".right"] },
      { node: "field_declaration", name: [".declarator"], value: [".default_value"] },
      { node: "initializer_pair", name: [".designator"], value: [".value"] },
    ],
    transparent: ["parenthesized_expression"],
    casts: ["cast_expression"],
    qualified: [
      ...c.names.qualified,
      { node: "reference_declarator", name: ["identifier", "field_identifier", ...DECLARATORS] },
      { node: "field_expression", name: [".field"] },
      { node: "field_designator", name: ["field_identifier"] },
      { node: "qualified_identifier", name: [".name"] },
    ],
  },
  halstead: { ...c.halstead, strings: [...c.halstead.strings, "raw_string_literal"] },
  data: { ...c.data, leaves: [...c.data.leaves, "raw_string_content", "raw_string_delimiter"] },
  imports: ["preproc_include", "using_declaration"],
  signatures: [
    ...(c.signatures ?? []),
    "declaration[reference_declarator > function_declarator]",
    "field_declaration[function_declarator]",
    "field_declaration[pointer_declarator > function_declarator]",
    "field_declaration[reference_declarator > function_declarator]",
  ],
};

/** The declared name of a function, with the scopes before it: `ns::Foo<T>::bar`. */
function declaredName(view: NodeView, fn: number): number | null {
  const kinds: ReadonlySet<string> = new Set(DECLARATORS);
  let at = fn;
  for (;;) {
    const inner = view.children(at).find((child) => kinds.has(view.kind(child)));
    if (inner === undefined) break;
    at = inner;
  }
  return view.childByField(at, "declarator");
}

function functionName(view: NodeView, fn: number): string | undefined {
  if (view.kind(fn) !== "function_definition") return undefined;
  const declared = declaredName(view, fn);
  if (declared === null) return undefined;
  const name = scopedName(view, declared).name;
  switch (view.kind(name)) {
    case "operator_cast":
      return oneLine(view.text(name).split("(")[0] ?? "")
        .replace(/ ([*&])/g, "$1")
        .trim();
    case "operator_name":
      return oneLine(view.text(name)).replace(/^operator (?!\w)/, "operator");
    case "template_function":
      return oneLine(view.text(view.childByField(name, "name") ?? name));
    default:
      return oneLine(view.text(name));
  }
}

function scopesOfFunction(view: NodeView, fn: number): readonly string[] {
  const declared = view.kind(fn) === "function_definition" ? declaredName(view, fn) : null;
  return declared === null ? [] : scopedName(view, declared).scopes;
}

function typeName(view: NodeView, type: number): string | undefined {
  const declared = view.childByField(type, "name");
  if (declared === null) return typedefName(view, type);
  return oneLine(view.text(scopedName(view, declared).name));
}

function scopesOfType(view: NodeView, type: number): readonly string[] {
  const declared = view.childByField(type, "name");
  return declared === null ? [] : scopedName(view, declared).scopes;
}

/** Splits `ns::Foo<T>::bar`. */
function scopedName(
  view: NodeView,
  declared: number,
): { readonly scopes: readonly string[]; readonly name: number } {
  const scopes: string[] = [];
  let parameters: ReadonlySet<string> | undefined;
  // Once for all scopes, of which a hostile name has thousands.
  const ofTemplate = () => {
    parameters ??= templateParameters(view, declared);
    return parameters;
  };
  let name = declared;
  while (view.kind(name) === "qualified_identifier") {
    const inner = view.childByField(name, "name");
    if (inner === null) break;
    const scope = view.childByField(name, "scope");
    if (scope !== null) scopes.push(scopeName(view, scope, ofTemplate));
    name = inner;
  }
  return { scopes, name };
}

/** `Foo<T>` is the template itself where `T` is its parameter, and else a specialisation with a name of its own. */
function scopeName(view: NodeView, scope: number, ofTemplate: () => ReadonlySet<string>): string {
  const name = view.childByField(scope, "name");
  const args = view.childByField(scope, "arguments");
  if (view.kind(scope) !== "template_type" || name === null || args === null)
    return oneLine(view.text(scope));
  const isTemplate = oneLine(view.text(args))
    .slice(1, -1)
    .split(",")
    .every((arg) => ofTemplate().has(arg.replace("...", "").trim()));
  return oneLine(view.text(isTemplate ? name : scope));
}

/** The name of a parameter, before its default. From the beginning of a word only: else a long one takes the square of its length. */
const LAST_WORD = /(?<!\w)(\w+)\s*(?:=.*)?$/s;

/** Names of the parameters of the templates directly around a declaration. */
function templateParameters(view: NodeView, node: number): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = view.parent(node); at !== null && !BODIES.has(view.kind(at)); at = view.parent(at)) {
    const list = view.kind(at) === "template_declaration" ? view.childByField(at, "parameters") : null;
    for (const parameter of list === null ? [] : view.children(list)) {
      const name = LAST_WORD.exec(view.text(parameter))?.[1];
      if (name !== undefined) names.add(name);
    }
  }
  return names;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
