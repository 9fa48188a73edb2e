const NAMES: Readonly<Record<string, string>> = {
  javascript: "JavaScript",
  typescript: "TypeScript",
  python: "Python",
  ruby: "Ruby",
  go: "Go",
  java: "Java",
  kotlin: "Kotlin",
  swift: "Swift",
  "objective-c": "Objective-C",
  php: "PHP",
  elixir: "Elixir",
  c: "C",
  cpp: "C++",
  csharp: "C#",
  rust: "Rust",
  scala: "Scala",
};

/** A language's own name for its id; unknown ids are shown as they are. */
export function languageName(id: string): string {
  return NAMES[id] ?? id;
}
