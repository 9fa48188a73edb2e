import type { LanguageTable } from "./table.js";

/** PHP 5 to 8.5, with the HTML around it. */
export const php: LanguageTable = {
  id: "php",
  extensions: [".php", ".phtml", ".php3", ".php4", ".php5", ".phps", ".ctp"],
  fileNames: [".php_cs", ".php_cs.dist", "Phakefile"],
  interpreters: ["php"],
  grammars: ["tree-sitter-php.wasm"],
  sample: `<html>é 😀<?php
namespace A\\B; use function C\\d as e;
#[F(1)] abstract class G extends H implements I { use J; const K = 1; public ?int $a = 1 { get => $this->a; } /* c */
  public function __construct(private readonly int $x, L|M ...$y) { parent::__construct(); static::$c[] = [1, 'k' => -2.5]; } }
enum N: string { case O = 'o'; function p() { return match($this) { self::O, 1 => "q $r {$s->t[0]} \\n", default => null }; } }
function &u($v) { a: if ($v and !($w || $x)): goto a; elseif ($y): else: endif; foreach ($z as $k => [$l]) { break 2; }
  switch ($a) { case 1: default; } try { $b ??= $c ?: fn() => 1; } catch (D | E $f) { } finally { }
  $g = static function ($h) use (&$i) { yield $h; }; do { $j++; } while (true); echo <<<EOT
 text $k
 EOT . <<<'X'
 raw
 X; ?>
<p><?= new class { } ?></p>
<?php }
function broken( { ] =
`,

  comments: ["comment"],
  // A dollar sign and a name; names of types that are keywords.
  wholeTokens: ["variable_name", "primitive_type", "relative_scope"],

  concepts: {
    If: ["if_statement"],
    ElseIf: ["else_if_clause", "else_clause > if_statement"],
    Else: ["else_clause[!if_statement]"],
    Loop: ["for_statement", "foreach_statement", "while_statement", "do_statement"],
    Switch: ["switch_statement", "match_expression"],
    Case: ["case_statement", "match_conditional_expression"],
    Default: ["default_statement", "match_default_expression"],
    Try: ["try_statement"],
    Catch: ["catch_clause"],
    Conditional: ["conditional_expression[.body]"],
    And: ["binary_expression > '&&'", "binary_expression > 'and'"],
    Or: ["binary_expression > '||'", "binary_expression > 'or'"],
    Coalesce: [
      "conditional_expression[!.body]",
      "binary_expression > '??'",
      "augmented_assignment_expression > '??='",
    ],
    Jump: [
      'break_statement[integer][!integer="1"]',
      'continue_statement[integer][!integer="1"]',
      "goto_statement",
    ],
    Return: ["return_statement"],
    Assignment: [
      "assignment_expression",
      "reference_assignment_expression",
      "augmented_assignment_expression",
      "update_expression",
      "property_element > '='",
      "const_element > '='",
      "static_variable_declaration > '='",
    ],
    Call: [
      "function_call_expression",
      "member_call_expression",
      "nullsafe_member_call_expression",
      "scoped_call_expression",
      "object_creation_expression",
      "exit_statement['(']",
    ],
    Comparison: [
      "binary_expression > '=='",
      "binary_expression > '!='",
      "binary_expression > '<>'",
      "binary_expression > '==='",
      "binary_expression > '!=='",
      "binary_expression > '<'",
      "binary_expression > '<='",
      "binary_expression > '>'",
      "binary_expression > '>='",
      "binary_expression > '<=>'",
      "binary_expression > 'instanceof'",
    ],
    Not: ["unary_op_expression['!']"],
  },
  parentheses: ["parenthesized_expression"],

  functions: {
    nodes: [
      "function_definition",
      "method_declaration",
      "property_hook",
      "anonymous_function",
      "arrow_function",
    ],
    body: [".body"],
    name: [".name"],
    named: {
      by: ["property_declaration", "property_promotion_parameter"],
      name: ["property_element", ".name"],
    },
    decorators: ["attribute_list"],
  },
  parameters: {
    at: [".parameters"],
    lists: ["formal_parameters"],
    except: [],
    names: [],
    receivers: [],
  },
  hasReturns: true,
  types: {
    nodes: [
      "class_declaration",
      "trait_declaration",
      "interface_declaration",
      "enum_declaration",
      "anonymous_class",
    ],
    name: [".name"],
    joined: "repository",
    scopes: [{ node: "namespace_definition[.body][.name]", name: [".name"] }],
    scopesToEnd: [{ node: "namespace_definition[!.body]", name: [".name"] }],
    fields: [
      {
        node: "property_declaration[!static_modifier][!property_hook_list] > property_element",
        name: [".name"],
      },
      { node: "property_promotion_parameter", name: [".name"] },
      { node: 'assignment_expression.left > member_access_expression[.object="$this"]', name: [".name"] },
    ],
  },
  names: {
    bindings: [
      { node: "assignment_expression", name: [".left"], value: [".right"] },
      { node: "static_variable_declaration", name: [".name"], value: [".value"] },
    ],
    transparent: ["parenthesized_expression"],
    casts: [],
    qualified: [
      { node: "variable_name", name: ["name"] },
      { node: "property_element", name: [".name"] },
      { node: "member_access_expression", name: [".name"] },
      { node: "scoped_property_access_expression", name: [".name"] },
    ],
    kinds: ["name"],
    strings: [],
  },
  halstead: {
    operands: [],
    operators: ["php_tag", "php_end_tag", "var_modifier"],
    strings: ["string", "encapsed_string", "heredoc", "heredoc_body", "nowdoc", "shell_command_expression"],
    interpolations: [
      "heredoc_body",
      "variable_name",
      "dynamic_variable_name",
      "member_access_expression",
      "nullsafe_member_access_expression",
      "scoped_property_access_expression",
      "class_constant_access_expression",
      "subscript_expression",
      "function_call_expression",
      "member_call_expression",
      "nullsafe_member_call_expression",
      "scoped_call_expression",
      "assignment_expression",
    ],
    delimiters: ["heredoc_start", "heredoc_end"],
  },
  data: {
    containers: ["array_creation_expression"],
    leaves: ["integer", "float", "boolean", "null", "string_content", "escape_sequence", "nowdoc_string"],
    tokens: ["array", "(", ")", "[", "]", ",", "=>", '"', "'", "-", "+"],
  },
  imports: [
    "namespace_use_declaration",
    "namespace_definition[!.body]",
    "expression_statement[include_expression]",
    "expression_statement[include_once_expression]",
    "expression_statement[require_expression]",
    "expression_statement[require_once_expression]",
  ],
};
