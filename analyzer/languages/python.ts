import type { LanguageTable } from "./table.js";

/** Places where a value is assigned. */
const TARGETS = [
  "assignment.left",
  "augmented_assignment.left",
  "for_statement.left",
  "as_pattern_target",
  "pattern_list",
  "tuple_pattern",
  "list_pattern",
  "list_splat_pattern",
];

/** Python 3, and Python 2 as far as the grammar reads it. */
export const python: LanguageTable = {
  id: "python",
  extensions: [".py", ".pyi", ".pyw"],
  fileNames: ["SConstruct", "SConscript", "wscript"],
  interpreters: ["python", "pypy"],
  grammars: ["tree-sitter-python.wasm"],
  sample: `"""é 😀"""
@d(1)
class A(B, metaclass=C):
    async def m(self, /, a: int = 1, *, b, **k) -> "x":
        # comment
        for i, (j, *l) in await f(*a): pass
        else: return [x for x in y if x and not (z or w) for q in lambda v: v]
        with a as b, c: print(f"{a!r:>{b}}" 'c' "d")
        try: raise E from e
        except* (F, G) as g: x = y = a if b else c
        else: del a[1:2, ...]
        finally: global h
        match p:
            case {"k": [1, _], **rest} | A(b=-1) if t: pass
            case _: pass
        if (a := b) < c <= d: pass
        elif not e: x += 1
def broken(:
    ) = [
`,

  comments: ["comment"],
  wholeTokens: ["string_content"],
  docstrings: {
    statement: "expression_statement",
    strings: ["string", "concatenated_string"],
    bodies: ["function_definition", "class_definition"],
    // Bytes, formatted and template strings.
    exceptPrefixes: "bft",
  },

  concepts: {
    If: ["if_statement"],
    ElseIf: ["elif_clause"],
    TryElse: ["try_statement > else_clause"],
    Else: ["else_clause"],
    Loop: ["for_statement", "while_statement"],
    Switch: ["match_statement"],
    Default: ["case_clause[case_pattern=\"_\"][!if_clause][!',']"],
    Case: ["case_clause"],
    Try: ["try_statement"],
    Resource: ["with_statement"],
    Catch: ["except_clause"],
    Conditional: ["conditional_expression"],
    And: ["boolean_operator > 'and'"],
    Or: ["boolean_operator > 'or'"],
    Clause: [
      "list_comprehension > for_in_clause",
      "list_comprehension > if_clause",
      "set_comprehension > for_in_clause",
      "set_comprehension > if_clause",
      "dictionary_comprehension > for_in_clause",
      "dictionary_comprehension > if_clause",
      "generator_expression > for_in_clause",
      "generator_expression > if_clause",
    ],
    Return: ["return_statement"],
    Assignment: ["assignment > '='", "augmented_assignment", "named_expression"],
    Call: ["call"],
    Comparison: [
      "comparison_operator > '=='",
      "comparison_operator > '!='",
      "comparison_operator > '<>'",
      "comparison_operator > '<'",
      "comparison_operator > '<='",
      "comparison_operator > '>'",
      "comparison_operator > '>='",
      "comparison_operator > 'in'",
      "comparison_operator > 'not in'",
      "comparison_operator > 'is'",
      "comparison_operator > 'is not'",
    ],
    Not: ["not_operator"],
  },
  parentheses: ["parenthesized_expression"],

  functions: {
    nodes: ["function_definition", "lambda"],
    body: [".body"],
    name: [".name"],
    decorators: [],
  },
  parameters: {
    at: [".parameters"],
    lists: ["parameters", "lambda_parameters"],
    except: ["positional_separator", "keyword_separator"],
    names: [],
    receivers: ["self", "cls"],
  },
  hasReturns: true,
  types: {
    nodes: ["class_definition"],
    name: [".name"],
    joined: "never",
    fields: [
      ...TARGETS.map((target) => ({
        node: `${target} > attribute[.object="self"]`,
        name: [".attribute"],
      })),
      { node: "class_definition > block > expression_statement > assignment[.type]", name: [".left"] },
    ],
  },
  names: {
    bindings: [
      { node: "assignment", name: [".left"], value: [".right"] },
      { node: "named_expression", name: [".name"], value: [".value"] },
    ],
    transparent: ["parenthesized_expression", "expression_list", "pattern_list"],
    casts: [],
    qualified: [{ node: "attribute", name: [".attribute"] }],
    kinds: ["identifier"],
    strings: [],
  },
  halstead: {
    operands: ["_"],
    operators: ["type_conversion"],
    delimiters: ["string_start", "string_end", "line_continuation"],
    strings: ["string"],
    interpolations: ["interpolation"],
  },
  data: {
    containers: ["list", "dictionary", "set", "tuple"],
    leaves: [
      "integer",
      "float",
      "string_start",
      "string_content",
      "string_end",
      "escape_sequence",
      "escape_interpolation",
      "true",
      "false",
      "none",
    ],
    tokens: ["[", "]", "{", "}", "(", ")", ",", ":", "-", "+"],
  },
  imports: ["import_statement", "import_from_statement", "future_import_statement"],
  // Stubs of protocols and overloads.
  signatures: ['function_definition[block > expression_statement="..."]'],
};
