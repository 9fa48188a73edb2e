import type { Language } from "../languages/language.js";
import type { Names } from "../languages/names.js";
import type { FlatTree } from "../syntax/flatTree.js";
import type { KernelFile } from "../syntax/kernelFile.js";
import type { Source } from "../syntax/source.js";

/** A file that was parsed and measured. The tree and what was measured are valid until the next file. */
export interface SyntaxFile {
  readonly source: Source;
  readonly tree: FlatTree;
  readonly language: Language;
  readonly measured: KernelFile;
}

/** With the names of its functions and types. */
export interface ParsedFile extends SyntaxFile {
  readonly names: Names;
}
