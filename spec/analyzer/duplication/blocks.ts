/*
 * Statements of JavaScript, each of a shape of its own on a line of its own, with their named nodes. The figures
 * are counted by hand from the grammar's node kinds; the mass of a block is their sum.
 */
const WEIGHED: readonly (readonly [text: string, mass: number])[] = [
  // lexical_declaration, variable_declarator, identifier, call_expression, identifier, arguments, identifier
  ["let a = f(x);", 7],
  // expression_statement, assignment_expression, member_expression, identifier, property_identifier,
  // binary_expression, identifier, identifier
  ["a.b = c + d;", 8],
  // if_statement, parenthesized_expression, identifier, expression_statement, call_expression, identifier, arguments
  ["if (a) g();", 7],
  // while_statement, parenthesized_expression, identifier, expression_statement, update_expression, identifier
  ["while (b) a++;", 6],
  // expression_statement, array, identifier, identifier
  ["[a, b];", 4],
  // expression_statement, assignment_expression, identifier, ternary_expression, identifier ×3
  ["x = y ? z : w;", 7],
  // throw_statement, new_expression, identifier, arguments, identifier
  ["throw new E(m);", 5],
  // expression_statement, assignment_expression, identifier, subscript_expression, identifier, identifier
  ["k = a[i];", 6],
  // lexical_declaration, variable_declarator, object_pattern, shorthand_property_identifier_pattern, identifier
  ["const { p } = q;", 5],
  // do_statement, statement_block, expression_statement, call_expression, identifier, arguments,
  // parenthesized_expression, identifier
  ["do { h(); } while (j);", 8],
  // expression_statement, identifier
  ["z;", 2],
];

/** The statements of {@link BLOCK}, without their line ends. */
export const BLOCK_STATEMENTS = WEIGHED.map(([text]) => text);

/** Their masses. */
export const BLOCK_MASSES = WEIGHED.map(([, mass]) => mass);

/** Eleven lines of mass 65. */
export const BLOCK = BLOCK_STATEMENTS.map((text) => `${text}\n`).join("");

const OTHER_WEIGHED: readonly (readonly [text: string, mass: number])[] = [
  // for_in_statement, identifier, identifier, expression_statement, call_expression, identifier, arguments, identifier
  ["for (const a of b) f(a);", 8],
  // expression_statement, await_expression, call_expression, member_expression, identifier, property_identifier,
  // arguments
  ["await a.b();", 7],
  // expression_statement, assignment_expression, identifier, binary_expression, and twice call_expression, identifier,
  // arguments
  ["x = f() - g();", 10],
  // expression_statement, assignment_expression, subscript_expression, identifier, identifier, unary_expression,
  // identifier
  ["a[i] = !b;", 7],
  // try_statement, statement_block, expression_statement, identifier, catch_clause, statement_block
  ["try { a; } catch { }", 6],
  // lexical_declaration, variable_declarator, array_pattern, identifier, identifier, identifier
  ["let [c, d] = e;", 6],
  // expression_statement, call_expression, identifier, arguments, spread_element, identifier
  ["f(...a);", 6],
  // labeled_statement, statement_identifier, statement_block
  ["l: { }", 3],
  // expression_statement, augmented_assignment_expression, identifier, identifier
  ["s += t;", 4],
  // if_statement, parenthesized_expression, identifier, expression_statement, identifier, else_clause,
  // expression_statement, identifier
  ["if (a) b; else c;", 8],
];

/** The statements of {@link OTHER_BLOCK}, without their line ends. */
export const OTHER_STATEMENTS = OTHER_WEIGHED.map(([text]) => text);

/** Their masses. */
export const OTHER_MASSES = OTHER_WEIGHED.map(([, mass]) => mass);

/** Ten lines of mass 65 that share no statement's shape with {@link BLOCK}. */
export const OTHER_BLOCK = OTHER_STATEMENTS.map((text) => `${text}\n`).join("");

/** A block with every name changed to one that occurs nowhere else. */
export function renamed(text: string, suffix: string): string {
  return text.replace(
    /\b(?!(?:function|let|const|if|else|while|do|throw|new|for|of|await|try|catch)\b)[A-Za-z]+\b/g,
    (name) => `${name}${suffix}`,
  );
}

/** A function around a text; function_declaration, identifier, formal_parameters and statement_block are 4 nodes. */
export function inFunction(name: string, body: string): string {
  return `function ${name}() {\n${body}}\n`;
}
