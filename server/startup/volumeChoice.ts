import path from "node:path";
import type { Config } from "../configuration/config.js";
import { StartRefused } from "../errors.js";
import type { Capabilities } from "../intake/sandbox/capabilities.js";
import { createGocryptfsDriver } from "../intake/volume/gocryptfs.js";
import { createMemoryDriver } from "../intake/volume/memory.js";
import type { VolumeDriver } from "../intake/volume/volume.js";
import type { Logger } from "../logging.js";

export interface ChosenVolume {
  readonly driver: VolumeDriver;
  /** Public text when this is less than was wanted; null otherwise. */
  readonly concession: string | null;
}

/**
 * The volume driver the configuration asks for and the machine can give: gocryptfs where it works, else
 * memory.
 * @throws StartRefused when the one that was asked for does not work here, or none does
 */
export async function chooseVolume(options: {
  config: Config;
  capabilities: Capabilities;
  logger: Logger;
}): Promise<ChosenVolume> {
  const { config, capabilities } = options;
  const folder = path.join(config.workFolder, "volumes");
  const wantsMemory =
    config.volume === "memory" || (config.volume === "auto" && !capabilities.encryptedVolumes);
  if (!wantsMemory && !capabilities.encryptedVolumes) {
    throw new StartRefused(
      "The setting volume asks for gocryptfs, which does not work here. Run `sealgrade doctor` to see why.",
    );
  }
  if (!wantsMemory) return { driver: createGocryptfsDriver({ capabilities, folder }), concession: null };
  refuseWithoutMemory(capabilities);
  const why = capabilities.root ? "gocryptfs or FUSE is missing" : "Sealgrade was not started as root";
  const concession =
    config.volume === "memory"
      ? null
      : `${why}, so clones live in memory while they are analysed and large repositories may not fit.`;
  return { driver: createMemoryDriver({ capabilities, folder }), concession };
}

/** An ordinary user's memory volume needs a user namespace, and memory that is never written to a disk. */
function refuseWithoutMemory(capabilities: Capabilities): void {
  if (capabilities.root) return;
  if (capabilities.swap) {
    throw new StartRefused(
      "Swap is on, and source that is analysed in memory could be written to it in clear. Start Sealgrade as root, where clones lie in an encrypted volume, or turn swap off (as root: swapoff -a).",
    );
  }
  if (!capabilities.namespaces) {
    throw new StartRefused(
      "There is no place for a clone: an ordinary user's lies in memory inside a user namespace, and this machine does not give one (bubblewrap is missing or user namespaces are switched off). Run `sealgrade doctor` to see which, or start Sealgrade as root.",
    );
  }
}
