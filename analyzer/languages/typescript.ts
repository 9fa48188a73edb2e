import { javascript } from "./javascript.js";
import type { LanguageTable } from "./table.js";

/** TypeScript and TSX: JavaScript with types, in two grammars of one vocabulary. */
export const typescript: LanguageTable = {
  ...javascript,
  id: "typescript",
  extensions: [".ts", ".tsx", ".mts", ".cts"],
  fileNames: [],
  interpreters: ["ts-node", "tsx", "deno"],
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
  types: { kinds: ["class_declaration", "abstract_class_declaration", "class"], nameField: "name" },
  parameters: { ...javascript.parameters, receivers: ["this"] },
  names: {
    ...javascript.names,
    bindings: [
      ...javascript.names.bindings.filter(({ kind }) => kind !== "field_definition"),
      { kind: "public_field_definition", name: "name", value: "value" },
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
};
