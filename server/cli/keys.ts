import { parseArgs } from "node:util";
import { createRootKey } from "../../keys/rootKey.js";
import { loadConfig } from "../configuration/config.js";
import { type Command, EXIT_OK, HOME_OPTION, UsageError } from "./command.js";
import { rotateData, rotateRoot } from "./rotateKeys.js";

/** `sealgrade keys`: making and rotating keys. */
export const keysCommand: Command = {
  usage: `sealgrade keys create-root [--home FOLDER]
sealgrade keys rotate-data (--project ID | --all) [--home FOLDER]
sealgrade keys rotate-root [--home FOLDER]

create-root   Writes 32 random bytes to rootKeyFile, readable by its owner alone, and never replaces a file.
              Keep a copy apart from all other backups: without it nothing that is sealed can be opened again.
rotate-data   Seals everything of a project, or of everybody, under a new key and destroys the old one. ID
              stands in the address of the project's page. Waits until it is done.
rotate-root   Makes a new root key and puts it in the place of the current one; the current one opens nothing
              any more. Copy the new one, and the key store, to their backups afterwards.

The running service does the work. When none runs, this command does it. Interrupted, it goes on when the
service starts or the same command is given again. Run it as the service's user. docs/operations/keys.md`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...HOME_OPTION, project: { type: "string" }, all: { type: "boolean" } },
      allowPositionals: true,
    });
    const action = positionals.length === 1 ? positionals[0] : undefined;
    const isAboutData = values.project !== undefined || values.all === true;
    if (isAboutData && action !== "rotate-data")
      throw new UsageError("--project and --all belong to `sealgrade keys rotate-data`.");
    const config = () => loadConfig({ home: values.home });
    switch (action) {
      case "create-root": {
        const { rootKeyFile } = config();
        createRootKey(rootKeyFile);
        io.stdout.write(
          `The root key is in ${rootKeyFile}. Keep a copy of it apart from all other backups.\n`,
        );
        return EXIT_OK;
      }
      case "rotate-data":
        if ((values.project !== undefined) === (values.all === true))
          throw new UsageError("Say whose key: `sealgrade keys rotate-data --project ID` or `--all`.");
        return rotateData(config(), values.project ?? null, io);
      case "rotate-root":
        return rotateRoot(config(), io);
      default:
        throw new UsageError("Say what to do: `sealgrade keys create-root`, `rotate-data` or `rotate-root`.");
    }
  },
};
