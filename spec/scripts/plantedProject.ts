import { type ExecFileException, type ExecFileOptions, execFile } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";

/** The checkout these specs run from: they stand in dist/spec/scripts. */
export const projectFolder = path.resolve(import.meta.dirname, "../../..");

const CONFIGURATION = [
  ".dependency-cruiser.cjs",
  ".mocharc.json",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

/** How a program ended and what it printed. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A small project in a folder of its own, with this project's configuration and installed packages. */
export interface PlantedProject {
  readonly folder: string;
  /** Runs a checker of `scripts/` over it: exit code and the lines of stdout. */
  run(script: string): Promise<{ code: number; lines: string[] }>;
  /** Gives it copies of this project's `scripts/` and `bin/`, and of what every build compiles, compiled already. */
  withScripts(): PlantedProject;
  without(file: string): PlantedProject;
  rename(from: string, to: string): PlantedProject;
  remove(): void;
}

/** Plants `files` (path → text; a text that begins with "#!" is executable); the caller removes the project. */
export function plantProject(files: Readonly<Record<string, string>>): PlantedProject {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "sealgrade-planted-")));
  const at = (file: string) => path.join(folder, file);
  symlinkSync(path.join(projectFolder, "node_modules"), at("node_modules"));
  for (const file of CONFIGURATION) copyFileSync(path.join(projectFolder, file), at(file));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
    if (text.startsWith("#!")) chmodSync(at(file), 0o755);
  }
  const project: PlantedProject = {
    folder,
    run: async (script) => {
      const ended = await runProgram(process.execPath, [path.join(projectFolder, "scripts", script), folder]);
      return { code: ended.code, lines: ended.stdout.split("\n").filter(Boolean) };
    },
    withScripts: () => {
      const compiled = readdirSync(path.join(projectFolder, ".cache")).filter((name) =>
        name.startsWith("kernel-"),
      );
      for (const part of [
        "scripts",
        "bin",
        "analyzer/kernel",
        "analyzer/common",
        ...compiled.map((name) => `.cache/${name}`),
      ])
        cpSync(path.join(projectFolder, part), at(part), { recursive: true });
      return project;
    },
    without: (file) => {
      rmSync(at(file), { recursive: true });
      return project;
    },
    rename: (from, to) => {
      renameSync(at(from), at(to));
      return project;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  return project;
}

/** Runs a program to its end; rejects only when it could not be started or was killed. */
export function runProgram(
  file: string,
  args: readonly string[],
  options: ExecFileOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    execFile(
      file,
      args,
      { ...options, encoding: "utf8" },
      (error: ExecFileException | null, stdout, stderr) => {
        if (error && typeof error.code !== "number") return reject(error);
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
      },
    );
  });
}

/** The text of a file of this checkout. */
export function readProjectFile(file: string): string {
  return readFileSync(path.join(projectFolder, file), "utf8");
}
