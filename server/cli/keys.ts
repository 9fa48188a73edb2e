import { parseArgs } from "node:util";
import { createRootKey } from "../../keys/rootKey.js";
import { loadConfig } from "../config.js";
import { type Command, EXIT_OK, HOME_OPTION, UsageError } from "./command.js";

/** `sealgrade keys`: what an operator does to the root key by hand. */
export const keysCommand: Command = {
  usage: `sealgrade keys create-root [--home FOLDER]

Writes 32 random bytes to rootKeyFile, readable by its owner alone, and never replaces a file. Keep a copy
apart from all other backups: without it nothing that is sealed can be opened again.`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: HOME_OPTION,
      allowPositionals: true,
    });
    if (positionals.length !== 1 || positionals[0] !== "create-root")
      throw new UsageError("Say what to do: `sealgrade keys create-root`.");
    const { rootKeyFile } = loadConfig({ home: values.home });
    createRootKey(rootKeyFile);
    io.stdout.write(`The root key is in ${rootKeyFile}. Keep a copy of it apart from all other backups.\n`);
    return EXIT_OK;
  },
};
