import { parseArgs } from "node:util";
import { systemClock } from "../clock.js";
import { loadConfig } from "../configuration/config.js";
import { createLogger } from "../logging.js";
import { serve } from "../serve.js";
import { createServices } from "../services.js";
import { type Command, EXIT_OK, HOME_OPTION } from "./command.js";
import { listenForStop } from "./stopRequest.js";

/** `sealgrade serve`: the service in the foreground. */
export const serveCommand: Command = {
  usage: `sealgrade serve [--home FOLDER]

  --home FOLDER   Keep configuration, data and keys below FOLDER instead of in the system's places.

Prints a one-time owner link. Logs go to stderr, one JSON object a line. SIGTERM or Ctrl-C lets running
analyses finish; a second one ends at once. Settings: docs/configuration.md or \`sealgrade doctor\`.`,
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: HOME_OPTION });
    const stop = listenForStop();
    const config = loadConfig({ home: values.home });
    const logger = createLogger({ level: config.logLevel });
    const services = await createServices({ config, clock: systemClock, logger, role: "writer" });
    const service = await serve(services);
    io.stdout.write(
      `\nSealgrade is at ${service.url}\n\nSign in as the owner (once, within 15 minutes):\n  ${await service.ownerLink()}\n\n`,
    );
    for (const text of service.concessions) io.stdout.write(`Reduced protection: ${text}\n`);
    if (config.tlsCertFile === undefined && !config.behindProxy) io.stdout.write(SELF_SIGNED);
    await stop.asked;
    await service.stop();
    return EXIT_OK;
  },
};

const SELF_SIGNED = `The TLS certificate is self-signed, so the browser asks whether to trust it; set tlsCertFile and tlsKeyFile
to use your own. Another sign-in link: sealgrade link\n\n`;
