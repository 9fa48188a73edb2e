/**
 * Runs the fuzz spec for as many rounds per language as asked, from a seed that it prints, so that a failure can be
 * repeated.
 *
 *   node scripts/fuzz.mjs [--rounds N] [--seed N] [mocha's options, such as --grep python]
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { parseArgs } from "node:util";
import { root } from "./paths.mjs";
import { runMain, SetupProblem } from "./progress.mjs";

const { values, tokens } = parseArgs({
  options: { rounds: { type: "string", default: "5000" }, seed: { type: "string" } },
  strict: false,
  tokens: true,
});

await runMain(async () => {
  const seed = values.seed ?? String(Date.now() % 1_000_000);
  if (!/^\d+$/.test(values.rounds) || !/^\d+$/.test(seed))
    throw new SetupProblem("--rounds and --seed are whole numbers.");
  process.stdout.write(`${values.rounds} rounds per language, seed ${seed}\n`);
  const own = new Set(["rounds", "seed"]);
  const rest = tokens
    .filter((token) => !(token.kind === "option" && own.has(token.name)))
    .flatMap((token) =>
      token.kind === "option"
        ? [token.rawName, ...(token.value === undefined ? [] : [token.value])]
        : [token.value],
    );
  const result = spawnSync(
    process.execPath,
    [path.join(root, "scripts/test.mjs"), "spec/analyzer/map/fuzz.spec.ts", ...rest],
    { stdio: "inherit", env: { ...process.env, FUZZ_ROUNDS: values.rounds, FUZZ_SEED: seed } },
  );
  return result.status ?? 1;
});
