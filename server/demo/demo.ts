import { existsSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Analysis, Project } from "../../db/types.js";
import { STEP_LABELS } from "../../web/progress.js";
import { EXIT_MISSED, EXIT_OK, type Terminal } from "../cli/command.js";
import { listenForStop } from "../cli/stopRequest.js";
import { systemClock } from "../clock.js";
import { checkAccess } from "../commands/checkAccess.js";
import { confirmHostKey } from "../commands/confirmHostKey.js";
import { connectProject } from "../commands/connectProject.js";
import { loadConfig } from "../configuration/config.js";
import { AppError, StartRefused } from "../errors.js";
import { createLogger } from "../logging.js";
import { remoteText } from "../projects/projectRemote.js";
import { type RunningService, serve } from "../serve.js";
import { createServices, type Services } from "../services.js";
import { servedRepository } from "./servedRepository.js";
import { type SshServer, startSshServer } from "./sshServer.js";
import { summarize } from "./summary.js";

const DEFAULT_PORT = "8443";
const SERVED_PATH = "/private/demo.git";
const FOLLOW_EVERY_MS = 100;
const CONNECT_TIMEOUT_MS = 30_000;
const PRODUCT_ROOT = path.resolve(import.meta.dirname, "../../..");

export interface DemoOptions {
  readonly home?: string | undefined;
  readonly repository?: string | undefined;
  readonly port?: string | undefined;
  readonly once: boolean;
}

/**
 * Starts the service and a throw-away OpenSSH server, connects a repository the way an owner would, waits
 * for its grade, prints it, and stays up. Every part is the real one; only the owner's clicks are ours.
 */
export async function runDemo(options: DemoOptions, io: Terminal): Promise<number> {
  const stop = listenForStop();
  const home = path.resolve(options.home ?? defaultHome());
  const repository = servedRepository(options.repository ?? PRODUCT_ROOT);
  const services = await demoServices(home, options.port ?? DEFAULT_PORT);
  const service = await serve(services, { drainMs: 0 });
  const say = (line: string) => void io.stdout.write(`${line}\n`);
  let ssh: SshServer | null = null;
  try {
    say(`Service    ${service.url}  (everything it keeps is in ${home})`);
    for (const text of service.concessions) say(`Note       ${text}`);
    ssh = await startDemoRemote(home, repository);
    say(`Remote     ${ssh.remoteOf(SERVED_PATH)}  (OpenSSH, serving ${repository})`);
    const stage = { services, service, ssh, say, signal: stop.signal };
    const project = await connect(stage);
    const ended = await analyze(stage, project);
    say(await summarize(services, project, ended));
    say(`Browse it as the owner (once, within 15 minutes):\n  ${await service.ownerLink()}\n`);
    if (options.once) return ended.state === "done" ? EXIT_OK : EXIT_MISSED;
    say("The certificate is self-signed, so the browser asks whether to trust it. Ctrl-C stops everything.");
    await stop.asked;
    return EXIT_OK;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    say("Stopped before it was done. The next start goes on from here.");
    return EXIT_OK;
  } finally {
    await service.stop();
    await ssh?.stop();
  }
}

/** What every step of the demo needs. */
interface Stage {
  readonly services: Services;
  readonly service: RunningService;
  readonly ssh: SshServer;
  readonly say: (line: string) => void;
  /** Aborts when the demo is to stop. */
  readonly signal: AbortSignal;
}

function demoServices(home: string, port: string): Promise<Services> {
  const config = loadConfig({
    home,
    overrides: {
      listenPort: port,
      baseUrl: `https://localhost:${port}`,
      allowedAddressRanges: ["127.0.0.0/8"],
      logLevel: "warn",
    },
  });
  const logger = createLogger({ level: config.logLevel });
  return createServices({ config, clock: systemClock, logger, role: "writer" });
}

function defaultHome(): string {
  if (process.getuid?.() === 0) return "/var/lib/sealgrade-demo";
  return path.join(os.homedir(), ".local/state/sealgrade-demo");
}

