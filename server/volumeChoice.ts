import path from "node:path";
import type { Config } from "./config.js";
import { StartRefused } from "./errors.js";
import type { Capabilities } from "./intake/capabilities.js";
import { createGocryptfsDriver } from "./intake/volume/gocryptfs.js";
import { createMemoryDriver } from "./intake/volume/memory.js";
import type { VolumeDriver } from "./intake/volume/volume.js";
import type { Logger } from "./logging.js";

export interface ChosenVolume {
  readonly driver: VolumeDriver;
  /** Public text when this is less than was wanted; null otherwise. */
  readonly concession: string | null;
}

/**
 * The volume driver the configuration asks for and the machine can give: gocryptfs where it works, else
 * memory.
 * @throws StartRefused when the one that was asked for does not work here
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
  const concession =
    config.volume === "memory"
      ? null
      : "gocryptfs or FUSE is missing, so clones live in memory while they are analysed and large repositories may not fit.";
  return { driver: createMemoryDriver({ capabilities, folder }), concession };
}
