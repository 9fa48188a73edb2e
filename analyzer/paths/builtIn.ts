import type { SkipReason } from "../types.js";

/** What built-in lists take files out for. */
export type BuiltInReason = Extract<SkipReason, "vendored" | "generated">;

const TEST_FOLDERS = new Set(["test", "tests", "spec", "specs", "__tests__", "testdata", "fixtures"]);

/** File names of tests, as METRICS lists them. */
const TEST_NAMES: readonly { readonly shown: string; readonly matches: RegExp }[] = [
  { shown: "*_test.*", matches: /_test\./ },
  { shown: "*.test.*", matches: /\.test\./ },
  { shown: "*.spec.*", matches: /\.spec\./ },
  { shown: "*_spec.rb", matches: /_spec\.rb$/ },
  { shown: "test_*.py", matches: /^test_.*\.py$/ },
  { shown: "*Test(s).java|kt|swift|cs|php|scala", matches: /Tests?\.(java|kt|swift|cs|php|scala)$/ },
  { shown: "*Spec.scala|kt|swift", matches: /Spec\.(scala|kt|swift)$/ },
];

const VENDORED_FOLDERS = new Set([
  "node_modules",
  "bower_components",
  "vendor",
  "third_party",
  "Pods",
  "Carthage",
  "Godeps",
  ".venv",
  "site-packages",
]);

/** Lock files of package managers: written by tools, never by hand. */
const LOCK_FILES = new Set([
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "deno.lock",
  "Gemfile.lock",
  "Podfile.lock",
  "Cartfile.resolved",
  "Package.resolved",
  "composer.lock",
  "Cargo.lock",
  "poetry.lock",
  "Pipfile.lock",
  "uv.lock",
  "pdm.lock",
  "go.sum",
  "Gopkg.lock",
  "glide.lock",
  "pubspec.lock",
  "paket.lock",
  "flake.lock",
  "mix.lock",
  "packages.lock.json",
  "gradle.lockfile",
]);

const GENERATED_NAMES: readonly { readonly shown: string; readonly matches: RegExp }[] = [
  { shown: "*.pb.go", matches: /\.pb\.go$/ },
  { shown: "*_pb2.py", matches: /_pb2\.py$/ },
  { shown: "*.designer.cs", matches: /\.designer\.cs$/i },
  { shown: "*.g.dart", matches: /\.g\.dart$/ },
];

/**
 * Build output by the manifest beside it, as far as names say it: reading manifests would be reading code of
 * the repository (P07), and what git ignores is in no revision and is not listed in a work tree.
 */
const OUTPUT_OF_MANIFEST: readonly { readonly manifest: RegExp; readonly folders: readonly string[] }[] = [
  { manifest: /^(Cargo\.toml|pom\.xml|build\.sbt)$/, folders: ["target"] },
  { manifest: /^build\.gradle(\.kts)?$/, folders: ["build"] },
  { manifest: /\.(csproj|fsproj|vbproj)$/, folders: ["bin", "obj"] },
  { manifest: /^(package|tsconfig)\.json$/, folders: ["dist"] },
  { manifest: /^(pyproject\.toml|setup\.py)$/, folders: ["dist"] },
  { manifest: /^tsconfig\.json$/, folders: ["out"] },
  { manifest: /^build\.(sc|mill)$/, folders: ["out"] },
  { manifest: /^\.classpath$/, folders: ["bin"] },
];

/** Why a path is a test by its name, or `null`. */
export function builtInTest(path: string): string | null {
  const { folders, name } = splitPath(path);
  const folder = folders.find((candidate) => TEST_FOLDERS.has(candidate));
  if (folder !== undefined) return `in a folder named ${folder}`;
  const named = TEST_NAMES.find(({ matches }) => matches.test(name));
  return named === undefined ? null : `named like ${named.shown}`;
}

/** Folders, by path, in which manifests of the tree say that everything is output or vendored. */
export type OutputFolders = ReadonlyMap<string, { readonly reason: BuiltInReason; readonly because: string }>;

/** Finds those folders from the paths of the whole tree. */
export function outputFolders(paths: Iterable<string>): OutputFolders {
  const found = new Map<string, { readonly reason: BuiltInReason; readonly because: string }>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const beside = path.slice(0, path.length - name.length);
    if (name === "mix.exs")
      found.set(`${beside}deps`, { reason: "vendored", because: "in deps beside mix.exs" });
    for (const { manifest, folders } of OUTPUT_OF_MANIFEST) {
      if (!manifest.test(name)) continue;
      for (const folder of folders) {
        found.set(`${beside}${folder}`, {
          reason: "generated",
          because: `in ${folder} beside ${manifestShown(name)}`,
        });
      }
    }
  }
  return found;
}

/** Names of projects are the repository's own; the extension says enough. */
function manifestShown(name: string): string {
  return /proj$/.test(name) ? `a ${name.slice(name.lastIndexOf("."))} file` : name;
}

/** Why a built-in list takes a path out for this reason, or `null`; `because` completes "it is …". */
export function builtInSkip(reason: BuiltInReason, path: string, outputs: OutputFolders): string | null {
  const own = reason === "vendored" ? vendoredByName(path) : generatedByName(path);
  if (own !== null || outputs.size === 0) return own;
  for (let end = path.indexOf("/"); end !== -1; end = path.indexOf("/", end + 1)) {
    const verdict = outputs.get(path.slice(0, end));
    if (verdict?.reason === reason) return verdict.because;
  }
  return null;
}

function vendoredByName(path: string): string | null {
  const folder = splitPath(path).folders.find((candidate) => VENDORED_FOLDERS.has(candidate));
  return folder === undefined ? null : `in a folder named ${folder}`;
}

function generatedByName(path: string): string | null {
  const { name } = splitPath(path);
  if (LOCK_FILES.has(name)) return "a lock file";
  const generated = GENERATED_NAMES.find(({ matches }) => matches.test(name));
  return generated === undefined ? null : `named like ${generated.shown}`;
}

function splitPath(path: string): { readonly folders: readonly string[]; readonly name: string } {
  const parts = path.split("/");
  return { folders: parts.slice(0, -1), name: parts.at(-1) ?? "" };
}
