/**
 * Loads the page of an analysed project, signed in, over TLS:
 *
 *   node dist/spec/bench/projectPage.js --repository FOLDER [--seconds 15] [--rounds 3] [--connections 10]
 *
 * Starts a service and an OpenSSH server, connects and analyses FOLDER, and has autocannon ask for the project's
 * page as its owner. Service and load generator share the machine.
 */
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { startSshServer } from "../../server/demo/sshServer.js";
import { analyse, connect, shownDeployKey } from "../support/connecting.js";
import { type Installation, startInstallation } from "../support/installation.js";

const AUTOCANNON = path.resolve(import.meta.dirname, "../../../node_modules/autocannon/autocannon.js");
const SERVED = "/bench/repository.git";

const figures = z.object({
  requests: z.object({ average: z.number(), total: z.number() }),
  latency: z.object({ p50: z.number(), p99: z.number() }),
  errors: z.number(),
  non2xx: z.number(),
});

const { values } = parseArgs({
  options: {
    repository: { type: "string" },
    seconds: { type: "string", default: "15" },
    rounds: { type: "string", default: "3" },
    connections: { type: "string", default: "10" },
  },
});
if (values.repository === undefined) throw new Error("name a git repository: --repository FOLDER");
await load(path.resolve(values.repository));

async function load(repository: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "sealgrade-bench-"));
  chmodSync(folder, 0o711);
  const repositories = { [SERVED]: repository };
  const ssh = await startSshServer({ folder: path.join(folder, "sshd"), repositories, port: 0 });
  const installation = await startInstallation({ overrides: { logLevel: "error" } });
  try {
    const { owner, service } = installation;
    const projectId = await connect(owner, ssh.remoteOf(SERVED));
    const { fingerprint } = ssh.hostKey();
    await owner.post(`/projects/${projectId}/confirm-host`, { fingerprint, compared: "yes" });
    await ssh.addKey(await shownDeployKey(owner, projectId), SERVED);
    const { state, failureMessage } = await analyse(installation, projectId);
    if (state !== "done") throw new Error(`the analysis is ${state}: ${failureMessage}`);
    for (let round = 0; round < Number(values.rounds); round++) {
      const { requests, latency, errors, non2xx } = await fire(
        installation,
        `${service.url}/projects/${projectId}`,
      );
      console.log(
        `${requests.average.toFixed(0)} requests/s  p50 ${latency.p50} ms  p99 ${latency.p99} ms  ` +
          `${errors} errors, ${non2xx} other answers than 200, of ${requests.total}`,
      );
    }
  } finally {
    await installation.remove();
    await ssh.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fire({ owner }: Installation, url: string): Promise<z.infer<typeof figures>> {
  const options = {
    url,
    connections: Number(values.connections),
    duration: Number(values.seconds),
    headers: { cookie: owner.cookie() },
  };
  const program = `
    const autocannon = require(${JSON.stringify(AUTOCANNON)});
    autocannon(${JSON.stringify(options)}).then((result) => console.log(JSON.stringify(result)));`;
  const child = spawn(process.execPath, ["-e", program], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: "0" },
  });
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(Buffer.from(chunk));
  return figures.parse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
}
