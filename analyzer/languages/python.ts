import type { LanguageTable } from "./table.js";

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

  functions: {
    kinds: ["function_definition", "lambda"],
    nameField: "name",
    bodyField: "body",
    parameterFields: ["parameters"],
    decorators: [],
  },
  types: { kinds: ["class_definition"], nameField: "name" },
  parameters: {
    lists: ["parameters", "lambda_parameters"],
    separators: ["positional_separator", "keyword_separator"],
    nameField: "name",
    receivers: ["self", "cls"],
  },
  names: {
    bindings: [
      { kind: "assignment", name: "left", value: "right" },
      { kind: "named_expression", name: "name", value: "value" },
    ],
    transparent: ["parenthesized_expression", "expression_list", "pattern_list"],
    casts: [],
    selectors: [{ kind: "attribute", field: "attribute" }],
    kinds: ["identifier"],
    strings: [],
  },

  ifs: ["if_statement"],
  elseIfs: ["elif_clause"],
  elses: ["else_clause"],
  loops: ["for_statement", "while_statement"],
  switches: ["match_statement"],
  cases: ["case_clause"],
  defaults: [],
  wildcard: { pattern: "case_pattern", guard: "if_clause" },
  tries: ["try_statement", "with_statement"],
  catches: ["except_clause"],
  conditionals: ["conditional_expression"],
  comprehensions: [
    "list_comprehension",
    "set_comprehension",
    "dictionary_comprehension",
    "generator_expression",
  ],
  clauses: ["for_in_clause", "if_clause"],
  jumps: [],
  labels: [],
  returns: ["return_statement"],

  operatorNodes: ["boolean_operator"],
  and: ["and"],
  or: ["or"],
  coalesce: [],
  negations: ["not_operator"],
  not: ["not"],
  parentheses: ["parenthesized_expression"],

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
};
