import os from "node:os";
import path from "node:path";

/** Variables of the process, or of a spec. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** systemd's LoadCredential=sealgrade-root-key:… puts the key in a folder only this service can read. */
export function credentialFile(environment: Environment): string | undefined {
  const credentials = environment["CREDENTIALS_DIRECTORY"];
  return credentials === undefined ? undefined : path.join(credentials, "sealgrade-root-key");
}

/** Folders of one installation, absolute. */
export interface DefaultPlaces {
  readonly config: string;
  readonly data: string;
  readonly keys: string;
  readonly work: string;
}

/** Where the service keeps things unless told otherwise: below `home`, the system's folders for root, XDG's for others. */
export function defaultPlaces(home: string | undefined, environment: Environment): DefaultPlaces {
  if (home !== undefined) {
    const at = (name: string) => path.resolve(home, name);
    return { config: at("config"), data: at("data"), keys: at("keys"), work: at("work") };
  }
  if (process.getuid?.() === 0) {
    return {
      config: "/etc/sealgrade",
      data: "/var/lib/sealgrade",
      keys: "/var/lib/sealgrade-keys",
      work: "/var/lib/sealgrade-work",
    };
  }
  const user = os.homedir();
  const below = (variable: string, fallback: string, name: string) =>
    path.join(environment[variable] ?? path.join(user, fallback), name);
  return {
    config: below("XDG_CONFIG_HOME", ".config", "sealgrade"),
    data: below("XDG_DATA_HOME", ".local/share", "sealgrade"),
    keys: below("XDG_DATA_HOME", ".local/share", "sealgrade-keys"),
    work: below("XDG_STATE_HOME", ".local/state", "sealgrade-work"),
  };
}
