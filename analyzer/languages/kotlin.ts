import type { NodeView } from "./nodeView.js";
import type { LanguageTable } from "./table.js";

/** The grammar takes the body of a class for a lambda where its last supertype is delegated: `class A : B by c { … }`. */
const DELEGATING_BODY = "explicit_delegation > call_expression > annotated_lambda > lambda_literal";

/** Places of declarations that can be fields; what an interface declares is none. */
const CLASS_BODIES = [
  "class_declaration[!'interface'] > class_body",
  "object_declaration > class_body",
  "companion_object > class_body",
  "object_literal > class_body",
  "enum_entry > class_body",
  "enum_class_body",
  DELEGATING_BODY,
];

/** Kotlin, scripts among it. */
export const kotlin: LanguageTable = {
  id: "kotlin",
  extensions: [".kt", ".kts"],
  fileNames: [],
  interpreters: ["kotlin"],
  grammars: ["tree-sitter-kotlin.wasm"],
  sample: `#!/usr/bin/env kotlin
@file:A("x")
package a.b // é 😀
import c.d as e
@B(c = 1) sealed class A<in T : B, out R>(private val x: Int, var y: String = "a", z: Int) : C(z), D by e where T : F {
  companion object : G() { const val K = 1 }
  init { this.x = 1 }
  constructor(q: Int) : this(q, "") { y += 'b' }
  var p: Int = 0x1F
    get() = field
    private set(value) { field = value }
  val String?.l by lazy { 1.5f }
  @T override suspend fun <reified U> List<*>.f(vararg a: Int, g: (Int) -> Unit = {}): U? where U : Any {
    if (a && !(b || c)) 1 else if (d) 2 else e[3]++
    l@ for ((i, v) in a) { if (x) continue@l else break }
    while (true) do { x-- } while (y)
    val o = object : R { override fun run() {} }, h = fun(x: Int): Int { return@f x }
    when (val s = x) { 1, 2 -> "a"; in 1..2 -> b; !is S -> c; else -> d }
    try { f<T>(1) { it } } catch (e: E) { } finally { }
    return x as? Int ?: y!!.z === "é \${b + c} \\n" to """c $d"""
  }
}
enum class E(val v: Int) { A(1) { fun f() = super.g() }, B; val w get() = ::h }
data object O
fun interface F { fun f(); val t: (A.B) -> dynamic }
typealias X = Y
class Broken { fun f( { val = ]
`,

  comments: ["line_comment", "block_comment", "shebang"],

  concepts: {
    If: ["if_expression"],
    ElseIf: ["'else' + if_expression"],
    Else: ["if_expression > 'else'"],
    Loop: ["for_statement", "while_statement", "do_while_statement"],
    Switch: ["when_expression"],
    Default: ["when_entry['else']"],
    Case: ["when_entry"],
    Try: ["try_expression"],
    Catch: ["catch_block"],
    And: ["binary_expression > '&&'"],
    Or: ["binary_expression > '||'"],
    Coalesce: ["binary_expression > '?:'"],
    Jump: ['labeled_expression[label="break@"]', 'labeled_expression[label="continue@"]'],
    Return: ["return_expression"],
    Assignment: [
      "property_declaration > '='",
      "when_subject > '='",
      "assignment",
      "unary_expression['++']",
      "unary_expression['--']",
    ],
    Call: ["call_expression", "constructor_delegation_call", "object_literal > 'object'"],
    Comparison: [
      "binary_expression > '=='",
      "binary_expression > '!='",
      "binary_expression > '==='",
      "binary_expression > '!=='",
      "binary_expression > '<'",
      "binary_expression > '<='",
      "binary_expression > '>'",
      "binary_expression > '>='",
      "in_expression",
      "is_expression",
    ],
    Not: ["unary_expression['!']"],
    // `f(x) { }` is one call to the language, and two to the grammar.
    None: [DELEGATING_BODY, "call_expression[annotated_lambda] > call_expression[value_arguments]"],
  },
  parentheses: ["parenthesized_expression"],

  functions: {
    nodes: [
      "function_declaration",
      "anonymous_function",
      "lambda_literal",
      "secondary_constructor",
      "getter",
      "setter",
    ],
    // A lambda is a body itself.
    body: ["function_body", "block", "'{'"],
    name: [".name", "'constructor'"],
    decorators: ["annotation"],
    nameOf,
  },
  parameters: {
    at: ["function_value_parameters", "lambda_parameters"],
    lists: ["function_value_parameters", "lambda_parameters"],
    except: ["parameter_modifiers", "'=' + *"],
    names: [],
    receivers: [],
    countOf: (view, node) => (view.kind(node) === "setter" ? 1 : undefined),
  },
  hasReturns: true,
  types: {
    // A companion is part of its class.
    nodes: ["class_declaration", "object_declaration", "object_literal", "enum_entry[class_body]"],
    name: [".name", "identifier"],
    joined: "never",
    fields: [
      { node: "class_parameter['val']", name: ["identifier"] },
      { node: "class_parameter['var']", name: ["identifier"] },
      ...CLASS_BODIES.flatMap((body) =>
        // Computed properties have an accessor and no value.
        ["[!getter]", "['=']"].map((stored) => ({
          node: `${body} > property_declaration${stored}[!modifiers > property_modifier][!modifiers > inheritance_modifier="abstract"] > variable_declaration`,
          name: ["identifier"],
        })),
      ),
    ],
  },
  names: {
    bindings: [
      {
        node: "property_declaration",
        name: ["variable_declaration"],
        value: ["lambda_literal", "anonymous_function", "parenthesized_expression", "as_expression"],
      },
      { node: "assignment", name: [".left"], value: [".right"] },
    ],
    transparent: ["parenthesized_expression"],
    casts: ["as_expression"],
    qualified: [{ node: "variable_declaration", name: ["identifier"] }],
    kinds: ["identifier"],
    strings: [],
  },
  halstead: {
    operands: ["this", "this@", "super", "super@", "dynamic"],
    operators: ["reification_modifier"],
    strings: ["string_literal", "multiline_string_literal", "character_literal"],
    interpolations: ["interpolation"],
  },
  data: {
    // Kotlin has no literals of lists: `listOf(…)` is one when it holds nothing else.
    containers: ["value_arguments", "collection_literal"],
    leaves: ["number_literal", "float_literal", "string_content", "escape_sequence"],
    tokens: ["(", ")", "[", "]", ",", '"', '"""', "'", "-", "+"],
  },
  imports: ["import", "package_header"],
};

/** Name of the property of an accessor, or the last one of what a function is assigned to. */
function nameOf(view: NodeView, node: number): string | undefined {
  const around = view.parent(node);
  if (around === null) return undefined;
  if (["getter", "setter"].includes(view.kind(node))) {
    const declared = view.childOfKind(around, "variable_declaration");
    const name = declared === null ? null : view.childOfKind(declared, "identifier");
    return name === null ? undefined : view.text(name);
  }
  // The grammar tells the names of `a.b = { }` apart by their order alone.
  const left = view.kind(around) === "assignment" ? view.childByField(around, "left") : null;
  const last =
    left !== null && view.kind(left) === "navigation_expression" ? view.children(left).at(-1) : undefined;
  return last === undefined ? undefined : view.text(last);
}
