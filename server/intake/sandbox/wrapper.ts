import { chmod, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { SandboxView } from "./command.js";
import { FIRST_DESCRIPTOR, type Launch } from "./launch.js";
import { makeTemporaryFolder } from "./temporaryFolder.js";

/** An executable that runs one program in a sandbox. */
export interface Wrapper {
  /** Its path: letters, digits, `/`, `-`, `_` and `.` only (simple-git accepts no others). */
  readonly file: string;
  /** Removes it. */
  close(): Promise<void>;
}

/** The POSIX shell's redirections name descriptors by one digit. */
const LAST_DESCRIPTOR = 9;

/**
 * Writes a shell script whose whole text is fixed here; the arguments it is called with go through `"$@"`,
 * so that no shell ever reads them. `timeout` keeps the wall clock, because nobody else watches these calls.
 */
export async function createWrapper(
  launch: Launch,
  view: SandboxView & { readonly program: string },
  find: (program: string) => string | null,
): Promise<Wrapper> {
  if (FIRST_DESCRIPTOR + launch.inputs.length - 1 > LAST_DESCRIPTOR)
    throw new Error("too many data files for a wrapper");
  const timeout = find("timeout");
  if (timeout === null) throw new Error("timeout is missing");
  const folder = makeTemporaryFolder();
  const redirections: string[] = [];
  for (const [index, content] of launch.inputs.entries()) {
    const input = path.join(folder, `input-${index}`);
    await writeFile(input, content, { mode: 0o400 });
    redirections.push(`${FIRST_DESCRIPTOR + index}<${quote(input)}`);
  }
  const seconds = Math.ceil(view.limits.wallClockMs / 1000);
  const words = [
    timeout,
    "--signal=KILL",
    String(seconds),
    ...launch.words("without-info"),
    launch.translate(view.program),
  ];
  const env = Object.entries(launch.env).map(([name, value]) => `${name}=${value}`);
  const lines = [
    "#!/bin/sh",
    `cd ${quote(launch.cwd)} || exit 126`,
    `exec /usr/bin/env -i ${[...env, ...words].map(quote).join(" ")} "$@" ${redirections.join(" ")}`,
  ];
  const file = path.join(folder, "git");
  await writeFile(file, `${lines.join("\n")}\n`);
  await chmod(file, 0o700);
  return {
    file,
    async close() {
      launch.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
