/** Where a deploy key is pasted, per Git host. */
export interface DeployKeyPlace {
  readonly id: "github" | "bitbucket" | "gitlab" | "other";
  readonly name: string;
  /** Settings page of this very repository; `null` where it cannot be derived. */
  readonly url: string | null;
}

/** Host and path of a remote as the intake parsed them: `github.com`, `acme/api.git`. */
export interface RemoteLocation {
  readonly host: string;
  readonly path: string;
}

/**
 * The known hosts and "elsewhere", the one this remote belongs to first. Only the three public hosts get a
 * direct link; a self-hosted one may be anything.
 */
export function deployKeyPlaces(remote: RemoteLocation): readonly DeployKeyPlace[] {
  const repository = repositoryPath(remote.path);
  const on = (host: string, rest: string) =>
    remote.host === host && repository !== null ? `https://${host}/${repository}/${rest}` : null;
  const places: readonly DeployKeyPlace[] = [
    { id: "github", name: "GitHub", url: on("github.com", "settings/keys/new") },
    { id: "bitbucket", name: "Bitbucket", url: on("bitbucket.org", "admin/access-keys/") },
    { id: "gitlab", name: "GitLab", url: on("gitlab.com", "-/settings/repository#js-deploy-keys-settings") },
    { id: "other", name: "Elsewhere", url: null },
  ];
  const own = places.find((place) => place.url !== null) ?? places.find((place) => place.id === "other");
  return own === undefined ? places : [own, ...places.filter((place) => place !== own)];
}

/** `/acme/api.git/` → `acme/api`, each part percent-encoded; `null` when it is not `owner/…/name`. */
function repositoryPath(path: string): string | null {
  const parts = path
    .replace(/^\/+|\/+$/g, "")
    .replace(/\.git$/, "")
    .split("/");
  if (parts.length < 2 || parts.some((part) => part === "" || part === "." || part === "..")) return null;
  return parts.map(encodeURIComponent).join("/");
}
