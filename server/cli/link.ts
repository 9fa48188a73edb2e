import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { openDatabase } from "../../db/connection.js";
import { systemClock } from "../clock.js";
import { createOwnerLink } from "../commands/createOwnerLink.js";
import { loadConfig } from "../configuration/config.js";
import { databaseSettings } from "../configuration/databaseSettings.js";
import { neverStarted, refuseOldSchema } from "../startup/databaseReady.js";
import { type Command, EXIT_OK, HOME_OPTION } from "./command.js";

/** `sealgrade link`: another one-time owner link, also while the service runs. */
export const linkCommand: Command = {
  usage:
    "sealgrade link [--home FOLDER]\n\nThe service keeps running; earlier links keep working until they are used or 15 minutes old.",
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: HOME_OPTION });
    const config = loadConfig({ home: values.home });
    const settings = databaseSettings(config);
    if (settings.kind === "sqlite" && !existsSync(settings.file)) throw neverStarted();
    const database = await openDatabase(settings, systemClock);
    try {
      await refuseOldSchema(database);
      io.stdout.write(
        `${await createOwnerLink({ database, clock: systemClock, baseUrl: config.baseUrl })}\n`,
      );
      return EXIT_OK;
    } finally {
      await database.close();
    }
  },
};
