/**
 * Compares `sealgrade grade` with whichever of its peers are installed, on the same folders:
 *
 *   node dist/spec/bench/peers.js FOLDER [FOLDER …] [--rounds 3] [--jobs 2]
 *
 * Fetches nothing. Per folder every program runs once uncounted and then in turn, as a whole process; medians of wall
 * clock and processor time (its children's too) and their ratios to ours are printed. Lines are those of the files that
 * Sealgrade measures, counted once for all.
 */
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { medianOf } from "./figures.js";

const SEALGRADE = path.resolve(import.meta.dirname, "../../../bin/sealgrade");
const JSCPD_REPORT = path.join(tmpdir(), "sealgrade-bench-jscpd");
const RUN_LIMIT_MS = 20 * 60_000;

/** A program to compare with; `languages` is empty for one that reads them all. */
interface Peer {
  readonly name: string;
  readonly languages: readonly string[];
  readonly command: (folder: string, jobs: number) => readonly string[];
}

const PEERS: readonly Peer[] = [
  { name: "lizard", languages: [], command: (folder, jobs) => ["lizard", `-t${jobs}`, "-i", "-1", folder] },
  { name: "radon", languages: ["python"], command: (folder) => ["radon", "cc", "-s", folder] },
  {
    name: "jscpd",
    languages: [],
    command: (folder) => ["jscpd", folder, "--silent", "--reporters", "json", "--output", JSCPD_REPORT],
  },
  { name: "fta", languages: ["typescript", "javascript"], command: (folder) => ["fta", folder, "--json"] },
  { name: "oxlint", languages: ["typescript", "javascript"], command: (folder) => ["oxlint", folder] },
];

const report = z.object({
  totals: z.object({ files: z.number(), lines: z.number() }),
  languages: z.array(z.object({ language: z.string(), codeLines: z.number() })),
});

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "3" }, jobs: { type: "string", default: "2" } },
});
if (positionals.length === 0) throw new Error("name one folder or more: FOLDER …");
for (const folder of positionals) compare(path.resolve(folder), Number(values.rounds), Number(values.jobs));

function compare(folder: string, rounds: number, jobs: number): void {
  const ours = ["grade", folder, "--no-cache", "--jobs", String(jobs), "--format", "json"];
  const { totals, languages } = report.parse(JSON.parse(outputOf([SEALGRADE, ...ours])));
  const main = languages.toSorted((a, b) => b.codeLines - a.codeLines)[0]?.language ?? "nothing";
  process.stdout.write(`${folder}: ${totals.lines} lines in ${totals.files} files, mostly ${main}\n`);
  const programs = [
    { name: "sealgrade", command: [SEALGRADE, ...ours, "--out", "/dev/null"] },
    ...PEERS.filter(
      ({ name, languages: known }) => isInstalled(name) && (known.length === 0 || known.includes(main)),
    ).map(({ name, command }) => ({ name, command: command(folder, jobs) })),
  ];
  const taken = new Map(programs.map(({ name }) => [name, { wall: [] as number[], cpu: [] as number[] }]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, command } of programs) {
      const { wallMs, cpuMs } = timed(command);
      if (round === 0) continue;
      taken.get(name)?.wall.push(wallMs);
      taken.get(name)?.cpu.push(cpuMs);
    }
  }
  print(
    totals.lines,
    [...taken].map(([name, { wall, cpu }]) => ({ name, wall: medianOf(wall), cpu: medianOf(cpu) })),
  );
}

interface Median {
  readonly name: string;
  readonly wall: number;
  readonly cpu: number;
}

function print(lines: number, medians: readonly Median[]): void {
  const [ours] = medians;
  if (ours === undefined) return;
  const row = (cells: readonly string[]) =>
    `  ${(cells[0] ?? "").padEnd(12)}${cells
      .slice(1)
      .map((cell) => cell.padStart(18))
      .join("")}\n`;
  process.stdout.write(
    row(["", "wall s", "processor s", "lines/s (wall)", "wall ÷ ours", "processor ÷ ours"]),
  );
  for (const { name, wall, cpu } of medians) {
    process.stdout.write(
      row([
        name,
        (wall / 1000).toFixed(2),
        (cpu / 1000).toFixed(2),
        Math.round((lines / wall) * 1000).toLocaleString("en"),
        (wall / ours.wall).toFixed(2),
        (cpu / ours.cpu).toFixed(2),
      ]),
    );
  }
}

function isInstalled(name: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${name}`]).status === 0;
}

function outputOf([program = "", ...args]: readonly string[]): string {
  const result = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 30, timeout: RUN_LIMIT_MS });
  if (result.status !== 0) throw new Error(`${program} failed: ${result.stderr}`);
  return result.stdout;
}

/** The shell's `times` tells the processor time of what it waited for; what a peer exits with does not matter. */
function timed(command: readonly string[]): { readonly wallMs: number; readonly cpuMs: number } {
  const started = performance.now();
  const result = spawnSync("sh", ["-c", '"$@" >/dev/null 2>&1; times', "sh", ...command], {
    encoding: "utf8",
    timeout: RUN_LIMIT_MS,
  });
  const wallMs = performance.now() - started;
  const ofChildren = result.stdout.trim().split("\n").at(-1) ?? "";
  const parts = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)];
  const cpuMs = parts.reduce(
    (sum, [, minutes, secs]) => sum + (Number(minutes) * 60 + Number(secs)) * 1000,
    0,
  );
  return { wallMs, cpuMs };
}
