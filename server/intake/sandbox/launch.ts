import { chmodSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bwrapArguments, dataFilesOf, environmentOf, prefixArguments, type SandboxTools } from "./bwrap.js";
import type { SandboxView } from "./command.js";
import { makeTemporaryFolder } from "./temporaryFolder.js";

/** The tools and the filter a launch is made from; the filter is null only when nothing confines. */
export interface LaunchTools extends SandboxTools {
  readonly filter: Buffer | null;
}

/** First descriptor after stdin, stdout and stderr. */
export const FIRST_DESCRIPTOR = 3;

/** How to start programs for one view. The program's own words follow `words` after `translate`. */
export interface Launch {
  /** Full path of the first program and every argument before the sandboxed program's. */
  words(info: "with-info" | "without-info"): readonly string[];
  /** What the started process must be able to read from descriptors 3, 4, …, in order. */
  readonly inputs: readonly (string | Uint8Array)[];
  /** Turns a path inside into what the program will really find. */
  translate(word: string): string;
  /** Whether the sandbox tells its first process's pid on the descriptor after the inputs. */
  readonly hasInfo: boolean;
  /** The environment of the first program; bwrap clears it for those inside. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder to start in. */
  readonly cwd: string;
  /** Removes what the launch needed on the disk; once nothing of it runs any more. */
  dispose(): void;
}

/** What setpriv, prlimit and bwrap themselves see. */
const OUTER_ENVIRONMENT = { PATH: "/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C" };

/** Namespaces, filter, limits and an own uid. */
export function launchConfined(view: SandboxView, tools: LaunchTools): Launch {
  if (tools.filter === null) throw new Error("a confined launch needs a system call filter");
  const files = dataFilesOf(view);
  const inputs = [tools.filter, ...files.map((file) => file.content)];
  const fds = {
    filter: FIRST_DESCRIPTOR,
    files: files.map((_, index) => FIRST_DESCRIPTOR + 1 + index),
  };
  return {
    words(info) {
      const infoFd = info === "with-info" ? FIRST_DESCRIPTOR + inputs.length : null;
      const lastInput = FIRST_DESCRIPTOR + inputs.length - (infoFd === null ? 1 : 0);
      return [
        ...prefixArguments(view, tools, lastInput),
        ...bwrapArguments(view, tools, { ...fds, info: infoFd }),
      ];
    },
    inputs,
    translate: (word) => word,
    hasInfo: true,
    env: OUTER_ENVIRONMENT,
    cwd: "/",
    dispose: () => undefined,
  };
}

/**
 * Embedded mode on a machine without namespaces: own uid, limits and environment remain. Paths inside do not
 * exist there, so words and variables that are or begin with a bind's target become its source, and data
 * files lie in a folder of the disk for as long as the program runs.
 */
export function launchUnconfined(view: SandboxView, tools: LaunchTools): Launch {
  const folder = makeTemporaryFolder();
  const places = view.binds.map((bind) => ({ target: bind.target, source: bind.source }));
  for (const [index, file] of (view.dataFiles ?? []).entries()) {
    const source = path.join(folder, String(index));
    writeFileSync(source, file.content);
    chmodSync(source, file.mode ?? 0o444);
    places.push({ target: file.target, source });
  }
  places.sort((a, b) => b.target.length - a.target.length);
  const translate = (word: string): string => {
    const place = places.find(({ target }) => word === target || word.startsWith(`${target}/`));
    return place === undefined ? word : place.source + word.slice(place.target.length);
  };
  const env = Object.entries(environmentOf(view)).map(([name, value]) => [name, translate(value)]);
  return {
    words: () => prefixArguments(view, tools, FIRST_DESCRIPTOR - 1),
    inputs: [],
    translate,
    hasInfo: false,
    env: Object.fromEntries(env),
    cwd: translate(view.cwd ?? "/"),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
