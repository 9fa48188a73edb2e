import { readableSwift } from "../preprocessor/readableSwift.js";
import type { NodeView } from "./nodeView.js";
import type { LanguageTable } from "./table.js";

/** Expressions of two sides; the grammar nests them all to the right, whatever binds closer. */
const INFIX = [
  "conjunction_expression",
  "disjunction_expression",
  "comparison_expression",
  "equality_expression",
  "infix_expression",
  "nil_coalescing_expression",
  "additive_expression",
  "multiplicative_expression",
  "bitwise_operation",
  "range_expression",
];

/** Statements whose conditions can bind names. */
const CONDITIONAL = ["if_statement", "guard_statement", "while_statement"];

const ACCESSORS = [
  "computed_property",
  "computed_getter",
  "computed_setter",
  "computed_modify",
  "willset_clause",
  "didset_clause",
];

const STORED_PROPERTY =
  'class_body > property_declaration[!.computed_value][!modifiers > property_modifier="static|class"]';

/** Swift. */
export const swift: LanguageTable = {
  id: "swift",
  extensions: [".swift"],
  fileNames: [],
  interpreters: ["swift"],
  grammars: ["tree-sitter-swift.wasm"],
  readable: readableSwift,
  sample: `#!/usr/bin/env swift
import struct A.B // é 😀
@objc(A) public final class A<T: B>: C, @unchecked D where T == E {
  private(set) static var x: Int = 0x1F, y = "a"
  lazy var z: Int? = { 1.5 }()
  var g: Int { get throws { x } set(v) { x = v } }
  var o = [1: 2] { willSet { f(newValue) } didSet(p) { g() } }
  init?(a b: inout Int, _ c: String..., d: @escaping (Int) -> Void = { _ in }) async throws { super.init() }
  deinit { self.x -= 1 }
  subscript(i: Int) -> [Int] { (x, y) = (1, 2) }
  static func + <U>(l: A, r: some P) rethrows -> (x: Int, String)? { return nil }
}
extension A.B: P { func e() {} }
protocol Q: R { var p: Int { get set }; func r(); associatedtype T }
indirect enum E: String { case a = "1", b; case c(Int, x: A<B>) }
actor F { typealias G = (Int) -> H & I }
func main(a: Int?) {
  guard let a = a, case .b(let q) = c, #available(iOS 13, *) else { return }
  if a == nil && !(b || c) { } else if x != y, let d { } else { }
  l: for case let i? in 0..<10 where i > 2 { continue l }
  while var n = it?.next() { break }
  repeat { x += y ?? -z } while x >= 2
  switch x { case 1, 2 where a: f(); fallthrough
    case let .a(n), is B: g()
    @unknown default: h() }
  do { try await f() } catch let e as E { throw e } catch { }
  defer { close() }
  list.map { $0 + 1 }.forEach(f) { [weak self] (x: Int) -> Void in x as! Int } done: { }
  let s = "a \\(b + c) \\n", m = """
    x \\(y)
    """, r = #"raw \\#(z)"#, e = /abc/, k = \\A.b
  #if DEBUG
  _ = A<Int>(x: 1) ? ~b : c[1]!.d
  #endif
}
class Broken { func m( { let = ]
`,

  comments: ["comment", "multiline_comment"],

  concepts: {
    None: [
      // `defer { }` is a call with a closure to the grammar, and `!(a)` one of `!`.
      'call_expression[simple_identifier="defer"] > call_suffix',
      'call_expression[simple_identifier="defer"] > call_suffix > lambda_literal',
      "call_expression[bang] > call_suffix",
      "call_expression[bang] > call_suffix > value_arguments",
      // `if case let a = b` is counted at its `case`.
      "'case' + value_binding_pattern",
    ],
    Guard: ["guard_statement"],
    ElseIf: ["else + if_statement"],
    If: ["if_statement"],
    Else: ["if_statement > else"],
    Loop: ["for_statement", "while_statement", "repeat_while_statement"],
    Switch: ["switch_statement"],
    Default: ["switch_entry[default_keyword]", 'switch_entry[switch_pattern="_"][!where_keyword]'],
    Case: ["switch_entry"],
    Try: ["do_statement[catch_block]"],
    Catch: ["catch_block"],
    Conditional: ["ternary_expression"],
    And: ["conjunction_expression > '&&'"],
    Or: ["disjunction_expression > '||'"],
    Coalesce: ["nil_coalescing_expression"],
    Jump: ["control_transfer_statement['break'][.result]", "control_transfer_statement['continue'][.result]"],
    Return: ["control_transfer_statement['return']"],
    Assignment: [
      "property_declaration > '='",
      "assignment",
      ...CONDITIONAL.flatMap((statement) => [
        `${statement} > value_binding_pattern`,
        `${statement} > 'case'`,
      ]),
    ],
    // An index is no call.
    Call: ["call_suffix[!value_arguments]", "call_suffix > value_arguments['(']", "constructor_expression"],
    Comparison: [
      "comparison_expression",
      "equality_expression",
      "check_expression",
      'infix_expression > custom_operator="!=|>=|<=|!==|~="',
    ],
    Not: ["prefix_expression[bang]", "call_expression[bang]"],
  },
  // The last three are parentheses behind `!`; in other calls something stands before them.
  parentheses: ["tuple_expression", "call_suffix", "value_arguments", "value_argument"],
  flatInfix: { kinds: INFIX, dangling: [] },

  functions: {
    nodes: [
      "function_declaration",
      "init_declaration",
      "deinit_declaration",
      // The getter may be left out where it is alone.
      "computed_property[!computed_getter][!computed_setter][!computed_modify]",
      ...ACCESSORS.slice(1),
      "lambda_literal",
    ],
    body: [".body", "'{'"],
    name: [".name", "'deinit'"],
    decorators: ["attribute"],
    nameOf,
  },
  parameters: {
    at: ["parameter"],
    lists: [],
    // Of the name of a result only the first part is one, and `Void` is no result.
    except: ["user_type > type_arguments", "'.' + type_identifier", 'user_type > type_identifier="Void"'],
    names: [],
    receivers: [],
    countOf,
  },
  results: {
    at: [
      "user_type",
      "tuple_type",
      "optional_type",
      "array_type",
      "dictionary_type",
      "function_type",
      "opaque_type",
      "existential_type",
      "metatype",
      "protocol_composition_type",
    ],
    lists: ["tuple_type", "user_type"],
  },
  hasReturns: true,
  types: {
    nodes: ["class_declaration", "protocol_declaration"],
    name: [".name"],
    extensions: ["class_declaration['extension']"],
    joined: "folder",
    fields: [
      { node: `${STORED_PROPERTY} > pattern`, name: [".bound_identifier"] },
      { node: `${STORED_PROPERTY} > pattern > pattern`, name: ["simple_identifier"] },
    ],
    scopes: [
      { node: "class_declaration", name: [".name"] },
      { node: "protocol_declaration", name: [".name"] },
    ],
    nameOf: (view, node) => extendedNames(view, node).at(-1),
    scopesOf: (view, node) => extendedNames(view, node).slice(0, -1),
  },
  names: {
    bindings: [
      {
        node: "property_declaration",
        name: ["pattern"],
        value: ["lambda_literal", "tuple_expression", "as_expression"],
      },
      { node: "assignment", name: [".target"], value: [".result"] },
    ],
    transparent: ["tuple_expression"],
    casts: ["as_expression"],
    qualified: [
      { node: "pattern", name: [".bound_identifier"] },
      { node: "directly_assignable_expression", name: ["simple_identifier", "navigation_expression"] },
      { node: "navigation_expression", name: [".suffix"] },
      { node: "navigation_suffix", name: [".suffix"] },
    ],
    kinds: ["simple_identifier", "type_identifier", "custom_operator", "bang"],
    strings: [],
  },
  halstead: {
    operands: ["self", "super", "nil", "true", "false"],
    operators: [
      "custom_operator",
      "else",
      "throw_keyword",
      "default_keyword",
      "where_keyword",
      "catch_keyword",
      "raw_str_interpolation_start",
    ],
    strings: ["line_string_literal", "multi_line_string_literal", "raw_string_literal"],
    interpolations: ["interpolated_expression", "raw_str_interpolation"],
  },
  data: {
    containers: ["array_literal", "dictionary_literal", "tuple_expression", "value_arguments"],
    leaves: [
      "integer_literal",
      "hex_literal",
      "oct_literal",
      "bin_literal",
      "real_literal",
      "line_str_text",
      "multi_line_str_text",
      "str_escaped_char",
      "raw_str_end_part",
    ],
    tokens: ["(", ")", "[", "]", ",", ":", '"', '"""', "true", "false", "nil", "-"],
  },
  imports: ["import_declaration"],
  signatures: ["protocol_declaration"],
};

