/**
 * The project's own rules, which no linter knows. Each is a pure function of one file or of all file
 * names; a finding is a line "path:line: what and why".
 *
 *   node scripts/checkRules.mjs [folder]
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { filesBelow, isSource, LAYERS, root } from "./paths.mjs";

const LONGEST_FILE_LINES = 300;

/** Files that may be longer, each with its reason. An entry that is no longer needed is a finding. */
const LONG_FILES = {
  "spec/keys/vectors/knownAnswers.ts": "published test vectors: one table, no code",
};

/**
 * `process.env` is read by the configuration alone (P15, P16: nothing else can leak or depend on it), and for
 * the one folder that the command line needs without it.
 */
const ENVIRONMENT_READERS = ["server/configuration/config.ts", "server/configuration/cacheFolder.ts"];

/** What seals, signs or derives keys; hashes and random bytes are free to use. */
const KEYED_CRYPTO =
  /^(create(Cipheriv|Decipheriv|Hmac|Sign|Verify|PrivateKey|PublicKey|SecretKey|DiffieHellman\w*|ECDH)|sign|verify|hkdf|scrypt|pbkdf2|generateKey(Pair)?|diffieHellman|(public|private)(En|De)crypt)(Sync)?$/;

const isProduct = (file) => isSource(file) && !file.startsWith("spec/");

function fileIsShort(file, lines) {
  const isAllowed = Object.hasOwn(LONG_FILES, file);
  if (lines.length > LONGEST_FILE_LINES && !isAllowed) {
    return [{ line: lines.length, text: `${lines.length} lines; split it (at most ${LONGEST_FILE_LINES})` }];
  }
  if (lines.length <= LONGEST_FILE_LINES && isAllowed) {
    return [{ line: 1, text: "is short again: take it out of LONG_FILES" }];
  }
  return [];
}

function environmentIsReadOnce(file, lines) {
  if (!isProduct(file) || ENVIRONMENT_READERS.includes(file)) return [];
  return matches(lines, /process\s*\.\s*env\b|import\s*\{[^}]*\benv\b[^}]*\}\s*from\s*"node:process"/).map(
    (line) => ({
      line,
      text: "reads the environment; only server/configuration/config.ts may",
    }),
  );
}

function cryptographyStaysInKeys(file, lines) {
  if (!isProduct(file) || file.startsWith("keys/")) return [];
  const text = lines.join("\n");
  const found = [];
  for (const match of text.matchAll(/import\s+(type\s+)?([^;]*?)\s+from\s+"(?:node:)?crypto"/g)) {
    if (match[1]) continue;
    const line = text.slice(0, match.index).split("\n").length;
    const names = /^\{([\s\S]*)\}$/.exec(match[2]);
    if (!names) found.push({ line, text: "imports node:crypto as a whole; name what is used" });
    for (const name of names?.[1].split(",") ?? []) {
      const imported = name.trim().split(/\s+as\s+/)[0];
      if (KEYED_CRYPTO.test(imported)) found.push({ line, text: `${imported} belongs under keys/` });
    }
  }
  return found;
}

function openWorkNamesItsIssue(_file, lines) {
  // Spelled so that this line is not a finding itself.
  return matches(lines, /\b(TO[D]O|FIX[M]E|X{3}|HAC[K])\b(?!.*#\d+)/).map((line) => ({
    line,
    text: "open work without an issue number (#123)",
  }));
}

const RULES = [fileIsShort, environmentIsReadOnce, cryptographyStaysInKeys, openWorkNamesItsIssue];

/** Numbers (from 1) of the lines that match. */
function matches(lines, pattern) {
  return lines.flatMap((text, index) => (pattern.test(text) ? [index + 1] : []));
}

/** Every decision record stands in the index, and the index names none that is not there. */
function decisionProblems(folder) {
  const index = "docs/decisions/README.md";
  const files = filesBelow(folder, "docs/decisions").map((file) => path.basename(file));
  if (!files.includes("README.md")) return [`${index}: the index of decision records is missing`];
  const text = readFileSync(path.join(folder, index), "utf8");
  const linked = [...text.matchAll(/\]\(([^)/]+\.md)\)/g)].map((match) => match[1]);
  const records = files.filter((file) => file !== "README.md");
  const numbers = records.map((file) => /^\d{4}(?=-)/.exec(file)?.[0]);
  return [
    ...records.filter((file) => !linked.includes(file)).map((file) => `${index}: does not list ${file}`),
    ...linked
      .filter((file) => !files.includes(file))
      .map((file) => `${index}: lists ${file}, which is not there`),
    ...records
      .filter((_, at) => numbers[at] && numbers.indexOf(numbers[at]) < at)
      .map((file) => `docs/decisions/${file}: its number is taken`),
  ];
}

/** All findings of the own rules in a project folder, as lines; empty when it is clean. */
export function ruleProblems(folder) {
  const sources = LAYERS.flatMap((layer) => filesBelow(folder, layer)).filter(isSource);
  const scripts = filesBelow(folder, "scripts").filter((file) => file.endsWith(".mjs"));
  const found = [...sources, ...scripts].flatMap((file) => {
    const lines = readFileSync(path.join(folder, file), "utf8").replace(/\n$/, "").split("\n");
    return RULES.flatMap((rule) => rule(file, lines)).map(({ line, text }) => `${file}:${line}: ${text}`);
  });
  return [...found, ...decisionProblems(folder)];
}

if (process.argv[1] === path.join(root, "scripts", "checkRules.mjs")) {
  const problems = ruleProblems(path.resolve(process.argv[2] ?? root));
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
