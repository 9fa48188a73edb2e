/**
 * What the kinds of nodes are in a language, as bits by symbol. Like all of this folder, it is written in what TypeScript and
 * AssemblyScript have in common, and read by both.
 */

/** The outline needs a look at such nodes. */
export const Concept = 1;
/** Which concept it is depends on the node's place. */
export const Rules = 2;
/** Comments, and nothing else. */
export const Comment = 4;
/** Nodes directly around `and` and `or`. */
export const BooleanHost = 8;
/** May declare a field. */
export const Field = 16;
/** May be documentation. */
export const Documentation = 32;
export const Import = 64;
export const Signature = 128;
/** Any reason for the outline to look. */
export const Interesting = 255;

/** Leaves a boolean expression one expression. */
export const Parentheses = 1 << 8;
export const Negation = 1 << 9;
/** See `LoosePostfixTable`. */
export const LoosePostfix = 1 << 10;
export const LoosePostfixLead = 1 << 11;
/** See `FlatInfixTable`. */
export const FlatInfix = 1 << 12;
export const DanglingInfix = 1 << 13;

/** See `DocstringTable`. */
export const DocstringStatement = 1 << 14;
export const DocstringText = 1 << 15;
export const DocstringBody = 1 << 16;

/** One token although it has parts. */
export const WholeToken = 1 << 17;
/** Text whose white space at the ends means nothing. */
export const LooseText = 1 << 18;
/** Stands before the first line of a function. */
export const Decorator = 1 << 19;

/** Parts in Halstead's measures. */
export const StringLiteral = 1 << 20;
export const Interpolation = 1 << 21;
export const Operand = 1 << 22;
export const Operator = 1 << 23;

export const DataContainer = 1 << 24;
export const DataLeaf = 1 << 25;

/** A token that only separates what stands around it: to duplication it counts as little as a comment. */
export const Separator = 1 << 26;
/** Where it comes last in another of these, it goes on with the list: `else if`. */
export const Chain = 1 << 27;
/** Breaks lists of siblings and is in none: errors. */
export const Barrier = 1 << 28;
