import { readableObjectiveC } from "../preprocessor/readablePreprocessed.js";
import { c } from "./c.js";
import type { NodeView } from "./nodeView.js";
import type { LanguageTable } from "./table.js";

const DECLARATORS = [...(c.functions.within ?? []), "block_pointer_declarator"];

/** A line that C's family alone has: other languages have `.m` too. */
const LINE = /^[ \t]*(?:@[a-z]|#[ \t]*(?:import|include)[ \t]*[<"])/m;
/** A line that neither C nor C++ has. */
const OWN_LINE = /^[ \t]*(?:@(?:interface|implementation|protocol|class|import)\b|#[ \t]*import\b)/m;

/** Objective-C 2: C with classes, messages and blocks. */
export const objectiveC: LanguageTable = {
  ...c,
  id: "objective-c",
  extensions: [],
  shared: [
    { extensions: [".m"], marks: LINE, rank: 2 },
    { extensions: [".h", ".mm"], marks: OWN_LINE, rank: 2 },
  ],
  grammars: ["tree-sitter-objc.wasm"],
  readable: readableObjectiveC,
  sample: `// é 😀
#import <A/A.h>
@import B;
@class C;
#if defined(A) && B > 1
typedef void (^H)(NSString *s, int n);
#endif
@interface D<T> : NSObject <P> { @private int _a, *_b; void (^_c)(int); }
@property (nonatomic, copy) NSString *e; @property (class) void (^f)(BOOL);
- (int)insert:(id)o at:(int)i, ...;
@end
@interface D (Cat) @end
@implementation D
@synthesize e = _e;
+ (instancetype)make { return [[self alloc] init:@"a" b:nil, 1]; }
- (void)g::(int)y { @try { @throw x; } @catch (E *e) { } @catch (...) { } @finally { }
  @synchronized(self) { for (id k in self.e) { if (!k) break; else if (a) goto end; else { } } }
  NSArray *a = @[@1, @"b" @"c", @(x)]; id d = @{@"k": @YES}; SEL s = @selector(insert:at:);
  void (^b)(int) = ^(int z) { z++; }; int (^c)(void) = ^int(void) { return a ?: b ? 1 : 2; };
  switch (x) { case 1: default: while (a && !(b || c)) do { } while (0); } end: x = (__bridge id) y->z; @autoreleasepool { } }
@end
int f(int a, ...) { T t = { .x = 1 }; va_arg(a, int); } int broken( { ] =
`,

  concepts: {
    ...c.concepts,
    Try: ["try_statement"],
    Catch: ["catch_clause"],
    Call: ["call_expression", "message_expression", "va_arg_expression"],
  },

  functions: {
    ...c.functions,
    nodes: ["function_definition", "method_definition", "block_literal"],
    body: [".body", "compound_statement"],
    // A block's result stands around its parameters.
    within: [...DECLARATORS, "type_name", "abstract_pointer_declarator", "abstract_function_declarator"],
    nameOf: selectorOf,
    free: ["implementation_definition > function_definition"],
  },
  parameters: {
    ...c.parameters,
    at: [".parameters", "parameter_list", "method_parameter", "'...'"],
  },
  types: {
    ...c.types,
    nodes: [...c.types.nodes, "class_interface", "class_implementation"],
    name: [".name", "identifier"],
    // Categories, class extensions and implementations; what declares a class is its interface.
    extensions: ["class_implementation", "class_interface['(']"],
    joined: "folder",
    fields: [
      ...["field_identifier", ...DECLARATORS].map((kind) => `field_declaration.declarator > ${kind}`),
      ...["identifier", ...DECLARATORS].map((kind) => `struct_declaration > struct_declarator > ${kind}`),
    ].map((node) => ({ node, name: [] })),
  },
  names: {
    ...c.names,
    bindings: [
      { node: "init_declarator", name: [".declarator"], value: [".value"] },
      { node: "assignment_expression", name: [".left"], value: [".right"] },
      { node: "initializer_pair", name: [".designator"], value: [".value"] },
    ],
    transparent: ["parenthesized_expression"],
    casts: ["cast_expression"],
    qualified: [
      { node: "parenthesized_declarator", name: ["identifier", "field_identifier", ...DECLARATORS] },
      { node: "block_pointer_declarator", name: [".declarator"] },
      ...c.names.qualified.filter(({ node }) => node !== "parenthesized_declarator"),
      { node: "field_expression", name: [".field"] },
      { node: "field_designator", name: ["field_identifier"] },
    ],
  },
  halstead: { ...c.halstead, operands: [...c.halstead.operands, "id", "BOOL", "SEL", "IMP", "Class"] },
  data: {
    ...c.data,
    containers: ["initializer_list", "array_literal", "dictionary_literal"],
    tokens: [...c.data.tokens, "@", "[", "]", ":", "(", ")"],
  },
  imports: ["preproc_include", "module_import", "class_declaration"],
  signatures: [...(c.signatures ?? []), "method_declaration"],
};

/** A method's whole selector: `insert:at:`. */
function selectorOf(view: NodeView, method: number): string | undefined {
  if (view.kind(method) !== "method_definition") return undefined;
  let selector = "";
  for (const child of view.children(method)) {
    if (view.kind(child) === "identifier") selector += view.text(child);
    if (view.kind(child) === "method_parameter") selector += ":";
  }
  return selector === "" ? undefined : selector;
}
