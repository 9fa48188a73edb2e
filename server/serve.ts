import { createApp } from "./app.js";
import { type BuildInfo, readBuildInfo } from "./buildInfo.js";
import { HOUR_MS, SECOND_MS } from "./clock.js";
import { createOwnerLink } from "./commands/createOwnerLink.js";
import { ensureOwner } from "./commands/ensureOwner.js";
import { type AnalysisRequest, requestAnalysis } from "./commands/requestAnalysis.js";
import { readMetricsToken } from "./configuration/metricsToken.js";
import { listen } from "./http/listen.js";
import { readAssetManifest } from "./http/render.js";
import { createSelfSigned, readTlsIdentity, type TlsIdentity } from "./http/tls.js";
import { scheduleHousekeeping } from "./jobs/housekeeping.js";
import { startKeyKeeper } from "./jobs/keyKeeper.js";
import { openInstanceRecords } from "./sealing/instanceRecords.js";
import type { Services } from "./services.js";
import { concessionsOf } from "./startup/concessions.js";
import { type RunningWorker, runWorker } from "./work.js";

const ASSETS = new URL("../assets/", import.meta.url);
const TLS_CERTIFICATE = "tls-certificate";
const TLS_PRIVATE_KEY = "tls-private-key";
/** Running analyses get this long to finish when the service stops; systemd waits 90 s by default. */
export const DRAIN_MS = 60 * SECOND_MS;

/** A service that answers requests. */
export interface RunningService {
  readonly url: string;
  /** Port of the plain redirect, null where there is none. */
  readonly redirectPort: number | null;
  readonly organizationId: string;
  readonly ownerId: string;
  readonly build: BuildInfo;
  /** What this installation lacks, in public texts. */
  readonly concessions: readonly string[];
  /** Asks for an analysis as the web page would. */
  requestAnalysis(request: AnalysisRequest): ReturnType<typeof requestAnalysis>;
  /** A fresh one-time sign-in link. */
  ownerLink(): Promise<string>;
  /** Stops taking requests and jobs, lets running ones finish, closes everything. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** How long running analyses may take to finish when the service stops, ms; then they go back to the queue. */
  readonly drainMs?: number;
}

/**
 * Starts the web application and, unless configured otherwise, a worker in the same process. Takes the services
 * over: they are closed when it stops, and also when it cannot start.
 */
export async function serve(services: Services, options: ServeOptions = {}): Promise<RunningService> {
  const started: (() => unknown)[] = [];
  const stop = async () => {
    await Promise.all(started.splice(0).map((stopOne) => stopOne()));
    await services.close();
  };
  try {
    return await start(services, { started, stop, drainMs: options.drainMs ?? DRAIN_MS });
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Life {
  /** How to stop what runs already. */
  readonly started: (() => unknown)[];
  readonly stop: () => Promise<void>;
  readonly drainMs: number;
}

async function start(services: Services, life: Life): Promise<RunningService> {
  const { config, logger } = services;
  const stopping = new AbortController();
  life.started.push(() => stopping.abort());
  const owner = await ensureOwner(services);
  const build = readBuildInfo();
  const concessions = concessionsOf(services);
  const metricsToken = readMetricsToken(config);
  const tls = config.behindProxy ? null : await tlsIdentity(services);
  const maintenance = maintainKeys(services);
  life.started.push(() => clearInterval(maintenance));
  const housekeeping = scheduleHousekeeping(services);
  life.started.push(() => housekeeping.stop());
  const keeper = startKeyKeeper(services);
  life.started.push(() => keeper.drain(life.drainMs));
  const worker: RunningWorker | null = config.runWorker ? await runWorker(services) : null;
  life.started.push(async () => worker?.drain(life.drainMs));
  const ask = (request: AnalysisRequest) =>
    requestAnalysis({ ...services, wakeWorker: () => worker?.wake() }, request);
  const app = createApp({
    ...services,
    ...config,
    selfSigned: tls?.selfSigned ?? false,
    metricsToken,
    build,
    assets: { folder: ASSETS, manifest: readAssetManifest(ASSETS) },
    ownerId: owner.userId,
    warning: concessions.length === 0 ? null : concessions.join(" "),
    requestAnalysis: ask,
    stopping: stopping.signal,
  });
  const listener = await listen(app, config, tls);
  life.started.push(() => listener.close());
  const url = config.listenPort === 0 ? `https://localhost:${listener.port}` : config.baseUrl;
  logger.info({ url, version: build.version, commit: build.commit }, "serving");
  return {
    url,
    redirectPort: listener.redirectPort,
    organizationId: owner.organizationId,
    ownerId: owner.userId,
    build,
    concessions,
    requestAnalysis: ask,
    ownerLink: () => createOwnerLink({ ...services, baseUrl: url }),
    stop: async () => {
      await life.stop();
      logger.info("stopped");
    },
  };
}

/** Keys grow old by the day; looking hourly keeps a missed timer from mattering. */
function maintainKeys(services: Services): NodeJS.Timeout {
  const maintain = () => {
    try {
      services.keyStore.maintain();
    } catch (error) {
      services.logger.error({ err: error }, "key maintenance failed; it is tried again within the hour");
    }
  };
  maintain();
  return setInterval(maintain, HOUR_MS).unref();
}

async function tlsIdentity(services: Services): Promise<TlsIdentity> {
  const { config } = services;
  if (config.tlsCertFile !== undefined && config.tlsKeyFile !== undefined) {
    return readTlsIdentity({ certFile: config.tlsCertFile, keyFile: config.tlsKeyFile });
  }
  const records = await openInstanceRecords(services);
  const [certificate, privateKey] = await Promise.all([
    records.find(TLS_CERTIFICATE),
    records.find(TLS_PRIVATE_KEY),
  ]);
  if (certificate !== null && privateKey !== null) {
    return {
      certificate: certificate.toString("utf8"),
      privateKey: privateKey.toString("utf8"),
      selfSigned: true,
    };
  }
  const made = await createSelfSigned(new URL(config.baseUrl).hostname, services.clock);
  await records.put(TLS_PRIVATE_KEY, Buffer.from(made.privateKey));
  await records.put(TLS_CERTIFICATE, Buffer.from(made.certificate));
  return made;
}
