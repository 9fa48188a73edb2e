import type { NodeView } from "./nodeView.js";
import type { LanguageTable } from "./table.js";

/** The grammar has calls only; what they are is in their targets. */
const DEFINITION = 'call[.target="def|defp|defmacro|defmacrop"]';
/** … and what is defined without a body. */
const SIGNATURE = 'call[.target="def|defp|defmacro|defmacrop|defguard|defguardp|defdelegate"]';
const CHOICE = 'call[.target="case|cond|receive|with"]';
const MODULE = 'call[.target="defmodule|defprotocol|defimpl"]';
/** What the compiler keeps as documentation of a module, function or type. */
const DOCUMENTED = `unary_operator['@'] > call[.target="doc|moduledoc|typedoc"] > arguments`;
const STRUCT = 'call[.target="defstruct|defexception"]';

/** Elixir. */
export const elixir: LanguageTable = {
  id: "elixir",
  extensions: [".ex", ".exs"],
  fileNames: [],
  interpreters: ["elixir"],
  grammars: ["tree-sitter-elixir.wasm"],
  sample: `# é 😀
defmodule A.B do
  @doc """
  é #{x}
  """
  defstruct [:a, b: 1]
  def f(a, %{b: [c | _]} = d \\\\ nil) when a > 1 and not is_nil(d) do
    for <<c <- a>>, c != ?a, into: "", do: <<c::8>>
    with {:ok, x} when x <- g.(&h(&1, ~s(#{a} b)i)) do if x, do: 'y', else: :"z z" else _ -> d end
    case d do %B{a | c: 1} -> fn x, y -> x; _, _ -> y end; _ when a not in 1..2//3 -> 0x1F end
  rescue
    e in [E] -> A.{B, C}
  after
    &Enum.map/2 |> q
  end
end
def broken( do ] fn ->
`,

  comments: ["comment"],
  documentation: [`${DOCUMENTED} > string[!interpolation]`, `${DOCUMENTED} > sigil[!interpolation]`],

  concepts: {
    None: [
      "unary_operator['@'].operand > call",
      "unary_operator['&'].operand > binary_operator['/'].left > call",
      // What is defined, not what is called.
      `${SIGNATURE} > arguments > call`,
      `${SIGNATURE} > arguments > binary_operator['when'].left > call`,
      SIGNATURE,
      MODULE,
      STRUCT,
      'call[.target="alias|import|require|quote|unquote|unquote_splicing|try"]',
      // A parameter and the whole that it is part of.
      `${SIGNATURE} > arguments > call > arguments > binary_operator > '='`,
      `${SIGNATURE} > arguments > binary_operator['when'].left > call > arguments > binary_operator > '='`,
      "stab_clause.left > arguments > binary_operator > '='",
      "rescue_block > stab_clause.left > arguments > binary_operator > 'in'",
    ],
    If: ['call[.target="if|unless"]'],
    Else: [
      'call[.target="if|unless"] > do_block > else_block',
      // `if a, do: b, else: c`
      "call[.target=\"if|unless\"] > arguments > keywords > ','",
    ],
    TryElse: ['call[.target="try"] > do_block > else_block', `${DEFINITION} > do_block > else_block`],
    ClauseLoop: ['call[.target="for"]'],
    // All arguments but the options: as many as commas, and one more without options.
    Clause: ["call[.target=\"for\"] > arguments > ','", 'call[.target="for"] > arguments[!keywords]'],
    Switch: [CHOICE],
    Default: [
      'call[.target="cond"] > do_block > stab_clause[.left="true"]',
      'call[.target="case|receive"] > do_block > stab_clause[.left="_"]',
      'else_block > stab_clause[.left="_"]',
      'anonymous_function[2 stab_clause] > stab_clause[.left="_"]',
      `${CHOICE} > arguments > keywords > pair > block > stab_clause[.left="_"]`,
      'call[.target="for"] > do_block[2 stab_clause] > stab_clause[.left="_"]',
    ],
    Case: [
      'call[.target="case|cond|receive"] > do_block > stab_clause',
      "else_block > stab_clause",
      'call[.target="receive"] > do_block > after_block > stab_clause',
      "anonymous_function[2 stab_clause] > stab_clause",
      `${CHOICE} > arguments > keywords > pair > block > stab_clause`,
      'call[.target="for"] > do_block[2 stab_clause] > stab_clause',
      "call[.target=\"with\"] > arguments > binary_operator > '<-'",
    ],
    Try: [
      'call[.target="try"] > do_block',
      "do_block[rescue_block]",
      "do_block[catch_block]",
      `${DEFINITION} > do_block[after_block]`,
    ],
    Catch: ["rescue_block > stab_clause", "catch_block > stab_clause"],
    And: ["binary_operator > '&&'", "binary_operator > 'and'"],
    Or: ["binary_operator > '||'", "binary_operator > 'or'"],
    Assignment: ["binary_operator > '='"],
    // Without arguments only a module's function is called; anything else is asked for a key.
    Call: ["call[arguments]", "call[do_block]", "call[dot > alias]"],
    Comparison: [
      "binary_operator > '=='",
      "binary_operator > '!='",
      "binary_operator > '==='",
      "binary_operator > '!=='",
      "binary_operator > '=~'",
      "binary_operator > '<'",
      "binary_operator > '<='",
      "binary_operator > '>'",
      "binary_operator > '>='",
      "binary_operator > 'in'",
      "binary_operator > 'not in'",
    ],
    Not: ["unary_operator['!']", "unary_operator['not']"],
  },
  parentheses: ["block"],

  functions: {
    // Without a body it is a head, whose clauses follow.
    nodes: [`${DEFINITION}[do_block]`, `${DEFINITION}[arguments > keywords]`, "anonymous_function"],
    name: [],
    decorators: [],
    nameOf,
  },
  parameters: { at: [], lists: [], except: [], names: [], receivers: [], countOf },
  hasReturns: false,
  types: {
    nodes: [`${MODULE}[do_block]`],
    name: [],
    nameOf: moduleName,
    joined: "repository",
    fields: [
      { node: `${STRUCT} > arguments > list > atom`, name: [] },
      { node: `${STRUCT} > arguments > list > keywords > pair.key > keyword`, name: [] },
      { node: `${STRUCT} > arguments > keywords > pair.key > keyword`, name: [] },
    ],
    scopes: [{ node: MODULE, name: ["arguments"] }],
  },
  names: {
    bindings: [{ node: "binary_operator['=']", name: [".left"], value: [".right"] }],
    transparent: ["block"],
    casts: [],
    qualified: [],
    kinds: ["identifier", "atom", "keyword"],
    strings: [],
  },
  halstead: {
    operands: ["true", "false", "nil"],
    operators: ["operator_identifier"],
    delimiters: ["sigil_name", "sigil_modifiers"],
    strings: ["string", "charlist", "sigil", "quoted_atom", "quoted_keyword"],
    interpolations: ["interpolation"],
  },
  data: {
    containers: ["list", "map", "tuple", "bitstring"],
    leaves: [
      "integer",
      "float",
      "char",
      "atom",
      "keyword",
      "quoted_content",
      "escape_sequence",
      "sigil_name",
      "sigil_modifiers",
    ],
    tokens: [
      "[",
      "]",
      "{",
      "}",
      "(",
      ")",
      "%",
      "<<",
      ">>",
      ",",
      "=>",
      "-",
      "+",
      "~",
      ":",
      '"',
      "'",
      '"""',
      "'''",
      "true",
      "false",
      "nil",
    ],
  },
  imports: ['call[.target="alias|import|require|use"]'],
};

