import { execFile } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { chmod, chown } from "node:fs/promises";
import { connect, Socket } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { IntakeError } from "../errors.js";
import type { HostAddress } from "./addresses.js";

export interface RelayOptions {
  /** The checked address: nothing resolves a name after this. */
  readonly address: HostAddress;
  readonly port: number;
  /** The host's name, for messages. */
  readonly host: string;
  /** An existing folder that nobody but this process can write. */
  readonly folder: string;
  /** Who may open the pipes; null: this process's own user. */
  readonly uid: number | null;
  /** Most bytes taken from the server; more ends the connection with `over-limit-size`. */
  readonly maxReceivedBytes: number;
  readonly signal: AbortSignal;
}

/** One TCP connection of this process, handed into the sandbox as two named pipes. */
export interface Relay {
  /** Named pipe with the bytes the server sends. */
  readonly fromServer: string;
  /** Named pipe for the bytes to the server. */
  readonly toServer: string;
  receivedBytes(): number;
  /** Why the relay itself ended the connection; null when it did not. */
  failure(): IntakeError | null;
  close(): Promise<void>;
}

/** How long a server may take to accept, ms: ssh's own usual patience for interactive use is longer. */
const CONNECT_TIMEOUT_MS = 10_000;

const run = promisify(execFile);

/**
 * Connects to the checked address and carries its bytes through two named pipes, the sandbox's only way
 * out: inside there is no network, so no second address can be reached whatever a name resolves to later.
 * Exactly one connection is made. Throws IntakeError `host-unreachable` or `cancelled`.
 */
export async function openRelay(options: RelayOptions): Promise<Relay> {
  const socket = await connected(options);
  const fromServer = path.join(options.folder, "from-server");
  const toServer = path.join(options.folder, "to-server");
  try {
    await makePipes([fromServer, toServer], options.uid);
    const pipes = openPipes(fromServer, toServer);
    return { fromServer, toServer, ...carry(socket, pipes, options) };
  } catch (cause) {
    socket.destroy();
    throw new IntakeError("sandbox-failed", "The connection to the Git host could not be set up.", { cause });
  }
}

async function connected(options: RelayOptions): Promise<Socket> {
  const { address, family } = options.address;
  const socket = connect({ host: address, port: options.port, family, noDelay: true });
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS)]);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve).once("error", reject);
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      if (signal.aborted) reject(signal.reason);
    });
    return socket;
  } catch (cause) {
    socket.destroy();
    socket.on("error", () => undefined); // it failed already; a second report changes nothing
    if (options.signal.aborted) throw new IntakeError("cancelled", "The work was cancelled.", { cause });
    throw new IntakeError(
      "host-unreachable",
      `${options.host} did not answer on port ${options.port}. Check host and port; if both are right, try again later.`,
      { cause },
    );
  }
}

/** node:fs cannot make named pipes; mkfifo(1) belongs to POSIX. */
async function makePipes(files: readonly string[], uid: number | null): Promise<void> {
  await run("mkfifo", ["-m", "0600", "--", ...files]);
  for (const file of files) {
    await chmod(file, 0o600); // whatever the umask made of it
    if (uid !== null) await chown(file, uid, uid);
  }
}

interface Pipes {
  readonly fromServer: Socket;
  readonly toServer: Socket;
  /** Closes the ends that stand in for the sandbox's own; without them both pipes would be at their end. */
  dropKeepers(): void;
}

/** None of these opens waits: each pipe has its other end open already, or asks for none. */
function openPipes(fromServer: string, toServer: string): Pipes {
  const { O_RDONLY, O_WRONLY, O_RDWR, O_NONBLOCK } = constants;
  const read = openSync(toServer, O_RDONLY | O_NONBLOCK);
  const keepers = [openSync(toServer, O_WRONLY | O_NONBLOCK), openSync(fromServer, O_RDWR | O_NONBLOCK)];
  const write = openSync(fromServer, O_WRONLY | O_NONBLOCK);
  return {
    toServer: new Socket({ fd: read, readable: true, writable: false }),
    fromServer: new Socket({ fd: write, readable: false, writable: true }),
    dropKeepers: () => {
      for (const keeper of keepers.splice(0)) closeSync(keeper);
    },
  };
}

/** Copies in both directions until either side ends; counts what the server sends. */
function carry(server: Socket, pipes: Pipes, options: RelayOptions) {
  let receivedBytes = 0;
  let failure: IntakeError | null = null;
  const all = [server, pipes.fromServer, pipes.toServer];
  const end = () => {
    pipes.dropKeepers();
    for (const socket of all) socket.destroy();
  };
  for (const pipe of [pipes.fromServer, pipes.toServer]) pipe.on("error", end);
  server.on("error", () => undefined); // it closes next, which is all that ssh has to see of it
  const closed = Promise.all(
    all.map(
      (socket) =>
        new Promise<void>((resolve) => {
          if (socket.closed) resolve();
          else socket.once("close", () => resolve());
        }),
    ),
  );
  server.on("data", (chunk: Buffer) => {
    receivedBytes += chunk.length;
    if (receivedBytes <= options.maxReceivedBytes) return;
    failure ??= tooMuch(options);
    end();
  });
  server.pipe(pipes.fromServer);
  server.on("close", () => {
    pipes.fromServer.end();
    pipes.toServer.resume(); // what still comes is thrown away, but its first byte must be seen, see below
  });
  pipes.toServer.on("data", (chunk: Buffer) => {
    // The sandbox opens its end of `fromServer` before it sends anything, see the connector in sshOptions.
    pipes.dropKeepers();
    if (server.destroyed || server.write(chunk)) return;
    pipes.toServer.pause();
    server.once("drain", () => pipes.toServer.resume());
  });
  pipes.toServer.on("end", () => server.end());
  options.signal.addEventListener("abort", end, { once: true });
  return {
    receivedBytes: () => receivedBytes,
    failure: () => failure,
    close: async () => {
      options.signal.removeEventListener("abort", end);
      end();
      await closed;
    },
  };
}

function tooMuch(options: RelayOptions): IntakeError {
  const mebibytes = Math.floor(options.maxReceivedBytes / 1024 ** 2);
  return new IntakeError(
    "over-limit-size",
    `The server sent more than ${mebibytes} MiB. The repository is larger than this installation allows; ask its operator to raise the limit.`,
  );
}
