import type { Database } from "../../db/types.js";
import type { KeyStore } from "../../keys/keyStore.js";
import type { Vault } from "../../keys/vault.js";
import type { Clock } from "../clock.js";
import type { Logger } from "../logging.js";
import type { JobQueue } from "./queue.js";
import { createRotateDataKey, type RotationStep } from "./rotateDataKey.js";
import { createRotateRoot } from "./rotateRoot.js";
import { createWorker, type Worker } from "./worker.js";

export interface KeyKeeperDeps {
  readonly database: Database;
  readonly queue: JobQueue;
  /** Opened as the writer. */
  readonly keyStore: KeyStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly workerId: string;
  readonly config: { readonly rootKeyFile: string };
  /** How long a claim lasts without a heartbeat, in ms. */
  readonly leaseMs?: number;
  /** Called as a rotation of a data key gets there. */
  readonly onStep?: (step: RotationStep) => Promise<void> | void;
}

/**
 * Runs what changes the key store. It belongs to the process that holds the store's lock, whether or not that
 * process also runs analyses, and does one thing at a time.
 */
export function startKeyKeeper(deps: KeyKeeperDeps): Worker {
  const { workerId, config } = deps;
  const worker = createWorker({
    ...deps,
    workerId: `${workerId}:keys`,
    handlers: {
      rotateDataKey: createRotateDataKey(deps),
      rotateRoot: createRotateRoot({ ...deps, rootKeyFile: config.rootKeyFile }),
    },
    lanes: [{ kinds: ["rotateDataKey", "rotateRoot"] }],
  });
  worker.start();
  return worker;
}
