import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import type { Config } from "../configuration/config.js";
import { StartRefused } from "../errors.js";
import type { App } from "./requestState.js";
import type { TlsIdentity } from "./tls.js";

/** What one server gives clients that are slow, silent or many. */
export interface PatienceLimits {
  /** A TLS handshake may take this long, ms. */
  readonly handshakeMs: number;
  /** Headers, and the whole request, may take this long to arrive, ms. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** A connection on which nothing moves is cut after this long, ms; event streams write every 15 s. */
  readonly silenceMs: number;
  /** How often arriving requests are looked at, ms. */
  readonly lookMs: number;
  /** Connections at once. Analyses need descriptors of the same process, so these must not take them all. */
  readonly connections: number;
}

const LIMITS: PatienceLimits = {
  handshakeMs: 10_000,
  headersMs: 15_000,
  requestMs: 60_000,
  silenceMs: 90_000,
  lookMs: 5_000,
  connections: 2_000,
};

/** Open connections get this long to finish when the service stops. */
const CLOSE_GRACE_MS = 5_000;

export interface Listener {
  readonly port: number;
  /** Port of the plain redirect, null where there is none. */
  readonly redirectPort: number | null;
  close(): Promise<void>;
}

/** Starts HTTPS (or HTTP behind a TLS-terminating proxy), and the redirecting plain port where one is set (P31). */
export async function listen(
  app: Pick<App, "callback">,
  config: Config,
  tls: TlsIdentity | null,
  limits = LIMITS,
): Promise<Listener> {
  const handler = app.callback();
  const server =
    tls === null
      ? http.createServer(arrivalLimits(limits), handler)
      : createTlsServer(handler, { config, tls, limits });
  const port = await open(server, config.listenPort, config.listenHost);
  const redirect = config.redirectPort === undefined ? null : createRedirect(config.baseUrl, limits);
  for (const one of redirect === null ? [server] : [server, redirect]) {
    one.timeout = limits.silenceMs;
    one.maxConnections = limits.connections;
  }
  const closeBoth = async () => {
    await Promise.all([close(server), redirect === null ? null : close(redirect)]);
  };
  try {
    const redirectPort =
      redirect === null ? null : await open(redirect, config.redirectPort ?? 0, config.listenHost);
    return { port, redirectPort, close: closeBoth };
  } catch (error) {
    await closeBoth();
    throw error;
  }
}

function arrivalLimits({ headersMs, requestMs, lookMs }: PatienceLimits) {
  return { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: lookMs };
}

/** @throws StartRefused when certificate and key are not PEM or do not belong together */
function createTlsServer(
  handler: http.RequestListener,
  { config, tls, limits }: { config: Config; tls: TlsIdentity; limits: PatienceLimits },
): https.Server {
  try {
    return https.createServer(
      {
        cert: tls.certificate,
        key: tls.privateKey,
        minVersion: config.tlsMinVersion,
        handshakeTimeout: limits.handshakeMs,
        ...arrivalLimits(limits),
      },
      handler,
    );
  } catch (cause) {
    throw new StartRefused(
      "The TLS certificate and its key cannot be used. Check that tlsCertFile and tlsKeyFile are PEM files and belong together.",
      { cause },
    );
  }
}

/** Plain HTTP answers with the address to use instead, built from the configuration and never from Host. */
function createRedirect(baseUrl: string, limits: PatienceLimits): http.Server {
  return http.createServer(arrivalLimits(limits), (request, response) => {
    const path = request.url?.startsWith("/") ? request.url : "/";
    response.writeHead(308, { Location: new URL(baseUrl).origin + path, Connection: "close" }).end();
  });
}

function open(server: http.Server | https.Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      reject(new StartRefused(`${whyNot(cause, port, host)} ${OTHER_PORT}`, { cause }));
    });
    server.listen(port, host, () => resolve(portOf(server.address())));
  });
}

const OTHER_PORT = "Or choose another port: listenPort or redirectPort in the settings, --port for the demo.";

function whyNot(cause: NodeJS.ErrnoException, port: number, host: string): string {
  switch (cause.code) {
    case "EADDRINUSE":
      return `Port ${port} on ${host} is in use by another program. Stop that one: \`ss -ltnp\` names it.`;
    case "EACCES":
      return `Port ${port} on ${host} needs more rights: ports below 1024 are root's unless the system says otherwise.`;
    default:
      return `Port ${port} on ${host} cannot be opened (${cause.code ?? "unknown reason"}). Check listenHost.`;
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return address.port;
}

function close(server: http.Server | https.Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
