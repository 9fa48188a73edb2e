const NAMES: Readonly<Record<string, string>> = {
  c: "C",
  cpp: "C++",
  csharp: "C#",
  elixir: "Elixir",
  go: "Go",
  java: "Java",
  javascript: "JavaScript",
  kotlin: "Kotlin",
  lua: "Lua",
  "objective-c": "Objective-C",
  php: "PHP",
  python: "Python",
  ruby: "Ruby",
  rust: "Rust",
  scala: "Scala",
  swift: "Swift",
  typescript: "TypeScript",
};

/** A language's own name for its id; unknown ids are shown as they are. */
export function languageName(id: string): string {
  return NAMES[id] ?? id;
}
