import { z } from "zod";
import { problem, type RemoteProblem } from "./remoteProblems.js";

/** Longest address read at all, in UTF-16 units; the longest real ones are a fifth of it. */
const MAX_TEXT_LENGTH = 1024;
/** Longest host name of DNS, RFC 1035 section 2.3.4. */
const MAX_HOST_LENGTH = 253;
const MAX_PATH_LENGTH = 512;
const DEFAULT_PORT = 22;
const MAX_PORT = 65_535;

const USER = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/;
/** Letters, digits, hyphen; RFC 1123 section 2.1. Punycode labels (`xn--…`) are such labels too. */
const HOST_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const PORT = /^[1-9][0-9]{0,4}$/;
const PATH_SEGMENT = /^[A-Za-z0-9._~+@=,][A-Za-z0-9._~+@=,-]*$/;
/** A name whose last label is a number is an address to C libraries, in octal, hex or with parts missing. */
const NUMERIC_LABEL = /^(0x[0-9a-f]*|[0-9]+)$/;
const CANONICAL_IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** Hosts whose paths may begin with a number that is surely not a port: accounts may be numbers there. */
export const KNOWN_PROVIDERS: readonly string[] = ["github.com", "gitlab.com", "bitbucket.org"];

const remoteSchema = z
  .object({
    user: z.string().regex(USER),
    host: z.string().refine((host) => hostProblem(host) === null),
    port: z.int().min(1).max(MAX_PORT),
    path: z.string().refine((path) => pathProblem(path) === null),
  })
  .refine((remote) => remote.path.startsWith("/") || remote.port === DEFAULT_PORT)
  .readonly()
  .brand<"Remote">();

/**
 * The address of a repository, every part checked against its own allow-list. A path without a leading "/"
 * is relative to the account's home on the server, as the scp style has it; such a remote has port 22.
 */
export type Remote = z.infer<typeof remoteSchema>;

export type ParsedRemote =
  | { readonly ok: true; readonly remote: Remote }
  | { readonly ok: false; readonly problem: RemoteProblem };

/**
 * Reads an address as a person pasted it: `user@host:path` or `ssh://user@host[:port]/path`. Anything else
 * is refused with a message that says what to write instead. Text around the address is trimmed.
 */
export function parseRemote(text: string): ParsedRemote {
  const address = text.trim();
  const unreadable = textProblem(address);
  if (unreadable) return refused(unreadable);
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(address)?.[1]?.toLowerCase();
  if (scheme === "ssh") return parseSshUrl(address.slice("ssh://".length));
  if (scheme !== undefined) return refused(schemeProblem(scheme, address));
  return parseScpStyle(address);
}

/** The address as text: `ssh://…`, or scp style where the path is relative. Parses to the same remote. */
export function formatRemote(remote: Remote): string {
  if (!remote.path.startsWith("/")) return `${remote.user}@${remote.host}:${remote.path}`;
  const port = remote.port === DEFAULT_PORT ? "" : `:${remote.port}`;
  return `ssh://${remote.user}@${remote.host}${port}${remote.path}`;
}

/** Rebuilds a remote from its stored parts; throws when they are not what `parseRemote` would have made. */
export function remoteFromParts(parts: { user: string; host: string; port: number; path: string }): Remote {
  return remoteSchema.parse({ user: parts.user, host: parts.host, port: parts.port, path: parts.path });
}

function refused(found: RemoteProblem): ParsedRemote {
  return { ok: false, problem: found };
}

