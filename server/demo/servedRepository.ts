import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../cli/command.js";

/**
 * The absolute path of a repository the demo can serve: a checkout or a bare one, with a commit on a branch.
 * @throws UsageError saying what is missing and what to do
 */
export function servedRepository(folder: string): string {
  const repository = path.resolve(folder);
  if (!existsSync(path.join(repository, ".git")) && !existsSync(path.join(repository, "HEAD"))) {
    throw new UsageError(
      `${repository} is no git repository (an unpacked archive has no history), and the demo serves one as a private remote. Name one with --repository FOLDER: npm run demo -- --repository FOLDER`,
    );
  }
  const branch = git(repository, "symbolic-ref", "--quiet", "--short", "HEAD");
  if (branch === null) {
    throw new UsageError(
      `In ${repository} a tag or a single commit is checked out, and Git hosts serve branches. Make one: git switch -c demo`,
    );
  }
  if (git(repository, "rev-parse", "--quiet", "--verify", "HEAD^{commit}") === null)
    throw new UsageError(`The branch ${branch} of ${repository} has no commit yet. Commit something first.`);
  return repository;
}

/** What git answers about the repository, whoever owns it; null when it refuses. */
function git(repository: string, ...args: readonly string[]): string | null {
  const result = spawnSync("git", ["-c", "safe.directory=*", "-C", repository, ...args], {
    encoding: "utf8",
  });
  return result.status === 0 ? result.stdout.trim() : null;
}
