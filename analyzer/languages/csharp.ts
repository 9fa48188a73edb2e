import { readableCsharp } from "../preprocessor/readablePreprocessed.js";
import type { NodeView } from "./nodeView.js";
import type { LanguageTable } from "./table.js";

const TYPES = ["class_declaration", "struct_declaration", "record_declaration"];
/** A property that is a field: it reads without a body, and is not abstract. */
const AUTO_PROPERTY =
  'property_declaration[!modifier="static|abstract"][accessor_list > accessor_declaration="get;|readonly get;|internal get;|protected get;|private get;"]';

/** C# 1 to 14, and its scripts. */
export const csharp: LanguageTable = {
  id: "csharp",
  extensions: [".cs", ".csx"],
  fileNames: [],
  interpreters: ["dotnet", "dotnet-script", "scriptcs", "csharp"],
  grammars: ["tree-sitter-c_sharp.wasm"],
  readable: readableCsharp,
  sample: `#!/usr/bin/env dotnet-script
// é 😀
extern alias Q; global using static System.Math; using F = Foo.Bar<int>;
[assembly: Foo(1)] namespace A.B; #region R
/// <summary>doc</summary>
[Serializable] public partial class C<T>(int p) : D, IE<T> where T : class, new() {
  public const int K = 1; int a = 1, b; public event EventHandler Ev; public int Auto { get; private set; } = 3; int X => a; int this[int i] { get => a; set { } }
  public C(int x, string y = "a") : base(x) { this.a = x!; } ~C() { } public static C operator +(C a, C b) => a; public static implicit operator int(C c) => 1;
  [Pure] async Task<int?> M<V>(this int a, ref int b, params int[] d) where V : struct {
    if (a && !(b || d is int x and > 1 or not null)) { } else if (c?.d[0] ?? e) { goto end; } else a ??= b ? 1 : -2;
    switch (x) { case 1: case string s when s.Length > 0: goto case 1; default: break; } var r = x switch { 1 or 2 => "a", { L: 0 } => 'c', _ => throw new() };
    try { for (int i = 0; i < 10; i++) { } foreach (var (k, v) in xs) { } } catch (Ex e) when (e.X) { } finally { lock (o) using (var f = new F { A = 1 }) { } }
    Func<int> l = static x => x + 1; l = delegate (int z) { yield return $"{a + 1:N2} \\n" + @"v""v" + """raw"""; }; end: return await (from u in us where u > 1 let w = u select new { u });
#if DEBUG && X
    int[] q = [1, .. z];
#endif
  } }
public record R(int X); interface I { int P { get; } void Def() { } } enum En { A = 1 } delegate int Del(int x);
class Broken { void f( { ] =
`,

  comments: ["comment", "shebang_directive"],
  wholeTokens: ["interpolation_format_clause"],

  concepts: {
    If: ["if_statement"],
    ElseIf: ["if_statement.alternative > if_statement"],
    Else: ["if_statement > 'else'"],
    Loop: ["for_statement", "foreach_statement", "while_statement", "do_statement"],
    Switch: ["switch_statement", "switch_expression"],
    Default: [
      "switch_section > 'default'",
      "switch_section[discard][!when_clause] > 'case'",
      "switch_expression_arm[discard][!when_clause]",
    ],
    Case: ["switch_section > 'case'", "switch_expression_arm"],
    Try: ["try_statement"],
    Resource: ["using_statement"],
    Catch: ["catch_clause"],
    Conditional: ["conditional_expression"],
    And: ["binary_expression > '&&'", "and_pattern > 'and'"],
    Or: ["binary_expression > '||'", "or_pattern > 'or'"],
    Coalesce: ["binary_expression > '??'", "assignment_expression > '??='"],
    Clause: ["from_clause", "where_clause"],
    Jump: ["goto_statement"],
    Return: ["return_statement"],
    Assignment: [
      "variable_declarator > '='",
      "property_declaration > '='",
      "let_clause > '='",
      "with_initializer > '='",
      "assignment_expression",
      "prefix_unary_expression['++']",
      "prefix_unary_expression['--']",
      "postfix_unary_expression['++']",
      "postfix_unary_expression['--']",
    ],
    Call: [
      "invocation_expression",
      "constructor_initializer",
      "object_creation_expression",
      "implicit_object_creation_expression",
      // With values it is a literal.
      "array_creation_expression[!initializer_expression]",
    ],
    Comparison: [
      "binary_expression > '=='",
      "binary_expression > '!='",
      "binary_expression > '<'",
      "binary_expression > '<='",
      "binary_expression > '>'",
      "binary_expression > '>='",
      "is_expression",
      "is_pattern_expression",
    ],
    // `is not` is one comparison.
    None: ["is_pattern_expression > negated_pattern"],
    Not: ["prefix_unary_expression['!']", "negated_pattern"],
    Ignored: ["binary_expression", "unary_expression", "parenthesized_expression"].flatMap((kind) => [
      `preproc_if.condition > ${kind}`,
      `preproc_elif.condition > ${kind}`,
    ]),
  },
  parentheses: ["parenthesized_expression", "parenthesized_pattern"],

  functions: {
    nodes: [
      "method_declaration",
      "constructor_declaration",
      "destructor_declaration",
      "operator_declaration",
      "conversion_operator_declaration",
      "accessor_declaration",
      "property_declaration[arrow_expression_clause]",
      "indexer_declaration[arrow_expression_clause]",
      "local_function_statement",
      "lambda_expression",
      "anonymous_method_expression",
    ],
    body: [".body", "block", "arrow_expression_clause"],
    name: [".name", "'this'"],
    nameOf: nameOfMember,
    decorators: ["attribute_list"],
  },
  parameters: {
    at: [".parameters"],
    lists: ["parameter_list", "bracketed_parameter_list"],
    // `params int[] x` stands in the list without a node around it.
    except: ["attribute_list", "parameter_list.type > *", "bracketed_parameter_list.type > *"],
    names: [],
    receivers: ["this"],
    countOf: indexesOf,
  },
  hasReturns: true,
  types: {
    nodes: [...TYPES, "interface_declaration"],
    name: [".name"],
    joined: "repository",
    parts: [...TYPES, "interface_declaration"].map((type) => `${type}[modifier="partial"]`),
    scopes: ["namespace_declaration", ...TYPES, "interface_declaration"].map((node) => ({
      node,
      name: [".name"],
    })),
    scopesToEnd: [{ node: "file_scoped_namespace_declaration", name: [".name"] }],
    scopesOf: genericScope,
    fields: [
      {
        node: 'field_declaration[!modifier="static|const"] > variable_declaration > variable_declarator',
        name: [".name"],
      },
      {
        node: 'event_field_declaration[!modifier="static|abstract"] > variable_declaration > variable_declarator',
        name: [".name"],
      },
      ...TYPES.flatMap((type) => [
        { node: `${type} > declaration_list > ${AUTO_PROPERTY}`, name: [".name"] },
        { node: `${type} > parameter_list > parameter`, name: [".name"] },
      ]),
      { node: 'assignment_expression.left > member_access_expression[.expression="this"]', name: [".name"] },
    ],
  },
  names: {
    bindings: [
      {
        node: "variable_declarator",
        name: [".name"],
        value: [
          "lambda_expression",
          "anonymous_method_expression",
          "parenthesized_expression",
          "cast_expression",
        ],
      },
      { node: "property_declaration", name: [".name"], value: [".value"] },
      { node: "assignment_expression", name: [".left"], value: [".right"] },
    ],
    transparent: ["parenthesized_expression"],
    casts: ["cast_expression"],
    qualified: [{ node: "member_access_expression", name: [".name"] }],
    kinds: ["identifier"],
    strings: [],
  },
  halstead: {
    operands: ["this", "base", "true", "false", "var"],
    operators: ["modifier"],
    delimiters: [
      "interpolation_start",
      "interpolation_quote",
      "interpolation_brace",
      "raw_string_start",
      "raw_string_end",
    ],
    strings: ["string_literal", "raw_string_literal", "character_literal", "interpolated_string_expression"],
    interpolations: ["interpolation"],
  },
  data: {
    containers: ["initializer_expression", "collection_expression"],
    leaves: [
      "integer_literal",
      "real_literal",
      "null_literal",
      "string_literal_content",
      "verbatim_string_literal",
      "raw_string_start",
      "raw_string_content",
      "raw_string_end",
      "character_literal_content",
      "escape_sequence",
    ],
    tokens: ["true", "false", "new", "{", "}", "[", "]", ",", "=", '"', "'", "-", "+"],
  },
  imports: ["using_directive", "extern_alias_directive", "file_scoped_namespace_declaration"],
};

