import { readablePreprocessed } from "../preprocessor/readablePreprocessed.js";
import type { NodeView } from "./nodeView.js";
import type { LanguageTable } from "./table.js";

/** Declarators around the name of what is declared. */
const DECLARATORS = [
  "pointer_declarator",
  "array_declarator",
  "function_declarator",
  "parenthesized_declarator",
] as const;

/** C up to C23, with extensions of GNU and Microsoft. */
export const c: LanguageTable = {
  id: "c",
  extensions: [".c"],
  shared: [{ extensions: [".h"], rank: 0 }],
  fileNames: [],
  interpreters: [],
  grammars: ["tree-sitter-c.wasm"],
  readable: readablePreprocessed,
  sample: `// é 😀
#include <a.h>
#if defined(A) && B > 1
typedef struct S { int x : 3, *y[2]; union { char z; }; int (*cb)(int, ...); } T, *U;
#endif
enum E { P = 1, Q };
__attribute__((unused)) static int *f(const char *a, unsigned long b, ...) {
L: for (int i = 0; i < 3; i++) { if (a && !(b || 0)) goto L; else if (x) break; else { c ^= a ? 1 : b ?: -2; } }
  switch (x) { case 1: default: do { y->z = (int) 'c'; } while (*p); }
  return &g("a" "b\\n", sizeof(int), NULL)[1];
}
int old(a, b) int a; char b; { T t = { .x = 1, [2] = 3 }; }
int broken( { ] =
`,

  comments: ["comment"],

  concepts: {
    Ignored: ["binary_expression", "unary_expression", "call_expression", "parenthesized_expression"].flatMap(
      (kind) => [`preproc_if.condition > ${kind}`, `preproc_elif.condition > ${kind}`],
    ),
    If: ["if_statement"],
    ElseIf: ["else_clause > if_statement"],
    Else: ["else_clause[!if_statement]"],
    Loop: ["for_statement", "while_statement", "do_statement"],
    Switch: ["switch_statement"],
    Case: ["case_statement > 'case'"],
    Default: ["case_statement > 'default'"],
    Try: ["seh_try_statement"],
    Catch: ["seh_except_clause"],
    // GNU's `a ?: b`.
    Coalesce: ["conditional_expression[!.consequence]"],
    Conditional: ["conditional_expression"],
    And: ["binary_expression > '&&'"],
    Or: ["binary_expression > '||'"],
    Jump: ["goto_statement"],
    Return: ["return_statement"],
    Assignment: ["assignment_expression", "update_expression", "init_declarator", "enumerator > '='"],
    Call: ["call_expression"],
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
    nodes: ["function_definition"],
    body: [".body"],
    name: [".declarator", "identifier"],
    within: DECLARATORS,
    decorators: ["attribute_specifier", "attribute_declaration", "ms_declspec_modifier"],
  },
  parameters: {
    at: [".parameters"],
    lists: ["parameter_list"],
    except: ['parameter_declaration="void"'],
    names: [],
    receivers: [],
  },
  hasReturns: true,
  types: {
    nodes: ["struct_specifier[.body]", "union_specifier[.body]"],
    name: [".name"],
    joined: "never",
    fields: ["field_identifier", ...DECLARATORS].map((kind) => ({
      node: `field_declaration.declarator > ${kind}`,
      name: [],
    })),
    nameOf: typedefName,
  },
  names: {
    bindings: [],
    transparent: [],
    casts: [],
    // A function declarator has a name of data only where it is one of a pointer to functions.
    qualified: [
      { node: "pointer_declarator", name: [".declarator"] },
      { node: "array_declarator", name: [".declarator"] },
      { node: "function_declarator[parenthesized_declarator]", name: [".declarator"] },
      { node: "parenthesized_declarator", name: ["field_identifier", ...DECLARATORS] },
    ],
    kinds: ["identifier", "field_identifier", "type_identifier"],
    strings: [],
  },
  halstead: {
    operands: ["NULL", "nullptr", "unsigned", "signed", "long", "short"],
    operators: ["preproc_directive"],
    strings: ["string_literal", "char_literal"],
    interpolations: [],
  },
  data: {
    containers: ["initializer_list"],
    leaves: ["number_literal", "string_content", "character", "escape_sequence", "true", "false"],
    key: [".designator"],
    tokens: ["{", "}", ",", "=", '"', "'", 'L"', 'u8"', "-", "+", "NULL", "nullptr"],
  },
  imports: ["preproc_include"],
  signatures: ["declaration[function_declarator]", "declaration[pointer_declarator > function_declarator]"],
};

/** A struct without a name takes the first one that its `typedef` gives it. */
export function typedefName(view: NodeView, node: number): string | undefined {
  const around = view.parent(node);
  if (around === null || view.kind(around) !== "type_definition") return undefined;
  if (view.childByField(node, "name") !== null) return undefined;
  let name = view.childByField(around, "declarator");
  while (name !== null && view.kind(name) !== "type_identifier") name = view.childByField(name, "declarator");
  return name === null ? undefined : view.text(name);
}
