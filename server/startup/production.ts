import { KeysError } from "../../keys/errors.js";
import { readRootKey } from "../../keys/rootKey.js";
import type { Config } from "../configuration/config.js";
import { StartRefused } from "../errors.js";
import type { Capabilities } from "../intake/sandbox/capabilities.js";

/**
 * What production needs and this configuration or machine lacks, one public line each; empty when it may
 * start (P14). Looks only, and changes nothing.
 */
export function missingForProduction(config: Config, capabilities: Capabilities): readonly string[] {
  const missing = [
    rootKeyProblem(config.rootKeyFile),
    databaseProblem(config),
    sandboxProblem(capabilities),
    volumeProblem(config, capabilities),
    config.tlsCertFile === undefined && !config.behindProxy
      ? "tlsCertFile and tlsKeyFile, or behindProxy: production shows nobody a self-signed certificate"
      : null,
  ];
  return missing.filter((line) => line !== null);
}

/** @throws StartRefused naming everything that is missing, before anything is created */
export function refuseUnfit(config: Config, capabilities: Capabilities): void {
  const missing = missingForProduction(config, capabilities);
  if (missing.length === 0) return;
  throw new StartRefused(
    `Production cannot start without:\n${missing.map((line) => `  ${line}`).join("\n")}\nRun \`sealgrade doctor\` for details.`,
  );
}

function rootKeyProblem(file: string): string | null {
  try {
    readRootKey(file).destroy();
    return null;
  } catch (error) {
    if (!(error instanceof KeysError)) throw error;
    return error.code === "root-key-missing"
      ? `rootKeyFile: there is no root key in ${file}. Make one with \`sealgrade keys create-root\`, or restore it from its backup`
      : `rootKeyFile: ${error.message}`;
  }
}

function databaseProblem(config: Config): string | null {
  if (config.databaseUrl === undefined) return "databaseUrl: production needs MySQL or MariaDB";
  return config.databaseCaFile === undefined
    ? "databaseCaFile: production speaks to the database over verified TLS only"
    : null;
}

function sandboxProblem(capabilities: Capabilities): string | null {
  return capabilities.namespaces && capabilities.seccomp !== null
    ? null
    : "the sandbox (bubblewrap, user namespaces, seccomp)";
}

/** Memory is as good as encryption where the operator chose it; it is never slipped in for it. */
function volumeProblem(config: Config, capabilities: Capabilities): string | null {
  return config.volume === "memory" || capabilities.encryptedVolumes
    ? null
    : "an encrypted volume (gocryptfs and FUSE); or set volume to memory to keep clones in memory alone";
}