/** Accessors have the name of their property; operators and destructors have their sign before their own. */
function nameOfMember(view: NodeView, node: number): string | undefined {
  const part = (field: string) => textOf(view, view.childByField(node, field));
  switch (view.kind(node)) {
    case "accessor_declaration": {
      const member = memberOf(view, node);
      if (member === null) return undefined;
      return textOf(view, view.childByField(member, "name") ?? view.childOfKind(member, "this"));
    }
    case "operator_declaration":
      return `operator${part("operator")}`;
    case "conversion_operator_declaration":
      return `operator ${part("type").replaceAll(/\s+/g, " ")}`;
    case "destructor_declaration":
      return `~${part("name")}`;
    default:
      return undefined;
  }
}

/** The accessors of an indexer have its parameters, which stand before them. */
function indexesOf(view: NodeView, node: number): number | undefined {
  const member = view.kind(node) === "accessor_declaration" ? memberOf(view, node) : null;
  const list = member === null ? null : view.childOfKind(member, "bracketed_parameter_list");
  return list === null ? undefined : countOf(view, list, "parameter");
}

/** `C` and `C<T>` are two types. */
function genericScope(view: NodeView, node: number): string[] {
  const list = view.childOfKind(node, "type_parameter_list");
  if (list === null) return [];
  return [`\`${countOf(view, list, "type_parameter")}`];
}

/** The property, indexer or event of an accessor. */
function memberOf(view: NodeView, accessor: number): number | null {
  const list = view.parent(accessor);
  return list === null ? null : view.parent(list);
}

function countOf(view: NodeView, list: number, kind: string): number {
  return view.children(list).filter((child) => view.kind(child) === kind).length;
}

function textOf(view: NodeView, node: number | null): string {
  return node === null ? "" : view.text(node);
}
