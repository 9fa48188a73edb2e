import type { LanguageTable } from "./table.js";

/** Places where a value is assigned. */
const TARGETS = [
  "assignment_expression.left",
  "augmented_assignment_expression.left",
  "update_expression.argument",
  "array_pattern",
  "pair_pattern.value",
];

/** JavaScript with JSX. */
export const javascript: LanguageTable = {
  id: "javascript",
  extensions: [".js", ".jsx", ".mjs", ".cjs"],
  fileNames: ["Jakefile"],
  interpreters: ["node", "nodejs", "bun"],
  scripts: ["", "js", "jsx", "javascript", "module", "text/javascript", "application/javascript"],
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
  looseTexts: ["jsx_text"],

  concepts: {
    If: ["if_statement"],
    ElseIf: ["else_clause > if_statement"],
    Else: ["else_clause[!if_statement]"],
    Loop: ["for_statement", "for_in_statement", "while_statement", "do_statement"],
    Switch: ["switch_statement"],
    Case: ["switch_case"],
    Default: ["switch_default"],
    Try: ["try_statement"],
    Catch: ["catch_clause"],
    Conditional: ["ternary_expression"],
    And: ["binary_expression > '&&'"],
    Or: ["binary_expression > '||'"],
    Coalesce: [
      "binary_expression > '??'",
      "augmented_assignment_expression > '??='",
      "augmented_assignment_expression > '&&='",
      "augmented_assignment_expression > '||='",
    ],
    Jump: ["break_statement[statement_identifier]", "continue_statement[statement_identifier]"],
    Return: ["return_statement"],
    Assignment: [
      "variable_declarator > '='",
      "assignment_expression > '='",
      "field_definition > '='",
      "augmented_assignment_expression",
      "update_expression",
    ],
    Call: ["call_expression", "new_expression"],
    Comparison: [
      "binary_expression > '=='",
      "binary_expression > '==='",
      "binary_expression > '!='",
      "binary_expression > '!=='",
      "binary_expression > '<'",
      "binary_expression > '<='",
      "binary_expression > '>'",
      "binary_expression > '>='",
      "binary_expression > 'in'",
      "binary_expression > 'instanceof'",
    ],
    Not: ["unary_expression['!']"],
    // A decorator is called where the type is made.
    None: ["decorator > call_expression"],
  },
  parentheses: ["parenthesized_expression"],

  functions: {
    nodes: [
      "function_declaration",
      "generator_function_declaration",
      "function_expression",
      "generator_function",
      "arrow_function",
      "method_definition",
    ],
    body: [".body"],
    name: [".name"],
    decorators: ["decorator"],
  },
  parameters: {
    at: [".parameters", ".parameter"],
    lists: ["formal_parameters"],
    except: [],
    names: [],
    receivers: [],
  },
  hasReturns: true,
  types: {
    nodes: ["class_declaration", "class"],
    name: [".name"],
    joined: "never",
    fields: [
      { node: "field_definition[!'static']", name: [".property"] },
      ...TARGETS.map((target) => ({
        node: `${target} > member_expression[.object="this"]`,
        name: [".property"],
      })),
    ],
  },
  names: {
    bindings: [
      { node: "variable_declarator", name: [".name"], value: [".value"] },
      { node: "assignment_expression", name: [".left"], value: [".right"] },
      { node: "field_definition", name: [".property"], value: [".value"] },
      { node: "pair", name: [".key"], value: [".value"] },
    ],
    transparent: ["parenthesized_expression"],
    casts: [],
    qualified: [{ node: "member_expression", name: [".property"] }],
    kinds: [
      "identifier",
      "property_identifier",
      "private_property_identifier",
      "number",
      "computed_property_name",
    ],
    strings: ["string"],
  },
  halstead: {
    operands: [],
    operators: ["optional_chain"],
    strings: ["string", "template_string", "regex"],
    interpolations: ["template_substitution"],
  },
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
  imports: ["import_statement", "export_statement[.source]"],
};
