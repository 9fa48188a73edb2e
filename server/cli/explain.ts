import { parseArgs } from "node:util";
import { renderExplanation, renderExplanationJson } from "../../analyzer/index.js";
import { explainPath } from "../analysis/explainPath.js";
import { locatePath } from "../intake/local/localPath.js";
import { type Command, EXIT_OK, oneOf, UsageError } from "./command.js";

const FORMATS = ["text", "json"] as const;
type Format = (typeof FORMATS)[number];

/** `sealgrade explain`: why a file is measured or not, as what, and which line or built-in list decided. */
export const explainCommand: Command = {
  usage: `sealgrade explain PATH [--revision REV] [--root FOLDER] [--format text|json]

  PATH             A file: says why it is in or out, as what, and which thresholds hold for it since which line.
                   A folder: counts what is in and out, by reason.
  --revision REV   Look at a branch, tag or commit instead of the disk; PATH need not exist there.
  --root FOLDER    The folder that is graded, which holds the settings; default: the git repository, else the
                   current folder.
  --format FORMAT  text (default) or json.

Measures nothing. Exit status: 0, 2 for wrong usage or input.`,
  async run(args, io) {
    const { path, root, revision, format } = parse(args);
    const { signal } = new AbortController();
    const located = await locatePath({ path, root, signal });
    const explanation = await explainPath({ ...located, revision, signal });
    io.stdout.write(format === "json" ? renderExplanationJson(explanation) : renderExplanation(explanation));
    return EXIT_OK;
  },
};

interface Options {
  readonly path: string;
  readonly root: string | null;
  readonly revision: string | null;
  readonly format: Format;
}

function parse(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      revision: { type: "string" },
      root: { type: "string" },
      format: { type: "string", default: "text" },
    },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1)
    throw new UsageError("Name one file or folder: `sealgrade explain PATH`.");
  return {
    path,
    root: values.root ?? null,
    revision: values.revision ?? null,
    format: oneOf(FORMATS, values.format, "--format"),
  };
}
