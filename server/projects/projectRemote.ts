import type { Project } from "../../db/types.js";
import { formatRemote, parseRemote, type Remote } from "../intake/remote/remote.js";

/**
 * A project's remote, parsed anew from its row: rows are trusted no more than what a person types.
 * @throws Error when the row holds no valid remote, which means the database was changed by hand
 */
export function remoteOf(
  project: Pick<Project, "remoteUser" | "remoteHost" | "remotePort" | "remotePath">,
): Remote {
  const { remoteUser, remoteHost, remotePort, remotePath } = project;
  const text = remotePath.startsWith("/")
    ? `ssh://${remoteUser}@${remoteHost}:${remotePort}${remotePath}`
    : `${remoteUser}@${remoteHost}:${remotePath}`;
  const parsed = parseRemote(text);
  if (!parsed.ok) throw new Error("the project's stored remote is not valid");
  return parsed.remote;
}

/** The project's address as people write it. */
export function remoteText(project: Parameters<typeof remoteOf>[0]): string {
  return formatRemote(remoteOf(project));
}
