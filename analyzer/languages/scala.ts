import type { NodeView } from "./nodeView.js";
import type { LanguageTable } from "./table.js";

/** Bodies of classes, objects, traits, enums and givens. */
const BODIES = ["template_body", "with_template_body", "enum_body"];

/** Places of an infix operator; at the end of a line the grammar takes it for a postfix one. */
function operators(texts: string): string[] {
  return [
    `infix_expression.operator > operator_identifier="${texts}"`,
    `postfix_expression > operator_identifier="${texts}"`,
  ];
}

/** Scala 2 and 3. */
export const scala: LanguageTable = {
  id: "scala",
  extensions: [".scala", ".sc", ".sbt"],
  fileNames: [],
  interpreters: ["scala", "scala-cli", "amm"],
  grammars: ["tree-sitter-scala.wasm"],
  sample: `#!/usr/bin/env scala
package a.b // é 😀
import c.d.{E => F, _}
@deprecated("x") sealed abstract class A[+T <: B](private val x: Int, y: String = "a")(implicit val q: Q) extends C(y) with D { self: E =>
  private lazy val l = 1; val (m, n) = (1L, ()); final var p: Int => T = _ + 1
  def this(q: Int) = { this(q, "") }
  @T override protected def f[U: V](a: Int*, b: => String)(implicit d: W): Option[U] = {
    if (a && !b) 'x' else if (c || d eq e) 2.5e3 else { x += 1; this.z = null }
    for { i <- a; if i > 1; k = 3; (j, _) <- b } yield i + j
    while (true) do { y } while (z)
    x match { case 1 | 2 => "a\\tb"; case n: S if n > 3 => b; case E(t @ _) => c; case _ => return }
    try { f[X](1)(2) { x => x } } catch { case NonFatal(e) => throw new E } finally { g() }
    list.map { case (a, b) => a :: b }; val h = (x: Int, y) => new B with C { def +(o: X) = 1 }
    s"é \${b + c} $d" + """t""" + f"""u $v""" ; /* c */ 'sym
  }
  def abs(x: Int): Int
}
object A extends (Int => Int) { type Q = R#S; given Ord[Int] with { def g = 1 } }
case class P(a: Int, b: String)
trait T { def f: Int; val v: Int }
package object pk
enum Color(val rgb: Int):
  case Red extends Color(1)
  def f(using C) =
    if x then 1 else list.foreach: x =>
      g(x)
extension (s: String) inline def g = s
class Broken { def m( { val = ]
`,

  comments: ["comment", "block_comment"],

  concepts: {
    // `f(1)(2) { }` is one call with several lists of arguments, and `f(a = 1)` assigns nothing.
    None: ["call_expression.function > call_expression", "arguments > assignment_expression"],
    If: ["if_expression"],
    ElseIf: ["if_expression.alternative > if_expression"],
    Else: ["if_expression > 'else'"],
    Loop: ["while_expression", "do_while_expression"],
    ClauseLoop: ["for_expression"],
    Clause: ["enumerator > '<-'", "enumerator > guard"],
    Switch: ["match_expression"],
    Try: ["try_expression"],
    Catch: [
      "catch_clause > case_block > case_clause",
      "catch_clause > indented_cases > case_clause",
      "catch_clause[!case_block][!indented_cases]",
    ],
    Default: ['case_clause[.pattern="_"][!guard]'],
    Case: ["case_clause"],
    And: operators("&&"),
    Or: operators("||"),
    Return: ["return_expression"],
    Assignment: [
      "val_definition > '='",
      "var_definition > '='",
      "enumerator > '='",
      "assignment_expression",
      ...operators("+=|-=|*=|/=|%=|&=|^=|<<=|>>>=|++=|--=|::=|:+=|+:="),
    ],
    Call: ["call_expression", "instance_expression"],
    Comparison: [
      ...operators("==|!=|<|<=|>|>=|===|!==|=!="),
      'infix_expression.operator > identifier="eq|ne"',
      'field_expression.field > identifier="isInstanceOf"',
    ],
    Not: ["prefix_expression['!']"],
  },
  parentheses: ["parenthesized_expression"],
  flatInfix: { kinds: ["infix_expression", "postfix_expression"], dangling: ["postfix_expression"] },

  functions: {
    nodes: ["function_definition", "lambda_expression", "colon_argument['=>']"],
    body: [".body", "'=>'", "'?=>'"],
    name: [".name"],
    decorators: ["annotation"],
  },
  parameters: {
    at: ["parameters", "bindings"],
    lists: ["parameters", "bindings"],
    except: [],
    names: [],
    receivers: [],
    countOf: countOfBare,
  },
  hasReturns: true,
  types: {
    nodes: [
      "class_definition",
      "object_definition",
      "trait_definition",
      "enum_definition",
      "package_object",
      "given_definition[with_template_body]",
      // Anonymous classes.
      "instance_expression > template_body",
    ],
    name: [".name"],
    // The companion of a class.
    extensions: ["object_definition"],
    joined: "folder",
    fields: [
      { node: "class_parameter['val']", name: [".name"] },
      { node: "class_parameter['var']", name: [".name"] },
      { node: "class_definition['case'] > class_parameters > class_parameter", name: [".name"] },
      ...BODIES.flatMap((body) =>
        [
          `${body} > val_definition[!modifiers > 'final'].pattern`,
          `${body} > var_definition.pattern`,
        ].flatMap((definition) => [
          { node: `${definition} > identifier`, name: [] },
          { node: `${definition} > identifiers > identifier`, name: [] },
          { node: `${definition} > tuple_pattern > identifier`, name: [] },
        ]),
      ),
      { node: 'assignment_expression.left > field_expression[.value="this"]', name: [".field"] },
    ],
    scopes: [
      { node: "class_definition", name: [".name"] },
      { node: "object_definition", name: [".name"] },
      { node: "trait_definition", name: [".name"] },
      { node: "enum_definition", name: [".name"] },
      { node: "package_object", name: [".name"] },
    ],
  },
  names: {
    bindings: [
      { node: "val_definition", name: [".pattern"], value: [".value"] },
      { node: "var_definition", name: [".pattern"], value: [".value"] },
      // Elsewhere it can be a named argument.
      { node: "block > assignment_expression", name: [".left"], value: [".right"] },
      { node: "indented_block > assignment_expression", name: [".left"], value: [".right"] },
      { node: "template_body > assignment_expression", name: [".left"], value: [".right"] },
    ],
    transparent: ["parenthesized_expression", "block"],
    casts: ["ascription_expression"],
    qualified: [{ node: "field_expression", name: [".field"] }],
    kinds: ["identifier", "operator_identifier"],
    strings: [],
  },
  halstead: {
    operands: ["true", "false", "_"],
    operators: ["operator_identifier"],
    strings: ["string", "interpolated_string", "unit"],
    interpolations: ["interpolation"],
  },
  data: {
    // Scala has no literals of lists and maps: `List(…)` and `Map(a -> b)` are such when they hold nothing else.
    containers: ["arguments", "tuple_expression"],
    leaves: [
      "integer_literal",
      "floating_point_literal",
      "character_literal",
      "string",
      "escape_sequence",
      "null_literal",
      "operator_identifier",
    ],
    tokens: ["(", ")", ",", "true", "false", "-", "+"],
  },
  imports: ["import_declaration", "export_declaration", "package_clause[!.body]"],
  signatures: ["function_declaration"],
};

/** A closure's only parameter needs no brackets: `x => x`. */
function countOfBare(view: NodeView, node: number): number | undefined {
  const isClosure = view.kind(node) !== "function_definition";
  return isClosure && view.childOfKind(node, "bindings") === null ? 1 : undefined;
}