/** Name of the property or subscript of an accessor. */
function nameOf(view: NodeView, node: number): string | undefined {
  const property = propertyOf(view, node);
  if (property === null) return undefined;
  if (view.kind(property) === "subscript_declaration") return "subscript";
  const declared = view
    .children(property)
    .filter((child) => child < node && view.kind(child) === "pattern")
    .at(-1);
  const name = declared === undefined ? null : view.childByField(declared, "bound_identifier");
  return name === null ? undefined : view.text(name);
}

/** The declaration around an accessor, `null` for other functions. */
function propertyOf(view: NodeView, node: number): number | null {
  if (!ACCESSORS.includes(view.kind(node))) return null;
  const around = view.parent(node);
  const isBlock =
    around !== null && ["computed_property", "willset_didset_block"].includes(view.kind(around));
  return isBlock ? view.parent(around) : around;
}

/** Parameters of a closure; of an accessor its own one, and those of its subscript. */
function countOf(view: NodeView, node: number): number | undefined {
  if (view.kind(node) === "lambda_literal") {
    const type = view.childByField(node, "type");
    const list = type === null ? null : view.childOfKind(type, "lambda_function_type_parameters");
    return list === null ? 0 : childrenOfKind(view, list, "lambda_parameter").length;
  }
  const property = propertyOf(view, node);
  if (property === null) return undefined;
  const own = childrenOfKind(view, node, "simple_identifier").length;
  return own + childrenOfKind(view, property, "parameter").length;
}

/** Names of the type that an extension is of, outermost first; none for other types. */
function extendedNames(view: NodeView, node: number): readonly string[] {
  const name = view.childByField(node, "name");
  if (name === null || view.kind(name) !== "user_type") return [];
  return childrenOfKind(view, name, "type_identifier").map((part) => view.text(part));
}

function childrenOfKind(view: NodeView, node: number, kind: string): number[] {
  return view.children(node).filter((child) => view.kind(child) === kind);
}
