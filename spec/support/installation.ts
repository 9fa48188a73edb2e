import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Writable } from "node:stream";
import { type Clock, systemClock } from "../../server/clock.js";
import { type Config, loadConfig } from "../../server/configuration/config.js";
import { createSelfSigned, type TlsIdentity } from "../../server/http/tls.js";
import { createLogger } from "../../server/logging.js";
import { type RunningService, serve } from "../../server/serve.js";
import { createServices, type Services } from "../../server/services.js";
import { type Client, createClient } from "./client.js";

/** A real service with a home of its own, and a browserless client signed in as its owner. */
export interface Installation {
  readonly home: string;
  readonly config: Config;
  readonly services: Services;
  readonly service: RunningService;
  /** Signed in as the owner. */
  readonly owner: Client;
  /** Signed in as nobody. */
  readonly stranger: Client;
  /** Everything that was logged so far. */
  log(): string;
  /** Stops the service and removes its home. */
  remove(): Promise<void>;
}

export interface InstallationOptions {
  readonly clock?: Clock;
  readonly overrides?: NonNullable<Parameters<typeof loadConfig>[0]>["overrides"];
  /** Lets the service make its own certificate, which takes about a second. */
  readonly selfSigned?: boolean;
}

/** Folder that the sandbox's uids may walk through; removed by the caller. */
export function temporaryHome(): string {
  const home = mkdtempSync(path.join(tmpdir(), "sealgrade-spec-"));
  chmodSync(home, 0o711);
  return home;
}

let tlsOfThisProcess: Promise<TlsIdentity> | null = null;

/** Certificate files for localhost below `home`; the pair is made once per process. */
export async function tlsFiles(home: string): Promise<{ tlsCertFile: string; tlsKeyFile: string }> {
  tlsOfThisProcess ??= createSelfSigned("localhost", systemClock);
  const { certificate, privateKey } = await tlsOfThisProcess;
  const files = {
    tlsCertFile: path.join(home, "tls", "cert.pem"),
    tlsKeyFile: path.join(home, "tls", "key.pem"),
  };
  mkdirSync(path.join(home, "tls"), { recursive: true });
  writeFileSync(files.tlsCertFile, certificate);
  writeFileSync(files.tlsKeyFile, privateKey, { mode: 0o600 });
  return files;
}

/** Starts a service on a free port, with SQLite, polling far away and loopback remotes allowed. */
export async function startInstallation(options: InstallationOptions = {}): Promise<Installation> {
  const home = temporaryHome();
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString("utf8"));
      done();
    },
  });
  const config = loadConfig({
    home,
    environment: {},
    overrides: {
      listenPort: 0,
      allowedAddressRanges: ["127.0.0.0/8"],
      pollIntervalMinutes: 10_000,
      logLevel: "debug",
      ...(options.selfSigned === true ? {} : await tlsFiles(home)),
      ...options.overrides,
    },
  });
  const clock = options.clock ?? systemClock;
  const logger = createLogger({ level: config.logLevel, destination });
  const services = await createServices({ config, clock, logger, role: "writer" });
  const service = await serve(services);
  const url = config.behindProxy ? service.url.replace("https:", "http:") : service.url;
  const owner = createClient(url);
  await owner.signIn(await service.ownerLink());
  return {
    home,
    config,
    services,
    service,
    owner,
    stranger: createClient(url),
    log: () => lines.join(""),
    remove: async () => {
      await service.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
