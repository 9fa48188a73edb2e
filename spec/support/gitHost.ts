import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type SshServer, startSshServer } from "../../server/demo/sshServer.js";
import { repository, type TestRepository } from "../server/intake/support/testRepository.js";

/** A real OpenSSH server on loopback with one private repository. */
export interface GitHost {
  readonly ssh: SshServer;
  readonly repository: TestRepository;
  /** Its SSH address. */
  readonly remote: string;
  /** Lets a deploy key in. */
  install(publicKey: string): Promise<void>;
  /** Stops it and removes its folder. */
  remove(): Promise<void>;
}

const SERVED = "/team/private.git";

/** Starts one whose `main` holds `files`. */
export async function startGitHost(files: Readonly<Record<string, string>>): Promise<GitHost> {
  const folder = mkdtempSync(path.join(tmpdir(), "sealgrade-host-"));
  chmodSync(folder, 0o711);
  const served = repository(path.join(folder, "private.git"));
  served.files(files);
  const ssh = await startSshServer({
    folder: path.join(folder, "sshd"),
    repositories: { [SERVED]: served.folder },
    port: 0,
  });
  return {
    ssh,
    repository: served,
    remote: ssh.remoteOf(SERVED),
    install: (publicKey) => ssh.addKey(publicKey, SERVED),
    remove: async () => {
      await ssh.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
