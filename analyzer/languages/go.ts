import type { LanguageTable } from "./table.js";

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

  functions: {
    kinds: ["function_declaration", "method_declaration", "func_literal"],
    nameField: "name",
    bodyField: "body",
    parameterFields: ["parameters"],
    receiver: { field: "receiver", typeName: "type_identifier" },
    decorators: [],
  },
  types: { kinds: [], nameField: "name" },
  parameters: { lists: ["parameter_list"], separators: [], nameField: "name", receivers: [] },
  names: {
    bindings: [
      { kind: "short_var_declaration", name: "left", value: "right" },
      { kind: "assignment_statement", name: "left", value: "right" },
      { kind: "var_spec", name: "name", value: "value" },
      { kind: "keyed_element", name: "key", value: "value" },
    ],
    transparent: ["expression_list", "literal_element", "parenthesized_expression"],
    casts: [],
    selectors: [{ kind: "selector_expression", field: "field" }],
    kinds: ["identifier", "field_identifier", "type_identifier"],
    strings: [],
  },

  ifs: ["if_statement"],
  elseIfs: [],
  elses: [],
  elseField: "alternative",
  loops: ["for_statement"],
  switches: ["expression_switch_statement", "type_switch_statement", "select_statement"],
  cases: ["expression_case", "type_case", "communication_case"],
  defaults: ["default_case"],
  tries: [],
  catches: [],
  conditionals: [],
  comprehensions: [],
  clauses: [],
  jumps: ["break_statement", "continue_statement", "goto_statement"],
  labels: ["label_name"],
  returns: ["return_statement"],

  operatorNodes: ["binary_expression"],
  and: ["&&"],
  or: ["||"],
  coalesce: [],
  negations: ["unary_expression"],
  not: ["!"],
  parentheses: ["parenthesized_expression"],

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
    keyField: "key",
    tokens: ["{", "}", ",", ":", '"', "`", "-", "+"],
  },
};
