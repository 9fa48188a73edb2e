import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { IntakeError } from "../errors.js";
import { dropArguments } from "../sandbox/bwrap.js";
import type { Capabilities } from "../sandbox/capabilities.js";
import { runTool, unmount } from "./mounts.js";
import { watchSize } from "./sizeWatch.js";
import type { Volume, VolumeDriver, VolumeRequest } from "./volume.js";
import { makePlaces, removePlaces, sweepFolder, type VolumePlaces } from "./volumeFolder.js";

/** What the driver is built from. */
export interface GocryptfsOptions {
  readonly capabilities: Capabilities;
  /** Ciphertext and mount points go below; on a disk with room, not a tmpfs. Every parent must be passable. */
  readonly folder: string;
  /** Source of passwords; the system's unless a spec must know what to look for. */
  readonly random?: (bytes: number) => Buffer;
}

/** Random bytes of a volume's password: as strong as the AES-256 key that gocryptfs wraps with it. */
const PASSWORD_BYTES = 32;
/** log2 of scrypt's cost, gocryptfs' least: stretching adds nothing to a password that is a random key. */
const SCRYPT_LOG_COST = "10";
/** Longest gocryptfs may take to make or to serve a volume, ms. */
const START_TIMEOUT_MS = 15_000;
/** Descriptor of the opened /dev/fuse in mount(8) and in gocryptfs. */
const FUSE_FD = 3;

/**
 * Volumes encrypted by gocryptfs: ciphertext on the disk, the random password only in this process's memory
 * and, on its way, in a pipe. Needs root: the service opens /dev/fuse, mounts it for the analysis' uid alone
 * and hands the descriptor to a gocryptfs that runs as that uid, so that neither the device's permissions
 * nor anybody else's access to the mount has to be widened (docs/decisions/volume-gocryptfs.md).
 */
export function createGocryptfsDriver(options: GocryptfsOptions): VolumeDriver {
  return {
    kind: "gocryptfs",
    create: (request) => createVolume(options, request),
    sweep: () => sweepFolder(options.folder),
  };
}

async function createVolume(options: GocryptfsOptions, request: VolumeRequest): Promise<Volume> {
  const { uid } = request;
  if (uid === null || !options.capabilities.encryptedVolumes) {
    throw failure(new Error("gocryptfs volumes need root, gocryptfs and /dev/fuse"));
  }
  const places = makePlaces(options.folder, request.id, uid);
  let server: Server | null = null;
  try {
    server = await mountFresh(options, places, uid);
    return volumeOf(places, server, request.sizeBytes);
  } catch (cause) {
    await server?.stop();
    await removePlaces(places);
    throw failure(cause);
  }
}

function failure(cause: unknown): IntakeError {
  return new IntakeError(
    "volume-failed",
    "No encrypted volume could be made. Run `sealgrade doctor` to see why.",
    { cause },
  );
}

async function mountFresh(options: GocryptfsOptions, places: VolumePlaces, uid: number): Promise<Server> {
  const { capabilities, random = randomBytes } = options;
  const key = random(PASSWORD_BYTES);
  const password = Buffer.from(`${key.toString("hex")}\n`);
  key.fill(0);
  try {
    const init = startGocryptfs(capabilities, uid, [
      "-init",
      "-q",
      "-scryptn",
      SCRYPT_LOG_COST,
      "--",
      places.cipher,
    ]);
    await init.finish(password);
    return await serve(capabilities, places, uid, password);
  } finally {
    password.fill(0);
  }
}