/** The same port as last time where it is free, so that the project of last time is found again. */
async function startDemoRemote(home: string, repository: string): Promise<SshServer> {
  const portFile = path.join(home, "ssh-port");
  const start = (port: number) =>
    startSshServer({ folder: path.join(home, "sshd"), repositories: { [SERVED_PATH]: repository }, port });
  const lastPort = existsSync(portFile) ? Number(readFileSync(portFile, "utf8")) : 0;
  const server = await start(lastPort).catch(() => start(0));
  writeFileSync(portFile, String(server.port), { mode: 0o600 });
  return server;
}

async function connect(stage: Stage): Promise<Project> {
  const { services, service, ssh, say } = stage;
  const tenant = services.database.repositories.forOrganization(service.organizationId);
  const remote = ssh.remoteOf(SERVED_PATH);
  const known = (await tenant.projects.list()).find((project) => remoteText(project) === remote);
  const project = known ?? (await connectNew(stage, remote));
  const deployKey = await tenant.deployKeys.activeOf(project.id);
  if (deployKey === null) throw new Error("a connected project has a deploy key");
  const { fingerprint } = ssh.hostKey();
  const confirmation = { project, fingerprints: [fingerprint], userId: service.ownerId };
  await confirmHostKey(services, confirmation, withinLimit(stage));
  say(`Host key   ${fingerprint}  confirmed`);
  await ssh.addKey(deployKey.publicKey, SERVED_PATH);
  say(`Deploy key ${deployKey.fingerprint}  installed, for this repository alone`);
  const check = await checkAccess(services, project, withinLimit(stage));
  if (!check.ok) throw check.error;
  say(`Access     ${check.head.branch} at ${check.head.commit.slice(0, 12)}`);
  return project;
}

async function connectNew(stage: Stage, remote: string): Promise<Project> {
  const { services, service } = stage;
  const request = {
    organizationId: service.organizationId,
    remote,
    name: "Demo",
    branch: "",
    retention: "full",
  } as const;
  const result = await connectProject(services, request, withinLimit(stage));
  if (!result.ok) throw new StartRefused(result.problem.message);
  return services.database.repositories
    .forOrganization(service.organizationId)
    .projects.load(result.projectId);
}

function withinLimit(stage: Stage): AbortSignal {
  return AbortSignal.any([stage.signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS)]);
}

/** Asks for an analysis as a click would, tells its steps as they begin, and answers how it ended. */
async function analyze(stage: Stage, project: Project): Promise<Analysis> {
  const { analysis } = await stage.service.requestAnalysis({
    organizationId: project.organizationId,
    projectId: project.id,
    trigger: "demo",
    commit: null,
  });
  if (analysis.state === "running")
    stage.say("Analysis   The last run was cut off in its analysis; it is taken up again within 30 seconds");
  return follow(stage, analysis);
}

async function follow(stage: Stage, asked: Analysis): Promise<Analysis> {
  const { services, say, signal } = stage;
  const { analyses } = services.database.repositories.forOrganization(asked.organizationId);
  let shown = asked.step;
  let triedAgain = 0;
  for (;;) {
    const analysis = await analyses.load(asked.id);
    if (analysis.state === "queued" && analysis.failureMessage !== null && analysis.attempts > triedAgain) {
      triedAgain = analysis.attempts;
      say(`Analysis   ${analysis.failureMessage} It is tried again in a moment.`);
    }
    if (analysis.step !== null && analysis.step !== shown) {
      shown = analysis.step;
      say(`Analysis   ${STEP_LABELS[shown]}`);
    }
    if (analysis.state === "failed")
      throw new AppError(
        analysis.failureCode ?? "failed",
        500,
        analysis.failureMessage ?? "The analysis failed.",
      );
    if (analysis.state === "done") return analysis;
    await delay(FOLLOW_EVERY_MS, undefined, { signal });
  }
}
