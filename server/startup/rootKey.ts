import { existsSync } from "node:fs";
import type { Database } from "../../db/types.js";
import { keyStoreExists } from "../../keys/keyStore.js";
import { createRootKey } from "../../keys/rootKey.js";
import type { Config } from "../configuration/config.js";
import { StartRefused } from "../errors.js";

/**
 * Makes the root key at the very first embedded start. Beside a database that is not empty a missing root
 * key or key store is an error: a new one would open nothing of what is there.
 * @throws StartRefused saying what to restore or create
 */
export async function ensureRootKey(options: {
  config: Config;
  database: Database;
  mayCreate: boolean;
}): Promise<void> {
  const { rootKeyFile, keyStoreFolder } = options.config;
  const holdsData = (await options.database.repositories.organizations.findFirst()) !== null;
  if (holdsData && !keyStoreExists(keyStoreFolder)) {
    throw new StartRefused(
      `The key store ${keyStoreFolder} is missing, but the database holds data sealed under its keys. Restore the newest copy of it; a new one would open nothing.`,
    );
  }
  if (existsSync(rootKeyFile)) return;
  if (holdsData) {
    throw new StartRefused(
      `The root key ${rootKeyFile} is missing, but the database holds data sealed under it. Restore the key from its backup; a new one would open nothing.`,
    );
  }
  if (!options.mayCreate) {
    throw new StartRefused(
      `There is no root key at ${rootKeyFile}. Make one with \`sealgrade keys create-root\` and keep a copy of it apart from all other backups.`,
    );
  }
  createRootKey(rootKeyFile);
}
