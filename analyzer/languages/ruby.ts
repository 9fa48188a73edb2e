import type { LanguageTable } from "./table.js";

/** Ruby. */
export const ruby: LanguageTable = {
  id: "ruby",
  extensions: [
    ".rb",
    ".rake",
    ".gemspec",
    ".ru",
    ".podspec",
    ".jbuilder",
    ".builder",
    ".rabl",
    ".thor",
    ".god",
    ".rbw",
    ".rbi",
    ".ruby",
  ],
  fileNames: [
    "Appfile",
    "Appraisals",
    "Berksfile",
    "Brewfile",
    "Buildfile",
    "Capfile",
    "Dangerfile",
    "Deliverfile",
    "Fastfile",
    "Gemfile",
    "Guardfile",
    "Gymfile",
    "Jarfile",
    "Matchfile",
    "Podfile",
    "Puppetfile",
    "Rakefile",
    "Scanfile",
    "Snapfile",
    "Steepfile",
    "Thorfile",
    "Vagrantfile",
    ".irbrc",
    ".pryrc",
    ".simplecov",
  ],
  interpreters: ["ruby", "jruby", "truffleruby", "rake"],
  grammars: ["tree-sitter-ruby.wasm"],
  sample: `# é 😀
class A::B < C
  attr_reader :x, "y": 1, **z
  def x=(v) = @x ||= v rescue nil
  def self.m(a, (b, *c), d = 1, *e, f:, g: 2, **nil, &h)
    k = ->(x; y) { |_| x => {n: Integer | nil => p} }
    log(<<~T, ?a, 1r, -2) if x && !(y or z?)
      a #{b ? %w[c d] : :"e#@f"} \\t é
    T
    case v when 1, *w then yield else super end
    case [1, *u] in [a, _] if b then @@q, (r, s) = 1, 2 in {k:} unless t; else $g end
    until xs[1] do begin; retry; end while a::b&.c { _1 } end
  rescue E, F => e
  else
  ensure
  end
end
=begin
é
=end
def broken( { ] do |
__END__
é
`,

  comments: ["comment"],

  concepts: {
    If: ["if", "unless", "if_modifier", "unless_modifier"],
    ElseIf: ["elsif"],
    Else: ["else"],
    TryElse: ["begin > else", "body_statement > else"],
    Loop: ["while", "until", "for", "while_modifier", "until_modifier"],
    Switch: ["case", "case_match"],
    Case: ["when", "in_clause"],
    Default: ["case > else", "case_match > else", 'in_clause[.pattern="_"][!.guard]'],
    // Without a rescue or ensure, `begin` only groups.
    Try: ["begin[rescue]", "begin[ensure]", "body_statement[rescue]", "body_statement[ensure]"],
    Catch: ["rescue", "rescue_modifier > 'rescue'"],
    Conditional: ["conditional"],
    And: ["binary > '&&'", "binary > 'and'"],
    Or: ["binary > '||'", "binary > 'or'"],
    Coalesce: ["operator_assignment > '||='", "operator_assignment > '&&='"],
    Block: [
      'call[!.method="lambda"].block > block',
      'call[!.method="lambda"].block > do_block',
      "element_reference.block > block",
      "element_reference.block > do_block",
    ],
    Return: ["return"],
    Assignment: ["assignment", "operator_assignment", "match_pattern"],
    // A name alone may be a variable; `yield` and `super` always call.
    Call: ["call[.receiver]", "call[.arguments][!super]", "call[.block][!super]", "super", "yield"],
    Comparison: [
      "binary > '=='",
      "binary > '!='",
      "binary > '==='",
      "binary > '=~'",
      "binary > '!~'",
      "binary > '<=>'",
      "binary > '<'",
      "binary > '<='",
      "binary > '>'",
      "binary > '>='",
      "test_pattern",
    ],
    Not: ["unary['!']", "unary['not']"],
  },
  parentheses: ["parenthesized_statements"],

  functions: {
    nodes: ["method", "singleton_method", "lambda", 'call[.method="lambda"][.block]'],
    name: [".name"],
    // A call of `lambda` has its parameters in its block.
    within: [".block"],
    receiver: { at: [".object"], typeName: "constant" },
    decorators: [],
  },
  parameters: {
    at: [".parameters"],
    lists: ["method_parameters", "lambda_parameters", "block_parameters"],
    except: ["hash_splat_nil", "block_parameters.locals > identifier"],
    names: [],
    receivers: [],
  },
  hasReturns: true,
  types: {
    nodes: ["class", "module"],
    name: [".name"],
    joined: "repository",
    fields: [
      { node: "assignment.left > instance_variable", name: [] },
      { node: "operator_assignment.left > instance_variable", name: [] },
      { node: "left_assignment_list > instance_variable", name: [] },
      { node: "destructured_left_assignment > instance_variable", name: [] },
      { node: "rest_assignment > instance_variable", name: [] },
    ],
    scopes: [
      { node: "class", name: [".name"] },
      { node: "module", name: [".name"] },
    ],
    // `class A::B`
    scopesOf: (view, node) => {
      const name = view.childByField(node, "name");
      const scope = name === null ? null : view.childByField(name, "scope");
      return scope === null ? [] : [view.text(scope)];
    },
  },
  names: {
    bindings: [
      { node: "assignment", name: [".left"], value: [".right"] },
      { node: "operator_assignment", name: [".left"], value: [".right"] },
    ],
    transparent: ["parenthesized_statements", "left_assignment_list", "right_assignment_list"],
    casts: [],
    qualified: [
      { node: "scope_resolution", name: [".name"] },
      { node: "call", name: [".method"] },
    ],
    kinds: [
      "identifier",
      "constant",
      "operator",
      "setter",
      "instance_variable",
      "class_variable",
      "global_variable",
    ],
    strings: [],
  },
  halstead: {
    operands: ["nil"],
    operators: ["forward_parameter", "forward_argument"],
    delimiters: ["empty_statement", "heredoc_beginning", "heredoc_end"],
    strings: [
      "string",
      "subshell",
      "regex",
      "delimited_symbol",
      "bare_string",
      "bare_symbol",
      "heredoc_body",
    ],
    interpolations: ["interpolation"],
  },
  data: {
    containers: ["array", "hash", "string_array", "symbol_array"],
    leaves: [
      "integer",
      "float",
      "string_content",
      "escape_sequence",
      "character",
      "simple_symbol",
      "hash_key_symbol",
      "true",
      "false",
      "nil",
    ],
    tokens: ["[", "]", "{", "}", "%w(", "%i(", ")", ",", "=>", ":", '"', ':"', "-", "+"],
  },
  imports: ['call[.method="require"]', 'call[.method="require_relative"]', 'call[.method="autoload"]'],
};
