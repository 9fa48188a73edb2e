/**
 * What the node kinds of all languages are reduced to: the words in which METRICS.md defines the metrics.
 * Languages say which of their node kinds are which concept; metrics count concepts. It is written in what TypeScript and
 * AssemblyScript have in common, and read by both.
 */

export const None = 0;
export const FunctionLike = 1;
export const Type = 2;
export const If = 3;
/** Swift's `guard`, Rust's `let … else`. */
export const Guard = 4;
export const ElseIf = 5;
/** Else of an if or a loop. */
export const Else = 6;
/** Else of a try. */
export const TryElse = 7;
export const Loop = 8;
/** A loop of generators and filters, each of which is a `Clause`: Scala's and Elixir's `for`. */
export const ClauseLoop = 9;
export const Switch = 10;
export const Case = 11;
/** An arm without pattern or condition. */
export const Default = 12;
export const Try = 13;
/** A block that holds a resource: `with`, `using`. */
export const Resource = 14;
export const Catch = 15;
export const Conditional = 16;
export const And = 17;
export const Or = 18;
/** `??`, elvis and the logical assignments. */
export const Coalesce = 19;
/** A `for` or `if` of a comprehension, a generator or filter of a `ClauseLoop`. */
export const Clause = 20;
/** A Ruby block: no function, but one level deeper. */
export const Block = 21;
/** A jump to a label. */
export const Jump = 22;
export const Return = 23;
export const Assignment = 24;
export const Call = 25;
export const Comparison = 26;
/** A logical negation. */
export const Not = 27;
/** Neither it nor what is in it counts: conditions of a preprocessor. */
export const Ignored = 28;
