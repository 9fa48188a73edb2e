import { existsSync, renameSync } from "node:fs";
import path from "node:path";
import type { Database } from "../../db/types.js";
import { syncFolder } from "../../keys/durableFile.js";
import { KeysError } from "../../keys/errors.js";
import type { KeyStore } from "../../keys/keyStore.js";
import { readRootKey } from "../../keys/rootKey.js";
import type { JobQueue } from "./queue.js";
import { JobAborted, type JobHandler } from "./worker.js";

/** Where a new root key waits for its turn: beside the one in use, so that a rename puts it in place. */
export function nextRootKeyFile(rootKeyFile: string): string {
  return `${rootKeyFile}.next`;
}

/**
 * Puts the waiting root key in place of the current one: every epoch key is wrapped under both, the file is
 * renamed, the old wrappings go. Nothing else is sealed anew. Cut short anywhere, the store opens with the file
 * that is installed, and doing it again finishes. False when no root key waits.
 */
export function installNextRootKey(keyStore: KeyStore, rootKeyFile: string): boolean {
  const next = nextRootKeyFile(rootKeyFile);
  if (!existsSync(next)) return false;
  const newRoot = readRootKey(next);
  try {
    keyStore.rotateRoot(newRoot, () => {
      renameSync(next, rootKeyFile);
      syncFolder(path.dirname(rootKeyFile));
    });
  } finally {
    newRoot.destroy();
  }
  return true;
}

export interface RotateRootDeps {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly keyStore: KeyStore;
  readonly rootKeyFile: string;
}

/** The job by which `sealgrade keys rotate-root` asks the running service, the key store's only writer. */
export function createRotateRoot(deps: RotateRootDeps): JobHandler {
  return {
    async run(_job, context) {
      try {
        const installed = installNextRootKey(deps.keyStore, deps.rootKeyFile);
        context.logger.info({ installed }, "root key rotated");
      } catch (error) {
        context.logger.error(
          { err: error },
          "the root key could not be rotated; the one before stays in use",
        );
        return { end: "bury", errorCode: error instanceof KeysError ? error.code : "root-key-not-replaced" };
      }
      await deps.database.transaction(async (tx) => {
        if (!(await deps.queue.complete(context.claim, tx))) throw new JobAborted("lease-lost");
      });
      return { end: "completed" };
    },
    async abandon(_job, claim, failure) {
      await deps.queue.bury(claim, failure.errorCode);
    },
  };
}
