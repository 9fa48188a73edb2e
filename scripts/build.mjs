/**
 * Builds `dist/`: every TypeScript file transpiled in place (so stack traces and folders match the
 * sources), the sandboxed analyzer as one bundle, browser islands and styles under content-hashed names,
 * and the grammars. Plain JavaScript for Node 20: it runs before Node 24 is known to be there.
 */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const dist = path.join(root, "dist");
const LAYERS = ["analyzer", "keys", "db", "web", "server", "spec"];
const NODE_TARGET = "node24";

/** Files below `folder` (relative to the root) that `keep` accepts, sorted. */
function filesBelow(folder, keep) {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter(keep)
    .sort();
}

const isSource = (file) =>
  /\.tsx?$/.test(file) && !file.endsWith(".d.ts") && !/^(web\/islands|spec\/fixtures)\//.test(file);

/** Newest change among everything the build reads, in ms since the epoch. */
function newestInput() {
  const inputs = LAYERS.flatMap((layer) => filesBelow(layer, () => true));
  inputs.push("package-lock.json", "scripts/build.mjs");
  return Math.max(...inputs.map((file) => statSync(path.join(root, file)).mtimeMs));
}

/** Whether `dist/` was built after the last change of any input. */
export function isBuilt() {
  try {
    return statSync(path.join(dist, ".built")).mtimeMs >= newestInput();
  } catch {
    return false;
  }
}

async function transpile(esbuild) {
  const entryPoints = LAYERS.flatMap((layer) => filesBelow(layer, isSource));
  await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    outdir: dist,
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

/** The analyzer as it runs inside the sandbox: one file, so one folder is all the sandbox must see. */
async function bundleSandboxedAnalyzer(esbuild) {
  const out = path.join(dist, "sandboxed");
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [{ in: "analyzer/pool/process.ts", out: "analyzer" }],
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

const GRAMMARS = [
  ["tree-sitter-javascript", "tree-sitter-javascript.wasm"],
  ["tree-sitter-typescript", "tree-sitter-typescript.wasm"],
  ["tree-sitter-typescript", "tree-sitter-tsx.wasm"],
  ["tree-sitter-python", "tree-sitter-python.wasm"],
  ["tree-sitter-go", "tree-sitter-go.wasm"],
  ["web-tree-sitter", "web-tree-sitter.wasm"],
];

function copyGrammars() {
  const out = path.join(dist, "sandboxed", "grammars");
  mkdirSync(out, { recursive: true });
  for (const [from, file] of GRAMMARS) cpSync(path.join(root, "node_modules", from, file), path.join(out, file));
}

/** Islands and styles; `manifest.json` maps a source name to the hashed file the pages link. */
async function buildAssets(esbuild) {
  const out = path.join(dist, "assets");
  const islands = filesBelow("web/islands", (file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts"));
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
  for (const file of filesBelow("web/static", () => true)) {
    const bytes = readFileSync(path.join(root, file));
    const { name, ext } = path.parse(file);
    const hashed = `${name}-${createHash("sha256").update(bytes).digest("hex").slice(0, 8)}${ext}`;
    writeFileSync(path.join(out, hashed), bytes);
    manifest[name + ext] = hashed;
  }
  writeFileSync(path.join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Builds everything; a few hundred milliseconds on a warm machine. */
export async function build() {
  const esbuild = await import("esbuild");
  const startedAt = new Date();
  rmSync(dist, { recursive: true, force: true });
  await Promise.all([transpile(esbuild), bundleSandboxedAnalyzer(esbuild), buildAssets(esbuild)]);
  copyGrammars();
  writeFileSync(path.join(dist, ".built"), `${startedAt.toISOString()}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
