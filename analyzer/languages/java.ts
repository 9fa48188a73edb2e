import type { LanguageTable } from "./table.js";

/** Java. */
export const java: LanguageTable = {
  id: "java",
  extensions: [".java"],
  fileNames: [],
  interpreters: ["java"],
  grammars: ["tree-sitter-java.wasm"],
  sample: `package a.b; // é 😀
import static c.D.*;
@A(b = 1, c = {"x", "y"}) public sealed class S<T extends B & C<? super T>> extends @N D implements E permits F {
  static final int[][] K = {{1, -2}, new int[3][]}, L; static { init(); } { this.open = 'x'; }
  <U> S(@P final int a, String... b) throws X { this(a); S.super.m(); }
  @Override public void m(S<T> this, Map<String, ? extends T> module) {
    l: for (int i = 0, j = 0x1F; i < 1e3; i++, j--) { if (a && !(b || c)) continue l; else if (d) break l; else e |= f ? 1 : 2; }
    for (final var v : w) do { synchronized (v) { assert x : "é"; } } while (y instanceof Z z);
    try (R r = new R(); q.s) { throw new <T>X() { int g; }; } catch (final Y | Z e) { } finally { }
    Runnable r = () -> { return; }; F f = (x, y) -> (T) x, h = A::new; ;
    var s = switch (o) { case 1, 2 -> """
      text \\t "block" """; case P(int x, var y) when x > 1 -> { yield null; } case T t -> true; default -> throw e; };
    switch (k) { case A: case B: break; default: }
  }
}
record Q(int a, @P T... b) { Q { a = 1; } } enum G { A(1) { void m() { } }, B; int c; } interface I { int K = 1; default void m() { } }
@interface J { int v() default 1; }
class Broken { void m( { int = ; ]
`,

  comments: ["line_comment", "block_comment"],

  concepts: {
    If: ["if_statement"],
    ElseIf: ["if_statement.alternative > if_statement"],
    Else: ["if_statement > 'else'"],
    Loop: ["for_statement", "enhanced_for_statement", "while_statement", "do_statement"],
    Switch: ["switch_expression"],
    // The grammar reads the `default` of `case null, default` as an identifier.
    Default: ["switch_label['default']", 'switch_label[identifier="default"]'],
    Case: ["switch_label"],
    Try: ["try_statement", "try_with_resources_statement"],
    Catch: ["catch_clause"],
    Conditional: ["ternary_expression"],
    And: ["binary_expression > '&&'"],
    Or: ["binary_expression > '||'"],
    Jump: ["break_statement[identifier]", "continue_statement[identifier]"],
    Return: ["return_statement"],
    Assignment: ["variable_declarator > '='", "resource > '='", "assignment_expression", "update_expression"],
    Call: [
      "method_invocation",
      "explicit_constructor_invocation",
      "object_creation_expression",
      // With values it is a literal.
      "array_creation_expression[!.value]",
    ],
    Comparison: [
      "binary_expression > '=='",
      "binary_expression > '!='",
      "binary_expression > '<'",
      "binary_expression > '<='",
      "binary_expression > '>'",
      "binary_expression > '>='",
      "instanceof_expression",
    ],
    Not: ["unary_expression['!']"],
  },
  parentheses: ["parenthesized_expression"],

  functions: {
    nodes: [
      "method_declaration",
      "constructor_declaration",
      "compact_constructor_declaration",
      "lambda_expression",
    ],
    body: [".body"],
    name: [".name"],
    decorators: ["annotation", "marker_annotation"],
  },
  parameters: {
    at: [".parameters"],
    lists: ["formal_parameters", "inferred_parameters"],
    except: ["receiver_parameter"],
    names: [],
    receivers: [],
  },
  hasReturns: true,
  types: {
    nodes: [
      "class_declaration",
      "interface_declaration",
      "enum_declaration",
      "record_declaration",
      "annotation_type_declaration",
      // Anonymous classes and the bodies of enum constants.
      "object_creation_expression > class_body",
      "enum_constant > class_body",
    ],
    name: [".name"],
    joined: "never",
    fields: [
      {
        node: "field_declaration[!modifiers > 'static'] > variable_declarator",
        name: [".name"],
      },
      { node: "record_declaration > formal_parameters > formal_parameter", name: [".name"] },
      {
        node: "record_declaration > formal_parameters > spread_parameter > variable_declarator",
        name: [".name"],
      },
      { node: 'assignment_expression.left > field_access[.object="this"]', name: [".field"] },
    ],
  },
  names: {
    bindings: [
      { node: "variable_declarator", name: [".name"], value: [".value"] },
      { node: "assignment_expression", name: [".left"], value: [".right"] },
      { node: "enum_constant", name: [".name"], value: [".body"] },
    ],
    transparent: ["parenthesized_expression"],
    casts: ["cast_expression"],
    qualified: [{ node: "field_access", name: [".field"] }],
    kinds: ["identifier"],
    strings: [],
  },
  halstead: {
    // Types whose nodes have them as their only child.
    operands: ["byte", "short", "int", "long", "char", "float", "double"],
    operators: [],
    strings: ["string_literal"],
    interpolations: ["string_interpolation"],
  },
  data: {
    containers: ["array_initializer", "element_value_array_initializer"],
    leaves: [
      "decimal_integer_literal",
      "hex_integer_literal",
      "octal_integer_literal",
      "binary_integer_literal",
      "decimal_floating_point_literal",
      "hex_floating_point_literal",
      "character_literal",
      "string_fragment",
      "multiline_string_fragment",
      "escape_sequence",
      "true",
      "false",
      "null_literal",
    ],
    tokens: ["{", "}", ",", '"', '"""', "-", "+"],
  },
  imports: ["import_declaration", "package_declaration"],
};
