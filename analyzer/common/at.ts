/**
 * Members of the records in the kernel's memory, as places of their 32-bit words. Like all of this folder, it is written in what
 * TypeScript and AssemblyScript have in common, and read by both.
 */

/** A language: addresses, and 0 where it has none of that. */
export const LanguageSymbolCount = 0;
/** Bits of `kind.ts` by symbol. */
export const LanguageKinds = 1;
/** Concept by symbol of the nodes that need no look at their place. */
export const LanguageConcepts = 2;
/** Rule sets by symbol. */
export const LanguageRules = 3;
/** Lists of selectors; of fields by symbol. */
export const LanguageFields = 4;
export const LanguageImports = 5;
export const LanguageSignatures = 6;
export const LanguageDocumentation = 7;
/** Parts. */
export const LanguageBody = 8;
export const LanguageDataKey = 9;
/** Text of the letters that make a string no documentation. */
export const LanguageExceptPrefixes = 10;
/** Two hashes of each symbol's kind. */
export const LanguageKindHashes = 11;
export const LanguageKindHashes2 = 12;

/** A selector: see `languages/selector.ts`. Texts are a count, then for each its length in units and the units. */
export const SelectorSymbols = 0;
export const SelectorTexts = 1;
export const SelectorConditionCount = 2;
export const SelectorConditions = 3;
export const SelectorAround = 4;
export const SelectorField = 5;
export const SelectorIsBefore = 6;
/** Concept of a rule, index of the part that a field is. */
export const SelectorMeaning = 7;

export const ConditionWithin = 0;
export const ConditionPart = 1;
export const ConditionTexts = 2;
export const ConditionLeast = 3;
export const ConditionIsWanted = 4;
export const ConditionWords = 5;

/** A part: a byte for each field, then a byte for each symbol. */
export const PartFields = 256;

/** Rules of one kind; see `languages/ruleSet.ts`. `ByText` is a count and pairs of a text's and a list's address. */
export const RulesField = 0;
export const RulesLongest = 1;
export const RulesByText = 2;
export const RulesOthers = 3;

/** An event of the outline; indices are -1 for none. */
export const EventConcept = 0;
export const EventNode = 1;
/** The event around this one. */
export const EventUp = 2;
/** Index of the innermost function around. */
export const EventOwner = 3;
/** The event of the innermost function or type around. */
export const EventScope = 4;
/** Of `and` and `or`: first node of the boolean expression, through parentheses, and through negations too. */
export const EventRun = 5;
export const EventExpression = 6;
/** Index of the innermost function around what is in it. */
export const EventInner = 7;
/** Structures around that raise the cost of others, and those that deepen, up to the function's own. */
export const EventLevel = 8;
export const EventDepth = 9;
/** Of functions and types: 0-based rows, and the column of the first token in units. */
export const EventFirstRow = 10;
export const EventLastRow = 11;
export const EventColumn = 12;
export const EventWords = 13;

/** A function. */
export const FunctionEvent = 0;
/** Index of the function around it, -1 for none. */
export const FunctionOuter = 1;
export const FunctionCodeLines = 2;
export const FunctionOwnCodeLines = 3;
export const FunctionCyclomatic = 4;
export const FunctionAssignments = 5;
export const FunctionBranches = 6;
export const FunctionConditions = 7;
export const FunctionReturns = 8;
export const FunctionCognitive = 9;
export const FunctionOwnCognitive = 10;
export const FunctionNesting = 11;
export const FunctionOperators = 12;
export const FunctionOperands = 13;
export const FunctionDistinctOperators = 14;
export const FunctionDistinctOperands = 15;
/** Operators in the largest boolean expression, 0 for none, and the 0-based row it begins in. */
export const FunctionBooleanOperators = 16;
export const FunctionBooleanRow = 17;
/** Structures in it and in functions inside of it that cost more where they stand deeper. */
export const FunctionNestedCount = 18;
/** The first row whose own code is not counted yet. */
export const FunctionCountedRow = 19;
export const FunctionWords = 20;

/** What declares a field: event of the innermost function or type around, node, and which part of its kind's. */
export const FieldScope = 0;
export const FieldNode = 1;
export const FieldPart = 2;
export const FieldWords = 3;

/** A node that duplication offers; see `CloneCandidates`. */
export const EntryStructure = 0;
export const EntryStructure2 = 1;
export const EntryText = 2;
export const EntryMass = 3;
export const EntryVariety = 4;
export const EntryFirstRow = 5;
export const EntryLastRow = 6;
export const EntryWords = 7;

export const ListEnd = 0;
export const ListOwner = 1;
export const ListWords = 2;

/** What is known of a file; `…At` are addresses. */
export const FileCodeLines = 0;
export const FileCommentLines = 1;
export const FileGradedLines = 2;
export const FileParseErrorLines = 3;
export const FileEvents = 4;
export const FileEventsAt = 5;
export const FileFunctions = 6;
export const FileFunctionsAt = 7;
export const FileTypes = 8;
/** Events of the types. */
export const FileTypesAt = 9;
export const FileFields = 10;
export const FileFieldsAt = 11;
export const FileComments = 12;
/** Nodes of the comments. */
export const FileCommentsAt = 13;
/** Bytes of what is offered to duplication. */
export const FileCandidates = 14;
export const FileCandidatesAt = 15;
/** Steps over nodes that duplication took. */
export const FileCloneSteps = 16;
export const FileWords = 17;
