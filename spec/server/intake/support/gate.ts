import { connect, createServer, type Server, type Socket } from "node:net";

/** Text that does not compress, so that a fetch of it is long enough to be stopped in the middle. */
export function randomText(length: number): string {
  let state = 1;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return 32 + (state % 90);
  };
  return Buffer.from(Array.from({ length }, next)).toString("latin1");
}

/** More than a whole handshake takes from server to client, less than the pack of the repository. */
const STALL_AFTER_BYTES = 60_000;

/** A server that passes everything on to sshd, but stops in the middle of the pack until released. */
export async function openGate(port: number) {
  let release = () => {};
  let reached = () => {};
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  const stalled = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const sockets: Socket[] = [];
  const server: Server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    sockets.push(client, upstream);
    for (const socket of [client, upstream]) socket.on("error", () => undefined);
    client.pipe(upstream);
    let passed = 0;
    upstream.on("data", (chunk: Buffer) => {
      passed += chunk.length;
      client.write(chunk);
      if (passed < STALL_AFTER_BYTES) return;
      upstream.pause();
      reached();
      void opened.then(() => upstream.resume());
    });
    upstream.on("end", () => client.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the gate has no port");
  const close = async () => {
    release();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: address.port, stalled, release: () => release(), close };
}
