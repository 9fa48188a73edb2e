import { rmSync } from "node:fs";
import net from "node:net";
import tls from "node:tls";
import { expect } from "chai";
import Koa from "koa";
import { systemClock } from "../../../server/clock.js";
import { loadConfig } from "../../../server/configuration/config.js";
import { type Listener, listen } from "../../../server/http/listen.js";
import type { RequestState } from "../../../server/http/requestState.js";
import { createSelfSigned, type TlsIdentity } from "../../../server/http/tls.js";
import { temporaryHome } from "../../support/installation.js";

/** Everything as in the product but patience, so that nobody waits: hours where a limit is not the one looked at. */
const PATIENT = {
  handshakeMs: 3_600_000,
  headersMs: 3_600_000,
  requestMs: 3_600_000,
  silenceMs: 3_600_000,
  lookMs: 50,
  connections: 100,
};

describe("listen to clients that mean harm", function () {
  this.timeout(30_000);
  let home = "";
  let identity: TlsIdentity;
  let listener: Listener | null = null;
  /** The server has done with a response, sent or not. */
  let given = Promise.withResolvers<void>();

  before(async () => {
    home = temporaryHome();
    identity = await createSelfSigned("localhost", systemClock);
  });
  beforeEach(() => {
    given = Promise.withResolvers<void>();
  });
  afterEach(async () => {
    await listener?.close();
    listener = null;
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  async function start(limits: Partial<typeof PATIENT>): Promise<number> {
    const app = new Koa<RequestState>();
    app.silent = true; // a request that never ends is reported to the application too
    app.use((ctx) => {
      ctx.res.once("close", given.resolve);
      ctx.body = "x".repeat(50_000_000);
    });
    const config = loadConfig({ home, environment: {}, overrides: { listenPort: 0 } });
    listener = await listen(app, config, identity, { ...PATIENT, ...limits });
    return listener.port;
  }

  const closed = (socket: net.Socket) =>
    new Promise<void>((resolve) => {
      socket.on("error", () => undefined); // a reset is an end as well
      socket.once("close", () => resolve());
    });
  const connectTls = (port: number) => tls.connect({ port, host: "127.0.0.1", rejectUnauthorized: false });

  it("hangs up on one that never begins the handshake", async () => {
    const socket = net.connect(await start({ handshakeMs: 100 }), "127.0.0.1");
    socket.resume();
    await closed(socket);
  });

  it("hangs up on one that sends its headers drop by drop", async () => {
    const socket = connectTls(await start({ headersMs: 100 }));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.write("GET / HTTP/1.1\r\nHost: x\r\nX-");
    await closed(socket);
    expect(answer).to.match(/^HTTP\/1\.1 408 /);
  });

  it("hangs up on one that announces a body and never sends it", async () => {
    const socket = connectTls(await start({ headersMs: 100, requestMs: 100 }));
    socket.resume();
    socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n");
    await closed(socket);
  });

  it("hangs up on one that asks for much and reads nothing", async () => {
    const socket = connectTls(await start({ silenceMs: 200 }));
    socket.pause();
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await given.promise;
    socket.destroy();
  });

  it("takes no more connections at once than it may", async () => {
    const port = await start({ connections: 2 });
    const sockets = [connectTls(port), connectTls(port)];
    for (const socket of sockets)
      await new Promise<void>((resolve) => socket.once("secureConnect", () => resolve()));
    const third = connectTls(port);
    third.resume();
    await closed(third);
    for (const socket of sockets) socket.destroy();
  });
});
