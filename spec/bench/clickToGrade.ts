/**
 * Compares an analysis from click to grade with its two unavoidable parts, done plainly:
 *
 *   node dist/spec/bench/clickToGrade.js --repository WORK_TREE [--rounds 5]
 *
 * Each round measures, one after the other, in a project that knows no file yet: (A) the analysis, from the
 * posted form to the stored grade; (B) `git fetch --depth=1` of the same branch over the same OpenSSH server;
 * (C) `sealgrade grade WORK_TREE`. Prints A ÷ (B + C) of each round and their median,
 * and beside A the processor time of the service itself, without the analyzer, git and whatever else it starts.
 */
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Analysis } from "../../db/types.js";
import { type SshServer, startSshServer } from "../../server/demo/sshServer.js";
import { connect, shownDeployKey } from "../support/connecting.js";
import { eventually } from "../support/eventually.js";
import { type Installation, startInstallation } from "../support/installation.js";
import { medianOf, seconds } from "./figures.js";

const SEALGRADE = path.resolve(import.meta.dirname, "../../../bin/sealgrade");
const ANALYSIS_LIMIT_MS = 15 * 60_000;
const PLAIN = "/bench/plain.git";

const { values } = parseArgs({
  options: { repository: { type: "string" }, rounds: { type: "string", default: "5" } },
});
if (values.repository === undefined) throw new Error("name a git work tree: --repository FOLDER");
await compare(path.resolve(values.repository), Number(values.rounds));

async function compare(repository: string, rounds: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "sealgrade-bench-"));
  chmodSync(folder, 0o711);
  const served = Array.from({ length: rounds }, (_, round) => `/bench/${round}.git`);
  const ssh = await startSshServer({
    folder: path.join(folder, "sshd"),
    repositories: Object.fromEntries([...served, PLAIN].map((name) => [name, repository])),
    port: 0,
  });
  const installation = await startInstallation({ overrides: { logLevel: "error" } });
  try {
    const key = await plainKey(folder, ssh);
    const ratios: number[] = [];
    for (const name of served) {
      const click = await clickToGrade(installation, ssh, name);
      const fetch = await timed(() => plainFetch(folder, key, ssh));
      const grade = await timed(() =>
        run(SEALGRADE, ["grade", repository, "--no-cache", "--format", "json", "--out", "/dev/null"]),
      );
      const ratio = click.wallMs / (fetch.wallMs + grade.wallMs);
      ratios.push(ratio);
      const parts = `click to grade ${seconds(click.wallMs)}  git fetch ${seconds(fetch.wallMs)}  sealgrade grade ${seconds(grade.wallMs)}`;
      console.log(`${parts}  ratio ${ratio.toFixed(2)}  service ${seconds(click.cpuMs)} of processor time`);
    }
    console.log(`median ratio ${medianOf(ratios).toFixed(2)}`);
  } finally {
    await installation.remove();
    await ssh.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From the click to the grade, in a project of its own: nothing is known from earlier rounds. */
async function clickToGrade(installation: Installation, ssh: SshServer, served: string): Promise<Cost> {
  const { owner } = installation;
  const projectId = await connect(owner, ssh.remoteOf(served));
  const { fingerprint } = ssh.hostKey();
  await owner.post(`/projects/${projectId}/confirm-host`, { fingerprint, compared: "yes" });
  await ssh.addKey(await shownDeployKey(owner, projectId), served);
  return timed(async () => {
    await owner.post(`/projects/${projectId}/analyses`);
    const { state, failureMessage } = await endOfAnalysis(installation, projectId);
    if (state !== "done") throw new Error(`the analysis is ${state}: ${failureMessage}`);
  });
}

function endOfAnalysis({ services, service }: Installation, projectId: string): Promise<Analysis> {
  const { analyses } = services.database.repositories.forOrganization(service.organizationId);
  const look = async () => {
    const analysis = await analyses.latest(projectId);
    return analysis?.finishedAt !== null && analysis;
  };
  return eventually("the end of the analysis", look, ANALYSIS_LIMIT_MS);
}

/** A key pair like any user's, let in to the same repository; answers the private key's file. */
async function plainKey(folder: string, ssh: SshServer): Promise<string> {
  const file = path.join(folder, "plain-key");
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
  await ssh.addKey(readFileSync(`${file}.pub`, "utf8").trim(), PLAIN);
  return file;
}

async function plainFetch(folder: string, key: string, ssh: SshServer): Promise<void> {
  const clone = path.join(folder, "clone.git");
  rmSync(clone, { recursive: true, force: true });
  const options =
    "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o IdentitiesOnly=yes -o LogLevel=ERROR";
  await run("git", ["init", "-q", "--bare", clone]);
  await run("git", ["-C", clone, "fetch", "-q", "--depth=1", ssh.remoteOf(PLAIN), "HEAD"], {
    GIT_SSH_COMMAND: `ssh -F /dev/null -i '${key}' ${options}`,
  });
}

interface Cost {
  readonly wallMs: number;
  /** Processor time of this process with its threads, which is the service's; of no other process. */
  readonly cpuMs: number;
}

async function timed(work: () => Promise<unknown>): Promise<Cost> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1000 };
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const child = spawn(program, args, {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with status ${code}`)),
    );
  });
}