/** Name of a `def`: that of the call or operator that it defines. */
function nameOf(view: NodeView, node: number): string | undefined {
  const head = headOf(view, node);
  if (head === null) return undefined;
  if (isComputed(view, head)) return view.text(head);
  const operator = view.childByField(head, "operator");
  return view.text(operator ?? view.childByField(head, "target") ?? head);
}

function countOf(view: NodeView, node: number): number {
  const head = headOf(view, node) ?? firstHeadOf(view, node);
  if (head === null || isComputed(view, head)) return 0;
  const kind = view.kind(head);
  if (kind === "binary_operator") return 2;
  if (kind === "unary_operator") return 1;
  const list = kind === "arguments" ? head : view.childOfKind(head, "arguments");
  return list === null ? 0 : elementsOf(view, list).length;
}

/** What a `def` defines: a call, a bare name or the use of an operator; `null` for a `fn`. */
function headOf(view: NodeView, node: number): number | null {
  const list = view.childOfKind(node, "arguments");
  const head = list === null ? undefined : elementsOf(view, list)[0];
  return head === undefined ? null : withoutGuard(view, head);
}

/** Whether all that stands there is a name that is computed: `def unquote(name) do`. */
function isComputed(view: NodeView, head: number): boolean {
  const target = view.childByField(head, "target");
  return target !== null && view.text(target) === "unquote";
}

/** Parameters of the first clause of a `fn`. */
function firstHeadOf(view: NodeView, node: number): number | null {
  const clause = view.childOfKind(node, "stab_clause");
  const left = clause === null ? null : view.childByField(clause, "left");
  return left === null ? null : withoutGuard(view, left);
}

function withoutGuard(view: NodeView, head: number): number {
  if (view.childOfKind(head, "when") === null) return head;
  return view.childByField(head, "left") ?? head;
}

function elementsOf(view: NodeView, list: number): number[] {
  return view.children(list).filter((child) => !["(", ")", ",", "comment"].includes(view.kind(child)));
}

/** Name of a module as it is written; that of an implementation with what it is for, as the compiler makes it. */
function moduleName(view: NodeView, node: number): string | undefined {
  const list = view.childOfKind(node, "arguments");
  const [name, options] = list === null ? [] : elementsOf(view, list);
  if (name === undefined || !["alias", "dot"].includes(view.kind(name))) return undefined;
  const option = options === undefined ? null : view.childOfKind(options, "pair");
  const value = option === null ? null : view.childByField(option, "value");
  return value === null ? view.text(name) : `${view.text(name)}.${view.text(value)}`;
}
