import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Project } from "../../../db/types.js";
import { confirmHostKey } from "../../../server/commands/confirmHostKey.js";
import { connectProject } from "../../../server/commands/connectProject.js";
import { type SshServer, startSshServer } from "../../../server/demo/sshServer.js";
import type { Installation } from "../../support/installation.js";

const SERVED_PATH = "/team/project.git";
const TIMEOUT_MS = 30_000;

/** A project that is connected to a real repository on a real sshd, ready to be analysed. */
export interface ConnectedProject {
  readonly project: Project;
  readonly ssh: SshServer;
  readonly publicKey: string;
  readonly servedPath: string;
  /** The repository's work tree on this machine. */
  readonly repository: string;
  git(...args: string[]): string;
  /** Writes files, commits them and returns the commit. */
  commit(files: Readonly<Record<string, string>>): string;
}

export interface ConnectOptions {
  readonly files: Readonly<Record<string, string>>;
  readonly retention?: "full" | "snippets" | "none";
  /** Empty, the default: whatever HEAD names. */
  readonly branch?: string;
}

/** Makes a repository with `files`, serves it, and connects it the way an owner would. */
export async function connectRepository(
  installation: Installation,
  options: ConnectOptions,
): Promise<ConnectedProject> {
  const { services, service, home } = installation;
  const repository = path.join(home, `repository-${services.newId()}`);
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", repository, ...args], { encoding: "utf8", env: GIT_ENVIRONMENT });
  mkdirSync(repository);
  git("init", "--quiet", "--initial-branch=main");
  const commit: ConnectedProject["commit"] = (files) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(repository, name)), { recursive: true });
      writeFileSync(path.join(repository, name), text);
    }
    git("add", "--all");
    git("commit", "--quiet", "--message=change");
    return git("rev-parse", "HEAD").trim();
  };
  if (Object.keys(options.files).length > 0) commit(options.files);
  const folder = path.join(home, `sshd-${services.newId()}`);
  const ssh = await startSshServer({ folder, repositories: { [SERVED_PATH]: repository }, port: 0 });
  const result = await connectProject(
    services,
    {
      organizationId: service.organizationId,
      remote: ssh.remoteOf(SERVED_PATH),
      name: "",
      branch: options.branch ?? "",
      retention: options.retention ?? "full",
    },
    AbortSignal.timeout(TIMEOUT_MS),
  );
  if (!result.ok) throw new Error(result.problem.message);
  const tenant = services.database.repositories.forOrganization(service.organizationId);
  const project = await tenant.projects.load(result.projectId);
  const confirmation = { project, fingerprints: [ssh.hostKey().fingerprint], userId: service.ownerId };
  await confirmHostKey(services, confirmation, AbortSignal.timeout(TIMEOUT_MS));
  const key = await tenant.deployKeys.activeOf(project.id);
  if (key === null) throw new Error("the project has no deploy key");
  await ssh.addKey(key.publicKey, SERVED_PATH);
  return { project, ssh, publicKey: key.publicKey, servedPath: SERVED_PATH, repository, git, commit };
}

/** Nothing of the machine's own git configuration reaches the fixture. */
const GIT_ENVIRONMENT = {
  PATH: process.env["PATH"] ?? "/usr/bin:/bin",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Spec",
  GIT_AUTHOR_EMAIL: "spec@example.com",
  GIT_COMMITTER_NAME: "Spec",
  GIT_COMMITTER_EMAIL: "spec@example.com",
};
