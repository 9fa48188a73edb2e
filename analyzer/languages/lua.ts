import type { NodeView } from "./nodeView.js";
import type { LanguageTable } from "./table.js";

/** Lua 5.1 to 5.4, and LuaJIT. */
export const lua: LanguageTable = {
  id: "lua",
  extensions: [".lua", ".rockspec", ".wlua"],
  fileNames: [".luacheckrc"],
  interpreters: ["lua", "luajit"],
  grammars: ["tree-sitter-lua.wasm"],
  sample: `#!/usr/bin/lua
-- é 😀
local a <const>, b = [==[ é
]==], "\\t😀" .. 'c' --[[ long
é ]]
local function f(x, ...) return #x, -1, ... end
function M.n:m(y) self.z = y and not (y or 0x1F); goto out end
t = { [1] = 2, g = function() end; { "h" }, }
for i = 1, 2, 3 do ::out:: break end
for k, v in pairs(t) do repeat local q = o:p { 1 } ^ 2 until k ~= v end
while true do if a then elseif b then else end end
function broken( { ] = then
`,

  comments: ["comment", "hash_bang_line"],
  wholeTokens: ["string_content"],

  concepts: {
    If: ["if_statement"],
    ElseIf: ["elseif_statement"],
    Else: ["else_statement"],
    Loop: ["while_statement", "repeat_statement", "for_statement"],
    And: ["binary_expression > 'and'"],
    Or: ["binary_expression > 'or'"],
    Jump: ["goto_statement"],
    Return: ["return_statement"],
    Assignment: ["assignment_statement"],
    Call: ["function_call"],
    Comparison: [
      "binary_expression > '=='",
      "binary_expression > '~='",
      "binary_expression > '<'",
      "binary_expression > '<='",
      "binary_expression > '>'",
      "binary_expression > '>='",
    ],
    Not: ["unary_expression['not']"],
  },
  parentheses: ["parenthesized_expression"],

  functions: {
    nodes: ["function_declaration", "function_definition"],
    name: [".name"],
    scopesOf,
    decorators: [],
  },
  parameters: {
    at: [".parameters"],
    lists: ["parameters"],
    except: [],
    names: [],
    receivers: ["self"],
  },
  hasReturns: true,
  types: {
    nodes: [],
    name: [],
    joined: "never",
    fields: [{ node: 'variable_list > dot_index_expression[.table="self"]', name: [".field"] }],
    fieldsOutside: true,
  },
  names: {
    bindings: [
      { node: "assignment_statement", name: ["variable_list"], value: ["expression_list"] },
      { node: "field", name: [".name"], value: [".value"] },
    ],
    transparent: ["parenthesized_expression", "variable_list", "expression_list"],
    casts: [],
    qualified: [
      { node: "dot_index_expression", name: [".field"] },
      { node: "method_index_expression", name: [".method"] },
    ],
    kinds: ["identifier"],
    strings: ["string"],
  },
  halstead: {
    operands: [],
    operators: ["break_statement"],
    delimiters: ["empty_statement"],
    strings: ["string"],
    interpolations: [],
  },
  data: {
    containers: ["table_constructor"],
    leaves: ["number", "string_content", "escape_sequence", "true", "false", "nil"],
    key: [".name"],
    tokens: ["{", "}", "[", "]", "=", ",", ";", '"', "'", "[[", "]]", "-"],
  },
  imports: ['function_call[.name="require"]'],
};

/** The tables in front of a function's name: `function a.b:c()` is b's. */
function scopesOf(view: NodeView, node: number): readonly string[] {
  const name = view.childByField(node, "name");
  const table = name === null ? null : view.childByField(name, "table");
  return table === null ? [] : view.text(table).split(".");
}
