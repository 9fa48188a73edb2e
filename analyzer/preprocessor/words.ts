/** Names that are written as macros are. */
const MACRO = /^_*[A-Z][A-Z0-9_]+$/;

/** Words that only a declaration begins with. */
const DECLARING: ReadonlySet<string> = new Set(
  "class struct union enum typedef template namespace static inline extern constexpr virtual friend explicit using typename void bool char short int long float double signed unsigned auto".split(
    " ",
  ),
);

/** Those of them that are types by themselves. */
const TYPES: ReadonlySet<string> = new Set(
  "void bool char short int long float double signed unsigned auto".split(" "),
);

/** Words that a declaration of old C's parameters does not begin with. */
const STORAGE: ReadonlySet<string> = new Set(
  "static inline extern typedef template namespace class using".split(" "),
);

/** Words that statements begin with. */
const STATING: ReadonlySet<string> = new Set(
  "if for while do switch case default return goto break continue throw try".split(" "),
);

/** Words of compilers around types and names, which grammars know. */
const ANNOTATIONS: ReadonlySet<string> = new Set(
  "restrict __restrict __restrict__ __inline __inline__ __forceinline __extension__ __volatile__ __const __thread _Thread_local _Noreturn _Nonnull _Nullable _Nullable_result _Null_unspecified __nonnull __nullable __weak __strong __block __kindof __unused __autoreleasing __unsafe_unretained __cdecl __stdcall __fastcall __vectorcall __thiscall".split(
    " ",
  ),
);

/** Other words that no name is. */
const OTHERS: ReadonlySet<string> = new Set(
  "else sizeof new delete catch operator const volatile register public private protected noexcept override final and or not in requires co_await co_return co_yield".split(
    " ",
  ),
);

/** Words before parentheses that hold a type, or what is no expression. */
const OPERATORS: ReadonlySet<string> = new Set(
  "alignas alignof decltype offsetof typeid typeof __alignof __alignof__ __attribute__ __builtin_offsetof __declspec __typeof __typeof__ _Alignof _Atomic _BitInt _Generic".split(
    " ",
  ),
);

/** Whether a word before parentheses can be what they call. */
export const isCallee = (word: string): boolean => isName(word) && !OPERATORS.has(word);
export const isStating = (word: string): boolean => STATING.has(word);
export const isMacroName = (word: string): boolean => MACRO.test(word);
export const isDeclaring = (word: string): boolean => DECLARING.has(word);
export const isAnnotation = (word: string): boolean => ANNOTATIONS.has(word);
export const isStorage = (word: string): boolean => STORAGE.has(word);
export const isTypeWord = (word: string): boolean => TYPES.has(word);
/** Whether a word names something of the program's own. */
export const isName = (word: string): boolean =>
  word !== "" && !DECLARING.has(word) && !STATING.has(word) && !OTHERS.has(word) && !ANNOTATIONS.has(word);
/** Whether a word comes behind the parameters of a function. */
export const isQualifier = (word: string): boolean =>
  word === "const" || word === "volatile" || word === "noexcept" || word === "override" || word === "final";
export const isClassWord = (word: string): boolean =>
  word === "class" || word === "struct" || word === "union" || word === "enum";
