import { lstat, readdir } from "node:fs/promises";
import path from "node:path";
import { IntakeError } from "../errors.js";

/** How often the size is looked at, ms: a disk writing 500 MB/s overshoots by about 125 MB at most. */
const LOOK_EVERY_MS = 250;
/** Blocks of stat(2) are 512 bytes whatever the file system. */
const BLOCK_BYTES = 512;

/** Watches a folder's size on the disk. */
export interface SizeWatch {
  /** Aborts with an IntakeError as its reason. */
  readonly failed: AbortSignal;
  /** Aborts `failed` for another reason, unless stopped before. */
  fail(publicMessage: string): void;
  stop(): void;
}

/**
 * Keeps a volume on a shared disk within its size. A FUSE file system has no quota; the relay counts what
 * comes in and RLIMIT_FSIZE bounds each file, and this ends whatever still writes many small ones.
 */
export function watchSize(folder: string, sizeBytes: number): SizeWatch {
  const controller = new AbortController();
  const look = async () => {
    if (controller.signal.aborted) return;
    if ((await sizeOf(folder)) > sizeBytes) {
      controller.abort(
        new IntakeError(
          "over-limit-size",
          "The repository is larger than this installation accepts. Ask its operator to raise the limit.",
        ),
      );
      return;
    }
    if (!controller.signal.aborted) timer = setTimeout(look, LOOK_EVERY_MS).unref();
  };
  let timer = setTimeout(look, LOOK_EVERY_MS).unref();
  const stopped = () => clearTimeout(timer);
  let over = false;
  return {
    failed: controller.signal,
    fail(publicMessage) {
      if (over) return;
      stopped();
      controller.abort(new IntakeError("volume-failed", publicMessage));
    },
    stop() {
      over = true;
      stopped();
    },
  };
}

/** Bytes that a folder's files take on the disk; what vanishes meanwhile counts as nothing. */
async function sizeOf(folder: string): Promise<number> {
  let total = 0;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) total += await sizeOf(file);
    else
      total += await lstat(file).then(
        (stat) => stat.blocks * BLOCK_BYTES,
        () => 0,
      );
  }
  return total;
}
