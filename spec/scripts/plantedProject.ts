import { type ExecFileException, execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** The checkout these specs run from: they stand in dist/spec/scripts. */
export const projectFolder = path.resolve(import.meta.dirname, "../../..");

const CONFIGURATION = [".dependency-cruiser.cjs", "tsconfig.json", "package.json"];

/** A small project in a folder of its own, with this project's configuration and installed packages. */
export interface PlantedProject {
  readonly folder: string;
  /** Runs one of `scripts/` over it: exit code and the lines of stdout. */
  run(script: string): Promise<{ code: number; lines: string[] }>;
  remove(): void;
}

/** Plants `files` (path → text); the caller removes the project. */
export function plantProject(files: Readonly<Record<string, string>>): PlantedProject {
  const folder = mkdtempSync(path.join(os.tmpdir(), "sealgrade-planted-"));
  symlinkSync(path.join(projectFolder, "node_modules"), path.join(folder, "node_modules"));
  for (const file of CONFIGURATION) copyFileSync(path.join(projectFolder, file), path.join(folder, file));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return {
    folder,
    run: (script) => runScript(script, folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function runScript(script: string, folder: string): Promise<{ code: number; lines: string[] }> {
  const file = path.join(projectFolder, "scripts", script);
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [file, folder], (error: ExecFileException | null, stdout: string) => {
      if (error && typeof error.code !== "number") return reject(error);
      const code = typeof error?.code === "number" ? error.code : 0;
      resolve({ code, lines: stdout.split("\n").filter(Boolean) });
    });
  });
}
