/**
 * Builds `dist/`: every TypeScript file transpiled in place (so stack traces and folders match the
 * sources), the sandboxed analyzer as bundles, browser islands and styles under content-hashed names,
 * and the grammars. Plain JavaScript for Node 20: it runs before Node 24 is known to be there.
 *
 * The build happens in a folder of its own beside `dist/` and takes its place by two renames, so a
 * running Sealgrade or spec never meets half a build.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "./lock.mjs";
import { filesBelow, isSource, LAYERS, root } from "./paths.mjs";
import { createProgress, runMain, SetupProblem, secondsSince } from "./progress.mjs";
import { splitSwitches } from "./splitSwitches.mjs";

const dist = path.join(root, "dist");
/** Same depth as `dist/`: source maps name the sources relative to where they stand. */
const staging = path.join(root, ".dist-new");
const replaced = path.join(root, ".dist-old");
const NODE_TARGET = "node24";
/** AssemblyScript, not TypeScript, and what is written in what both have in common. */
const KERNEL = "analyzer/kernel/";
const COMMON = "analyzer/common/";

const BUILD_SCRIPTS = ["build", "paths", "splitSwitches", "wasmCode", "wasmModule", "wasmSwitch"].map(
  (name) => `scripts/${name}.mjs`,
);

const isTranspiled = (file) => isSource(file) && !file.startsWith("web/islands/") && !file.startsWith(KERNEL);

/**
 * Version, commit and image digest as /healthz shows them. The commit is git's, marked "-modified" when the
 * sources differ from it; an image build, which has no git folder, says it in SEALGRADE_COMMIT.
 */
function describeBuild() {
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const commit = process.env.SEALGRADE_COMMIT || git(["rev-parse", "HEAD"]);
  const isModified = commit !== null && (git(["status", "--porcelain", "--", ...LAYERS]) ?? "") !== "";
  return {
    version,
    commit: isModified ? `${commit}-modified` : commit,
    imageDigest: process.env.SEALGRADE_IMAGE_DIGEST || null,
  };
}

/** What git answers, null where there is no git or no checkout. Works on a checkout of another user's, too. */
function git(args) {
  const careful = ["-c", "safe.directory=*", "-c", "core.fsmonitor=false"];
  const result = spawnSync("git", [...careful, ...args], { cwd: root, encoding: "utf8" });
  return result.status === 0 ? result.stdout.trim() : null;
}

/** A digest of the commit and of every input's name, size and time of change: a removed file counts too. */
function inputDigest() {
  const inputs = LAYERS.flatMap((layer) => filesBelow(root, layer));
  inputs.push("package-lock.json", ...BUILD_SCRIPTS);
  const digest = createHash("sha256").update(JSON.stringify(describeBuild()));
  for (const file of inputs) {
    const { size, mtimeMs } = statSync(path.join(root, file));
    digest.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return digest.digest("hex");
}

/** Whether `dist/` was built from the inputs as they are now. */
export function isBuilt() {
  const mark = path.join(dist, ".built");
  return existsSync(mark) && readFileSync(mark, "utf8").trim() === inputDigest();
}

async function transpile(esbuild) {
  const entryPoints = LAYERS.flatMap((layer) => filesBelow(root, layer)).filter(isTranspiled);
  await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    outdir: staging,
    outbase: root,
    format: "esm",
    platform: "node",
    target: NODE_TARGET,
    jsx: "automatic",
    jsxImportSource: "preact",
    sourcemap: true,
    sourcesContent: false,
    logLevel: "warning",
  });
}

/** The analyzer as it runs inside the sandbox, process and threads: one folder is all the sandbox must see. */
async function bundleSandboxedAnalyzer(esbuild) {
  const out = path.join(staging, "sandboxed");
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [
      { in: "analyzer/pool/process.ts", out: "analyzer" },
      { in: "analyzer/pool/thread.ts", out: "thread" },
    ],
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: NODE_TARGET,
    minifySyntax: true,
    logLevel: "warning",
  });
}

/**
 * `grade` and `explain` in one file, as CommonJS: an ES module that imports one of Node's own has Node load all that this
 * one might ever be asked for.
 */
async function bundleBriefCommands(esbuild) {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [{ in: "server/cli/brief.ts", out: "brief" }],
    outdir: path.join(staging, "server/cli"),
    outExtension: { ".js": ".cjs" },
    bundle: true,
    packages: "external",
    format: "cjs",
    platform: "node",
    target: NODE_TARGET,
    define: { "import.meta.url": "bundleUrl", "import.meta.filename": "__filename" },
    banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
    sourcemap: true,
    sourcesContent: false,
    logLevel: "warning",
  });
}

const GRAMMARS = [
  ["tree-sitter-javascript", "tree-sitter-javascript.wasm"],
  ["tree-sitter-typescript", "tree-sitter-typescript.wasm"],
  ["tree-sitter-typescript", "tree-sitter-tsx.wasm"],
  ["tree-sitter-python", "tree-sitter-python.wasm"],
  ["tree-sitter-go", "tree-sitter-go.wasm"],
  ["tree-sitter-c", "tree-sitter-c.wasm"],
  ["tree-sitter-cpp", "tree-sitter-cpp.wasm"],
  ["tree-sitter-objc", "tree-sitter-objc.wasm"],
  ["tree-sitter-c-sharp", "tree-sitter-c_sharp.wasm"],
  ["tree-sitter-elixir", "tree-sitter-elixir.wasm"],
  ["tree-sitter-java", "tree-sitter-java.wasm"],
  ["@tree-sitter-grammars/tree-sitter-kotlin", "tree-sitter-kotlin.wasm"],
  ["@tree-sitter-grammars/tree-sitter-lua", "tree-sitter-lua.wasm"],
  ["tree-sitter-php", "tree-sitter-php.wasm"],
  ["tree-sitter-ruby", "tree-sitter-ruby.wasm"],
  ["tree-sitter-rust", "tree-sitter-rust.wasm"],
  ["tree-sitter-scala", "tree-sitter-scala.wasm"],
  ["@repomix/tree-sitter-wasms/out", "tree-sitter-swift.wasm"],
  ["web-tree-sitter", "web-tree-sitter.wasm"],
];

