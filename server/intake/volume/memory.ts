import { type ChildProcess, spawn } from "node:child_process";
import { IntakeError } from "../errors.js";
import { dropArguments } from "../sandbox/bwrap.js";
import type { Capabilities } from "../sandbox/capabilities.js";
import { runTool } from "./mounts.js";
import type { Volume, VolumeDriver, VolumeRequest } from "./volume.js";
import { makePlaces, removePlaces, sweepFolder, type VolumePlaces } from "./volumeFolder.js";

/** What the driver is built from. */
export interface MemoryOptions {
  readonly capabilities: Capabilities;
  /** Mount points go below; every parent must be passable. */
  readonly folder: string;
}

/** Inodes of one volume: a bare clone is a few dozen files, and each inode takes kernel memory. */
const MAX_INODES = 20_000;
/** Longest a holder may take to mount, ms. */
const HOLDER_TIMEOUT_MS = 10_000;

/**
 * Volumes in memory: a tmpfs of the given size for the analysis' uid. As root it is mounted as `noswap` where
 * the kernel can (6.4 and later) and refused while swap is on otherwise. An ordinary user gets one inside a
 * user namespace, which vanishes with the process that holds it. Never the shared /dev/shm.
 */
export function createMemoryDriver(options: MemoryOptions): VolumeDriver {
  return {
    kind: "memory",
    create: (request) => createVolume(options, request),
    sweep: () => sweepFolder(options.folder),
  };
}

async function createVolume(options: MemoryOptions, request: VolumeRequest): Promise<Volume> {
  const { capabilities, folder } = options;
  const places = makePlaces(folder, request.id, request.uid);
  let holder: Holder | null = null;
  try {
    if (request.uid !== null) await mountAsRoot(capabilities, places, request.uid, request.sizeBytes);
    else holder = await holdMount(capabilities, places, request.sizeBytes);
    return volumeOf(places, holder);
  } catch (cause) {
    await holder?.stop();
    await removePlaces(places);
    const message = "No volume in memory could be made. Run `sealgrade doctor` to see why.";
    throw new IntakeError("volume-failed", message, { cause });
  }
}

async function mountAsRoot(
  capabilities: Capabilities,
  places: VolumePlaces,
  uid: number,
  sizeBytes: number,
): Promise<void> {
  const options = `${tmpfsOptions(sizeBytes)},uid=${uid},gid=${uid}`;
  const mount = (more: string) =>
    runTool("mount", ["-i", "-t", "tmpfs", "-o", options + more, "sealgrade", places.plain]);
  try {
    await mount(",noswap");
  } catch (cause) {
    refuseSwap(capabilities, cause);
    await mount("");
  }
}

function tmpfsOptions(sizeBytes: number): string {
  return `size=${sizeBytes},nr_inodes=${MAX_INODES},mode=0700,nosuid,nodev,noexec`;
}

/** Source that reached a swap device would outlive its volume there. */
function refuseSwap(capabilities: Capabilities, cause?: unknown): void {
  if (capabilities.swap)
    throw new Error("swap is on and this kernel cannot keep a tmpfs out of it", { cause });
}

interface Holder {
  readonly pid: number;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Mounts, says so, and stays until its input ends, which the kernel sees to when the service dies. */
const HOLDER_SCRIPT = 'mount -i -t tmpfs -o "$1" sealgrade "$2" && echo mounted && exec cat';

async function holdMount(
  capabilities: Capabilities,
  places: VolumePlaces,
  sizeBytes: number,
): Promise<Holder> {
  refuseSwap(capabilities);
  const setpriv = capabilities.find("setpriv");
  const unshare = capabilities.find("unshare");
  if (setpriv === null || unshare === null) throw new Error("setpriv or unshare is missing");
  const words = [
    ...dropArguments(null),
    "--",
    unshare,
    "--user",
    "--map-root-user",
    "--mount",
    "--propagation=private",
  ];
  const script = ["/bin/sh", "-c", HOLDER_SCRIPT, "sh", tmpfsOptions(sizeBytes), places.plain];
  const child = spawn(setpriv, [...words, "--", ...script], {
    stdio: ["pipe", "pipe", "ignore"],
    env: { PATH: "/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C" },
    cwd: "/",
  });
  const ended = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
  await saysMounted(child, ended);
  if (child.pid === undefined) throw new Error("the holder of a volume did not start");
  return {
    pid: child.pid,
    ended,
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function saysMounted(child: ChildProcess, ended: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => child.kill("SIGKILL"), HOLDER_TIMEOUT_MS);
    child.stdout?.once("data", () => {
      clearTimeout(deadline);
      resolve();
    });
    void ended.then(() => {
      clearTimeout(deadline);
      reject(new Error("the holder of a volume ended before it had mounted it"));
    });
  });
}

function volumeOf(places: VolumePlaces, holder: Holder | null): Volume {
  const failed = new AbortController();
  let destroyed: Promise<void> | null = null;
  void holder?.ended.then(() => {
    if (destroyed === null)
      failed.abort(
        new IntakeError("volume-failed", "The volume in memory was lost; the analysis was ended."),
      );
  });
  return {
    path: places.plain,
    holderPid: holder?.pid ?? null,
    failed: failed.signal,
    destroy() {
      destroyed ??= tearDown(places, holder);
      return destroyed;
    },
  };
}

async function tearDown(places: VolumePlaces, holder: Holder | null): Promise<void> {
  try {
    await holder?.stop();
    await removePlaces(places);
  } catch (cause) {
    const message = "A volume in memory could not be removed; it is tried again at the next start.";
    throw new IntakeError("volume-failed", message, { cause });
  }
}