async function serve(
  capabilities: Capabilities,
  places: VolumePlaces,
  uid: number,
  password: Buffer,
): Promise<Server> {
  const device = openSync("/dev/fuse", "r+");
  try {
    await runTool(
      "mount",
      ["-i", "-t", "fuse.gocryptfs", "-o", mountOptions(uid), "sealgrade", places.plain],
      device,
    );
    const words = ["-q", "-fg", "-nosyslog", "--", places.cipher, `/dev/fd/${FUSE_FD}`];
    const server = startGocryptfs(capabilities, uid, words, device);
    try {
      await server.answering(capabilities, uid, places.plain, password);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  } finally {
    closeSync(device); // from here on gocryptfs alone holds the device: when it dies, the mount is dead
  }
}

/** Without `allow_other` the kernel lets only processes of `user_id` in, and not even root. */
function mountOptions(uid: number): string {
  const owner = `fd=${FUSE_FD},rootmode=40000,user_id=${uid},group_id=${uid}`;
  return `${owner},default_permissions,nosuid,nodev,noexec,max_read=131072`;
}

interface Server {
  /** Gives the password and waits for a successful end. */
  finish(password: Buffer): Promise<void>;
  /** Gives the password and waits until the mount answers its uid. */
  answering(capabilities: Capabilities, uid: number, folder: string, password: Buffer): Promise<void>;
  /** Kills it; resolves when it is gone. */
  stop(): Promise<void>;
  readonly ended: Promise<void>;
}

function startGocryptfs(
  capabilities: Capabilities,
  uid: number,
  args: readonly string[],
  device?: number,
): Server {
  const child = spawn(
    need(capabilities, "setpriv"),
    [
      ...dropArguments(uid),
      "--",
      need(capabilities, "prlimit"),
      "--core=0",
      "--",
      need(capabilities, "gocryptfs"),
      ...args,
    ],
    {
      stdio: ["pipe", "ignore", "pipe", ...(device === undefined ? [] : [device])],
      env: { PATH: "/usr/bin:/bin", HOME: "/nonexistent" },
      cwd: "/",
    },
  );
  const words = collectWords(child);
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("exit", resolve);
  });
  const give = (password: Buffer) => {
    child.stdin?.on("error", () => undefined); // it died early: its exit says why
    child.stdin?.end(Buffer.from(password)); // a copy: the caller wipes its own while this is on its way
  };
  return {
    async finish(password) {
      give(password);
      const deadline = setTimeout(() => child.kill("SIGKILL"), START_TIMEOUT_MS);
      const code = await ended;
      clearTimeout(deadline);
      if (code !== 0) throw new Error(`gocryptfs ended with ${code}: ${words()}`);
    },
    async answering(found, owner, folder, password) {
      give(password);
      // The service must not look itself: it has no right to, and a mount that hangs would hang the service.
      const look = [...dropArguments(owner), "--", need(found, "test"), "-w", folder];
      await runTool(need(found, "setpriv"), look).catch((cause) => {
        throw new Error(`the volume does not answer: ${words()}`, { cause });
      });
    },
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
    ended: ended.then(() => undefined),
  };
}

function need(capabilities: Capabilities, program: string): string {
  const file = capabilities.find(program);
  if (file === null) throw new Error(`${program} is missing`);
  return file;
}

/** What gocryptfs says of an error is short; characters kept of it. */
const MAX_WORDS = 1_024;

function collectWords(child: ChildProcess): () => string {
  let words = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    words = (words + chunk.toString("utf8")).slice(0, MAX_WORDS);
  });
  return () => words.trim();
}

function volumeOf(places: VolumePlaces, server: Server, sizeBytes: number): Volume {
  const watch = watchSize(places.cipher, sizeBytes);
  let destroyed: Promise<void> | null = null;
  void server.ended.then(() => watch.fail("The encrypted volume stopped working; the analysis was ended."));
  return {
    path: places.plain,
    holderPid: null,
    failed: watch.failed,
    destroy() {
      destroyed ??= tearDown(places, server, watch.stop);
      return destroyed;
    },
  };
}

async function tearDown(places: VolumePlaces, server: Server, stopWatching: () => void): Promise<void> {
  stopWatching();
  try {
    await unmount(places.plain);
    await server.stop(); // the only holder of the key in clear
    await removePlaces(places);
  } catch (cause) {
    throw new IntakeError(
      "volume-failed",
      "An encrypted volume could not be removed; it is tried again at the next start.",
      {
        cause,
      },
    );
  }
}
