import { parseArgs } from "node:util";
import { systemClock } from "../clock.js";
import { loadConfig } from "../configuration/config.js";
import { createLogger } from "../logging.js";
import { DRAIN_MS } from "../serve.js";
import { createServices } from "../services.js";
import { runWorker } from "../work.js";
import { type Command, EXIT_OK, HOME_OPTION } from "./command.js";
import { listenForStop } from "./stopRequest.js";

/** `sealgrade worker`: analyses in a process of their own beside `serve`. */
export const workerCommand: Command = {
  usage: `sealgrade worker [--home FOLDER]

Takes jobs from the database of \`sealgrade serve\`, with the same configuration, root key and key store.
Several workers may run; each job is taken once. SIGTERM lets the running analysis finish.`,
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: HOME_OPTION });
    const stop = listenForStop();
    const config = loadConfig({ home: values.home });
    const logger = createLogger({ level: config.logLevel });
    const services = await createServices({ config, clock: systemClock, logger, role: "reader" });
    const worker = await runWorker(services);
    io.stdout.write(`Working as ${services.workerId}\n`);
    await stop.asked;
    await worker.drain(DRAIN_MS);
    await services.close();
    return EXIT_OK;
  },
};
