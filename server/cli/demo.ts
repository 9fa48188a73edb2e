import { parseArgs } from "node:util";
import { runDemo } from "../demo/demo.js";
import { type Command, HOME_OPTION } from "./command.js";

/** `sealgrade demo`: the whole way from a private repository to a grade, on this machine alone. */
export const demoCommand: Command = {
  usage: `sealgrade demo [--home FOLDER] [--repository FOLDER] [--port PORT] [--once]

  --home FOLDER         Keep the demo's installation there. Default: /var/lib/sealgrade-demo for
                        root, ~/.local/state/sealgrade-demo for others.
  --repository FOLDER   The git repository to serve and grade. Default: Sealgrade's own.
  --port PORT           Port of the web pages. Default: 8443.
  --once                Stop after the grade is printed instead of staying up.

Starts the service and an OpenSSH server of its own on loopback that accepts one deploy key for one
repository. Nothing is simulated. Everything is in the folder above and can be deleted afterwards.`,
  async run(args, io) {
    const options = {
      ...HOME_OPTION,
      repository: { type: "string" },
      port: { type: "string" },
      once: { type: "boolean", default: false },
    } as const;
    const { values } = parseArgs({ args: [...args], options });
    return runDemo(values, io);
  },
};
