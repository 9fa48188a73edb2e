import type { LanguageTable } from "./table.js";

/** Rust. What stands in the brackets of a macro call is tokens to the grammar, so that nothing in them counts. */
export const rust: LanguageTable = {
  id: "rust",
  extensions: [".rs"],
  fileNames: [],
  interpreters: ["rust-script", "run-cargo-script"],
  grammars: ["tree-sitter-rust.wasm"],
  sample: `#!/usr/bin/env rust-script
//! é 😀
use std::{io, fmt::Display as D, *}; extern crate foo; mod other;
/// doc
#[derive(Debug)] pub struct A<'a, T: Clone = u8> where T: Send { pub x: i32, y: &'a str }
struct B(pub i32, String); enum E { F = 1, G { x: u8 }, H(u8) } union U { a: u8 } /* c */
impl<'a, T> D for m::A<'a, T> { const N: u8 = 1; pub async unsafe fn f(&self, mut self2: Box<Self>, (a, _): (u8, u8)) -> impl Fn(u8) -> u8 { self.x += 1 } }
trait Tr: Sup { fn sig(self: Box<Self>); fn d() -> Result<(), E> { let Some(x) = y else { return Err(e)? }; } }
fn g() { 'o: loop { break 'o; } while let Some(A { x, .. }) = it.next() {} for i in 0..=9 { continue }
  if let Some(x) = y && a { } else if a || !b { } else { } match x { 1 | 2 => a, 3..=5 if b => {} _ => f }
  let mut c = |a, _: u8| a.b[0]::<u8>(r#"x"#, 'c', b"y\\n", -1.5, true); println!("{} {x}", vec![1, 2]); Foo { x, y: 1, ..z } as u8 }
macro_rules! mac { ($x:expr) => { if $x { 1 } }; }
fn broken( { ] =
`,

  comments: ["line_comment", "block_comment", "shebang"],
  // An apostrophe and a name.
  wholeTokens: ["lifetime", "label"],

  concepts: {
    If: ["if_expression"],
    Guard: ["let_declaration[.alternative]"],
    ElseIf: ["else_clause > if_expression"],
    Else: ["else_clause[!if_expression]"],
    Loop: ["for_expression", "while_expression", "loop_expression"],
    Switch: ["match_expression"],
    Default: ['match_arm[match_pattern="_"]'],
    Case: ["match_arm"],
    And: ["binary_expression > '&&'", "let_chain > '&&'"],
    Or: ["binary_expression > '||'"],
    Jump: ["break_expression[label]", "continue_expression[label]"],
    Return: ["return_expression"],
    Assignment: [
      "let_declaration > '='",
      "let_condition > '='",
      "assignment_expression",
      "compound_assignment_expr",
      "const_item > '='",
      "static_item > '='",
      "enum_variant > '='",
    ],
    Call: ["call_expression", "macro_invocation"],
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
    nodes: ["function_item", "closure_expression"],
    name: [".name"],
    decorators: [],
  },
  parameters: {
    at: [".parameters"],
    lists: ["parameters", "closure_parameters"],
    except: ["self_parameter", "parameter[self]", "attribute_item"],
    tokens: ["_"],
    names: [],
    receivers: [],
  },
  hasReturns: true,
  types: {
    nodes: ["struct_item", "enum_item", "union_item", "trait_item", "impl_item"],
    name: [".name", ".type"],
    extensions: ["impl_item"],
    joined: "crate",
    scopes: [{ node: "mod_item", name: [".name"] }],
    fields: [
      { node: "struct_item > field_declaration_list > field_declaration", name: [".name"] },
      { node: "union_item > field_declaration_list > field_declaration", name: [".name"] },
      { node: "struct_item > ordered_field_declaration_list", name: [".type"], isNumbered: true },
    ],
  },
  names: {
    bindings: [
      { node: "let_declaration", name: [".pattern"], value: [".value"] },
      { node: "assignment_expression", name: [".left"], value: [".right"] },
      { node: "const_item", name: [".name"], value: [".value"] },
      { node: "static_item", name: [".name"], value: [".value"] },
      { node: "field_initializer", name: [".field"], value: [".value"] },
    ],
    transparent: ["parenthesized_expression", "tuple_expression", "tuple_pattern"],
    casts: ["type_cast_expression", "reference_expression"],
    qualified: [
      { node: "field_expression", name: [".field"] },
      { node: "scoped_identifier", name: [".name"] },
      { node: "scoped_type_identifier", name: [".name"] },
      { node: "generic_type", name: [".type"] },
      { node: "reference_type", name: [".type"] },
      { node: "pointer_type", name: [".type"] },
      { node: "dynamic_type", name: [".trait"] },
    ],
    kinds: ["identifier", "field_identifier", "type_identifier", "primitive_type"],
    strings: [],
  },
  halstead: {
    operands: ["true", "false", "_"],
    operators: ["mutable_specifier"],
    strings: ["string_literal", "raw_string_literal"],
    interpolations: [],
  },
  data: {
    containers: ["array_expression", "token_tree"],
    leaves: ["integer_literal", "float_literal", "char_literal", "string_content", "escape_sequence"],
    tokens: ["true", "false", "[", "]", "(", ")", "{", "}", ",", ";", '"', "-", "&"],
  },
  imports: ["use_declaration", "extern_crate_declaration", "mod_item[!.body]"],
  signatures: ["function_signature_item"],
};
