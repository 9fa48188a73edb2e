import type { LanguageTable } from "./table.js";

/** JavaScript with JSX. */
export const javascript: LanguageTable = {
  id: "javascript",
  extensions: [".js", ".jsx", ".mjs", ".cjs"],
  fileNames: ["Jakefile"],
  interpreters: ["node", "nodejs", "bun"],
  grammars: ["tree-sitter-javascript.wasm"],
  sample: `#!/usr/bin/env node
// é 😀
class A extends B { static async *m({ a, ...b }, c = 1) { yield* c; } #p = x => x ?? \`a\${x}\`; get g() { return 1 } }
label: for (const [k] of o) { if (a && !(b || c)) continue label; else if (d) break; else { d ||= a ? 1 : -2 } }
const v = <p id="1">{t}</p>, { z: [q = 3] } = async function* () {}
switch (a) { case 1: case "b": break; default: try { new (f())(...a) } catch { } finally { } }
if ( { let ) ]
`,

  comments: ["comment", "html_comment", "hash_bang_line"],

  functions: {
    kinds: [
      "function_declaration",
      "generator_function_declaration",
      "function_expression",
      "generator_function",
      "arrow_function",
      "method_definition",
    ],
    nameField: "name",
    bodyField: "body",
    parameterFields: ["parameters", "parameter"],
    decorators: ["decorator"],
  },
  types: { kinds: ["class_declaration", "class"], nameField: "name" },
  parameters: { lists: ["formal_parameters"], separators: [], nameField: "name", receivers: [] },
  names: {
    bindings: [
      { kind: "variable_declarator", name: "name", value: "value" },
      { kind: "assignment_expression", name: "left", value: "right" },
      { kind: "field_definition", name: "property", value: "value" },
      { kind: "pair", name: "key", value: "value" },
    ],
    transparent: ["parenthesized_expression"],
    casts: [],
    selectors: [{ kind: "member_expression", field: "property" }],
    kinds: [
      "identifier",
      "property_identifier",
      "private_property_identifier",
      "number",
      "computed_property_name",
    ],
    strings: ["string"],
  },

  ifs: ["if_statement"],
  elseIfs: [],
  elses: ["else_clause"],
  loops: ["for_statement", "for_in_statement", "while_statement", "do_statement"],
  switches: ["switch_statement"],
  cases: ["switch_case"],
  defaults: ["switch_default"],
  tries: ["try_statement"],
  catches: ["catch_clause"],
  conditionals: ["ternary_expression"],
  comprehensions: [],
  clauses: [],
  jumps: ["break_statement", "continue_statement"],
  labels: ["statement_identifier"],
  returns: ["return_statement"],

  operatorNodes: ["binary_expression", "augmented_assignment_expression"],
  and: ["&&"],
  or: ["||"],
  coalesce: ["??", "??=", "&&=", "||="],
  negations: ["unary_expression"],
  not: ["!"],
  parentheses: ["parenthesized_expression"],

  data: {
    containers: ["array", "object"],
    leaves: [
      "number",
      "string_fragment",
      "escape_sequence",
      "true",
      "false",
      "null",
      "undefined",
      "regex_pattern",
      "regex_flags",
      "property_identifier",
    ],
    tokens: ["[", "]", "{", "}", ",", ":", '"', "'", "`", "/", "-", "+"],
  },
};