/** Grammars have their largest functions split: V8 optimises them in a fraction of the time and memory. */
function writeGrammars() {
  const out = path.join(staging, "sandboxed", "grammars");
  mkdirSync(out, { recursive: true });
  for (const [from, file] of GRAMMARS) {
    const published = readFileSync(path.join(root, "node_modules", from, file));
    writeFileSync(path.join(out, file), splitSwitches(published));
  }
}

/** The analyzer's kernel, compiled to WebAssembly; kept from one build to the next as long as its sources stay. */
async function compileKernel() {
  const sources = [...filesBelow(root, KERNEL), ...filesBelow(root, COMMON)].filter(isSource);
  const inputs = [...sources, "scripts/build.mjs", "node_modules/assemblyscript/package.json"];
  const digest = createHash("sha256");
  for (const file of inputs) digest.update(readFileSync(path.join(root, file)));
  const kept = path.join(root, ".cache", `kernel-${digest.digest("hex").slice(0, 16)}.wasm`);
  if (!existsSync(kept)) {
    const { main: compile } = await import("assemblyscript/asc");
    const out = path.relative(root, `${kept}.new`);
    const options = [
      "--outFile",
      out,
      "--baseDir",
      root,
      "--runtime",
      "stub",
      "--importMemory",
      "--importTable",
    ];
    options.push("--optimizeLevel", "3", "--noAssert", "--use", "abort=");
    const { error, stderr } = await compile([`${KERNEL}index.ts`, ...options]);
    if (error) throw new SetupProblem(`${KERNEL} could not be compiled.\n${stderr.toString()}`);
    for (const name of readdirSync(path.dirname(kept)))
      if (/^kernel-[0-9a-f]+\.wasm$/.test(name)) rmSync(path.join(path.dirname(kept), name));
    renameSync(`${kept}.new`, kept);
  }
  copyFileSync(kept, path.join(staging, "sandboxed", "grammars", "kernel.wasm"));
}

/** Islands and styles; `manifest.json` maps a source name to the hashed file the pages link. */
async function buildAssets(esbuild) {
  const out = path.join(staging, "assets");
  const islands = filesBelow(root, "web/islands").filter(isSource);
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [...islands, "web/styles/main.css"],
    outdir: out,
    outbase: path.join(root, "web"),
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".svg": "file", ".woff2": "file" },
    bundle: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    metafile: true,
    logLevel: "warning",
  });
  const manifest = {};
  for (const [file, meta] of Object.entries(result.metafile.outputs)) {
    if (!meta.entryPoint) continue;
    manifest[path.basename(meta.entryPoint).replace(/\.tsx?$/, ".js")] = path.basename(file);
  }
  for (const file of filesBelow(root, "web/static")) {
    const bytes = readFileSync(path.join(root, file));
    const { name, ext } = path.parse(file);
    const hashed = `${name}-${createHash("sha256").update(bytes).digest("hex").slice(0, 8)}${ext}`;
    writeFileSync(path.join(out, hashed), bytes);
    manifest[name + ext] = hashed;
  }
  writeFileSync(path.join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Builds everything; about a second on a small machine. Only one process builds at a time. */
export async function build() {
  await withLock(path.join(root, ".cache", "build.lock"), buildAlone);
}

/** Builds unless `dist/` is up to date, also when another process has just finished doing so. */
export async function buildWhenStale(progress) {
  if (isBuilt()) return;
  const startedMs = performance.now();
  await withLock(path.join(root, ".cache", "build.lock"), () => (isBuilt() ? undefined : buildAlone()));
  progress.step(`Built in ${secondsSince(startedMs)}`);
}

async function buildAlone() {
  const esbuild = await import("esbuild");
  const inputs = inputDigest();
  rmSync(staging, { recursive: true, force: true });
  try {
    await Promise.all([
      transpile(esbuild),
      bundleSandboxedAnalyzer(esbuild),
      bundleBriefCommands(esbuild),
      buildAssets(esbuild),
    ]);
  } catch (error) {
    if (!error.errors) throw error;
    throw new SetupProblem(
      "The build failed; esbuild's messages stand above. The last good build is untouched.",
    );
  }
  writeGrammars();
  await compileKernel();
  await esbuild.stop(); // else its service stays as long as whatever is started after the build
  writeFileSync(path.join(staging, "build.json"), `${JSON.stringify(describeBuild(), null, 2)}\n`);
  writeFileSync(path.join(staging, ".built"), `${inputs}\n`);
  rmSync(replaced, { recursive: true, force: true });
  if (existsSync(dist)) renameSync(dist, replaced);
  renameSync(staging, dist);
  rmSync(replaced, { recursive: true, force: true });
}

async function main() {
  const startedMs = performance.now();
  await build();
  createProgress({ quiet: process.argv.includes("--quiet") }).step(`Built in ${secondsSince(startedMs)}`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runMain(main);
