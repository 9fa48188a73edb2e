import { c } from "./c.js";
import { cpp } from "./cpp.js";
import { csharp } from "./csharp.js";
import { elixir } from "./elixir.js";
import { go } from "./go.js";
import { java } from "./java.js";
import { javascript } from "./javascript.js";
import { kotlin } from "./kotlin.js";
import { lua } from "./lua.js";
import { objectiveC } from "./objectiveC.js";
import { php } from "./php.js";
import { python } from "./python.js";
import { ruby } from "./ruby.js";
import { rust } from "./rust.js";
import { scala } from "./scala.js";
import { swift } from "./swift.js";
import type { LanguageTable } from "./table.js";
import { typescript } from "./typescript.js";

/** All languages the analyzer measures. */
export const LANGUAGES: readonly LanguageTable[] = [
  c,
  cpp,
  csharp,
  elixir,
  go,
  java,
  javascript,
  kotlin,
  lua,
  objectiveC,
  php,
  python,
  ruby,
  rust,
  scala,
  swift,
  typescript,
];
