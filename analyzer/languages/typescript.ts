import { javascript } from "./javascript.js";
import type { LanguageTable } from "./table.js";

/** What makes a constructor's parameter a field. */
const PROMOTIONS = ["accessibility_modifier", "override_modifier", "'readonly'"];

/** TypeScript and TSX: JavaScript with types, in two grammars of one vocabulary. */
export const typescript: LanguageTable = {
  ...javascript,
  id: "typescript",
  extensions: [".ts", ".tsx", ".mts", ".cts"],
  fileNames: [],
  interpreters: ["ts-node", "tsx", "deno"],
  scripts: [...(javascript.scripts ?? []), "ts", "tsx", "typescript", "text/typescript"],
  grammars: ["tree-sitter-typescript.wasm", "tree-sitter-tsx.wasm"],
  // A closing tag tells elements from type assertions.
  secondGrammarMarks: ["</", "/>"],
  sample: `// é 😀
@dec() export abstract class A<T extends B = C> extends D implements E { private readonly x?: T = null!; @l m(this: A, a?: number, ...b: string[]): asserts a is T; static async *n<K>() { } get g(): 1 { return 1 } constructor(private y = 1) { super() } }
label: for (const [k] of o) { if (a && !(b || c)) continue label; else if (d) break; else { d ||= a ? 1 : -2 } }
const v = (q: unknown) => q as const satisfies Z, { z: [w = 3] } = async function* () {}
namespace N { export type P = { [K in keyof T]-?: T[K] } | (() => void); declare function f(a: any): x is string }
enum Color { Red = 1, "b" } switch (a) { case 1: case "b": break; default: try { new (f<T>())(...a) } catch { } }
if ( { let ) ]
`,
  wholeTokens: ["predefined_type"],
  concepts: {
    ...javascript.concepts,
    Assignment: [
      ...(javascript.concepts.Assignment ?? []).filter(
        (selector) => !selector.startsWith("field_definition"),
      ),
      "public_field_definition > '='",
      "enum_assignment",
    ],
  },
  types: {
    ...javascript.types,
    nodes: ["class_declaration", "abstract_class_declaration", "class"],
    fields: [
      { node: "public_field_definition[!'static']", name: [".name"] },
      ...PROMOTIONS.flatMap((promotion) => [
        { node: `required_parameter[${promotion}]`, name: [".pattern"] },
        { node: `optional_parameter[${promotion}]`, name: [".pattern"] },
      ]),
      ...javascript.types.fields.filter(({ node }) => !node.startsWith("field_definition")),
    ],
  },
  parameters: { ...javascript.parameters, receivers: ["this"] },
  names: {
    ...javascript.names,
    bindings: [
      ...javascript.names.bindings.filter(({ node }) => node !== "field_definition"),
      { node: "public_field_definition", name: [".name"], value: [".value"] },
    ],
    kinds: [...javascript.names.kinds, "type_identifier"],
    casts: ["as_expression", "satisfies_expression"],
  },
  parentheses: ["parenthesized_expression", "non_null_expression"],
  loosePostfix: {
    kinds: ["non_null_expression"],
    leads: [
      "member_expression",
      "subscript_expression",
      "call_expression",
      "binary_expression",
      "as_expression",
      "satisfies_expression",
    ],
  },
  signatures: [
    "interface_declaration",
    "type_alias_declaration",
    "function_signature",
    "method_signature",
    "abstract_method_signature",
  ],
  halstead: {
    ...javascript.halstead,
    operators: [...javascript.halstead.operators, "accessibility_modifier", "override_modifier"],
    strings: ["string", "template_string", "regex", "template_literal_type"],
    interpolations: ["template_substitution", "template_type"],
  },
};
