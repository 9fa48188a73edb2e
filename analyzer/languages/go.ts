import type { LanguageTable } from "./table.js";

/** The fields of a type; those of an anonymous struct inside of it are not its own. */
const FIELD = "type_spec.type > struct_type > field_declaration_list > field_declaration";

/** Go. */
export const go: LanguageTable = {
  id: "go",
  extensions: [".go"],
  fileNames: [],
  interpreters: [],
  grammars: ["tree-sitter-go.wasm"],
  sample: `package a // é 😀
import ( x "y"; . "z" )
type S[T any, K ~int | string] struct { A, B int \`t\`; *E }
type I interface { M(int) (a, b error); ~int }
func (r *S[T]) F(a, b int, c ...string) (n int, err error) { defer f(); go func() {}(); return a+b, nil }
func g() {
L: for i, v := range m { if a := f(); a && !(b || c) { continue L } else if d { break } else { goto L } }
	switch x := y.(type) { case int, *S[T]: fallthrough; default: x++ }
	select { case v := <-ch: ch <- v; case <-t: }
	var h, k = map[string][]int{"a": {1, 2}, b: {}}, struct{}{}
	switch { case a > 1: *p.q[1:2] <<= 3 }
}
func broken( { ] :=
`,

  comments: ["comment"],

  concepts: {
    If: ["if_statement"],
    ElseIf: ["if_statement.alternative > if_statement"],
    Else: ["if_statement > 'else'"],
    Loop: ["for_statement"],
    Switch: ["expression_switch_statement", "type_switch_statement", "select_statement"],
    Case: ["expression_case", "type_case", "communication_case"],
    Default: ["default_case"],
    And: ["binary_expression > '&&'"],
    Or: ["binary_expression > '||'"],
    Jump: ["break_statement[label_name]", "continue_statement[label_name]", "goto_statement"],
    Return: ["return_statement"],
    Assignment: [
      "short_var_declaration",
      "assignment_statement",
      "inc_statement",
      "dec_statement",
      "var_spec > '='",
      "const_spec > '='",
      "receive_statement > '='",
      "receive_statement > ':='",
      "type_switch_statement > ':='",
    ],
    Call: ["call_expression", "type_conversion_expression"],
    Comparison: [
      "binary_expression > '=='",
      "binary_expression > '!='",
      "binary_expression > '<'",
      "binary_expression > '<='",
      "binary_expression > '>'",
      "binary_expression > '>='",
    ],
    Not: ["unary_expression['!']"],
  },
  parentheses: ["parenthesized_expression"],

  functions: {
    nodes: ["function_declaration", "method_declaration", "func_literal"],
    body: [".body"],
    name: [".name"],
    receiver: { at: [".receiver"], typeName: "type_identifier" },
    decorators: [],
  },
  parameters: {
    at: [".parameters"],
    lists: ["parameter_list"],
    except: [],
    names: [".name"],
    receivers: [],
  },
  results: { at: [".result"], lists: ["parameter_list"] },
  hasReturns: true,
  types: {
    nodes: ["type_spec[.type]"],
    name: [".name"],
    joined: "folder",
    fields: [
      { node: `${FIELD} > field_identifier`, name: [] },
      // An embedded type's name is its field's.
      { node: `${FIELD}[!.name]`, name: [".type"] },
    ],
  },
  names: {
    bindings: [
      { node: "short_var_declaration", name: [".left"], value: [".right"] },
      { node: "assignment_statement", name: [".left"], value: [".right"] },
      { node: "var_spec", name: [".name"], value: [".value"] },
      { node: "keyed_element", name: [".key"], value: [".value"] },
    ],
    transparent: ["expression_list", "literal_element", "parenthesized_expression"],
    casts: [],
    qualified: [
      { node: "selector_expression", name: [".field"] },
      { node: "qualified_type", name: [".name"] },
      { node: "generic_type", name: [".type"] },
    ],
    kinds: ["identifier", "field_identifier", "type_identifier"],
    strings: [],
  },
  halstead: {
    operands: [],
    operators: [],
    strings: ["interpreted_string_literal", "raw_string_literal"],
    interpolations: [],
  },
  data: {
    containers: ["literal_value"],
    leaves: [
      "int_literal",
      "float_literal",
      "imaginary_literal",
      "rune_literal",
      "interpreted_string_literal_content",
      "raw_string_literal_content",
      "escape_sequence",
      "true",
      "false",
      "nil",
    ],
    key: [".key"],
    tokens: ["{", "}", ",", ":", '"', "`", "-", "+"],
  },
  imports: ["import_declaration", "package_clause"],
  signatures: ["method_elem"],
};