/** What is wrong with the text before it is even split. */
function textProblem(address: string): RemoteProblem | null {
  if (address === "") return problem("empty");
  if (address.length > MAX_TEXT_LENGTH) return problem("too-long", { limit: MAX_TEXT_LENGTH });
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u.test(address)) return problem("control-characters");
  if (address.startsWith("-")) return problem("leading-dash");
  if (/^git\s+clone\b/i.test(address)) return problem("command-pasted");
  if (/\s/u.test(address)) return problem("whitespace");
  if (/^[A-Za-z0-9+.-]*::/.test(address)) return problem("helper-transport");
  if (/^file:/i.test(address)) return problem("file-url");
  if (/^https?:/i.test(address)) return webAddressProblem(address.replace(/^https?:\/*/i, ""));
  return null;
}

function schemeProblem(scheme: string, address: string): RemoteProblem {
  if (scheme === "git") return problem("unencrypted-protocol", suggestion(address.slice("git://".length)));
  if (scheme === "git+ssh" || scheme === "ssh+git") return problem("old-ssh-scheme");
  return problem("unknown-scheme");
}

function webAddressProblem(rest: string): RemoteProblem {
  return problem("https-address", suggestion(rest));
}

/** The SSH address behind a web address, where its parts are such that it can be written down safely. */
function suggestion(rest: string): { host?: string; address?: string; certain?: boolean } {
  const [authority = "", ...segments] = rest.split(/[/?#]/);
  const host = authority
    .slice(authority.lastIndexOf("@") + 1)
    .replace(/:\d*$/, "")
    .replace(/^www\./i, "")
    .toLowerCase();
  if (hostProblem(host) !== null) return {};
  const path = repositoryPath(host, segments);
  if (path === null || pathProblem(path) !== null) return { host };
  return { host, address: `git@${host}:${path}`, certain: KNOWN_PROVIDERS.includes(host) };
}

/** `team/repo.git` from a page of the repository; GitLab nests groups and puts pages behind `/-/`. */
function repositoryPath(host: string, segments: readonly string[]): string | null {
  const named = segments.filter((segment) => segment !== "");
  const separator = named.indexOf("-");
  const nested = separator === -1 ? named : named.slice(0, separator);
  const chosen = host === "github.com" || host === "bitbucket.org" ? named.slice(0, 2) : nested;
  if (chosen.length < 2) return null;
  return `${chosen.join("/").replace(/\.git$/, "")}.git`;
}

function parseSshUrl(rest: string): ParsedRemote {
  const slash = rest.indexOf("/");
  const authority = slash === -1 ? rest : rest.slice(0, slash);
  const path = slash === -1 ? "" : rest.slice(slash);
  const at = authority.lastIndexOf("@");
  const credentials = at === -1 ? "" : authority.slice(0, at);
  const place = authority.slice(at + 1);
  if (credentials.includes(":")) return refused(problem("password-present"));
  if (/[[\]]/.test(place)) return refused(problem("ipv6-literal"));
  const [host = "", port, ...more] = place.split(":");
  if (more.length > 0) return refused(problem("ipv6-literal"));
  if (port !== undefined && !(PORT.test(port) && Number(port) <= MAX_PORT))
    return refused(problem("port-invalid"));
  return assemble({ user: credentials, host, port: port === undefined ? DEFAULT_PORT : Number(port), path });
}

function parseScpStyle(address: string): ParsedRemote {
  const slash = address.indexOf("/");
  const colon = address.indexOf(":");
  // Git's own rule: without a colon before the first slash it is a path on the local machine.
  if (colon === -1 || (slash !== -1 && slash < colon)) {
    if (/[[\]]/.test(address)) return refused(problem("ipv6-literal"));
    return refused(localPathProblem(address));
  }
  if (colon === 1) return refused(problem("local-path"));
  const left = address.slice(0, colon);
  const path = address.slice(colon + 1);
  if (left.includes("[")) return refused(problem("ipv6-literal"));
  const at = left.lastIndexOf("@");
  const host = left.slice(at + 1);
  if (/^[0-9]+(\/|$)/.test(path) && !KNOWN_PROVIDERS.includes(host.toLowerCase())) {
    return refused(problem("port-in-scp-style"));
  }
  if (at === -1 && path.includes("@")) return refused(problem("password-present"));
  return assemble({ user: at === -1 ? "" : left.slice(0, at), host, port: DEFAULT_PORT, path });
}

function localPathProblem(address: string): RemoteProblem {
  if (/^[./~\\]/.test(address)) return problem("local-path");
  const [first = "", second] = address.split("/");
  if (first.includes("@")) return problem("colon-missing");
  if (second !== undefined && first.includes(".")) return webAddressProblem(address);
  return problem("local-path");
}

/** Checks each part against its allow-list and puts the remote together from what passed. */
function assemble(parts: { user: string; host: string; port: number; path: string }): ParsedRemote {
  const host = parts.host.toLowerCase();
  const path = parts.path.replace(/\/$/, "");
  const found = userProblem(parts.user) ?? hostProblem(host) ?? pathProblem(path);
  if (found) return refused(found);
  return { ok: true, remote: remoteSchema.parse({ user: parts.user, host, port: parts.port, path }) };
}

function userProblem(user: string): RemoteProblem | null {
  if (user === "") return problem("user-missing");
  if (user.startsWith("-")) return problem("leading-dash");
  if (user.includes("%")) return problem("percent-encoding");
  return USER.test(user) ? null : problem("user-invalid");
}

function hostProblem(host: string): RemoteProblem | null {
  if (host === "") return problem("host-missing");
  if (host.startsWith("-")) return problem("leading-dash");
  if (host.includes("%")) return problem("percent-encoding");
  if (/[^\p{ASCII}]/u.test(host)) return problem("host-not-ascii");
  if (host.length > MAX_HOST_LENGTH) return problem("host-invalid");
  const labels = host.split(".");
  if (!labels.every((label) => HOST_LABEL.test(label))) return problem("host-invalid");
  if (NUMERIC_LABEL.test(labels.at(-1) ?? "") && !CANONICAL_IPV4.test(host)) return problem("host-numeric");
  return null;
}

function pathProblem(path: string): RemoteProblem | null {
  if (path === "" || path === "/") return problem("path-missing");
  if (path.length > MAX_PATH_LENGTH) return problem("too-long", { limit: MAX_PATH_LENGTH });
  if (path.includes("%")) return problem("percent-encoding");
  const segments = (path.startsWith("/") ? path.slice(1) : path).split("/");
  if (segments.includes("..") || segments.includes(".")) return problem("path-traversal");
  if (segments.some((segment) => segment.startsWith("-"))) return problem("leading-dash");
  return segments.every((segment) => PATH_SEGMENT.test(segment)) ? null : problem("path-invalid");
}
