import type { Part, PartKind } from "../analyzer/types.js";

/**
 * Every address of the product. Patterns are what the router registers; each function beside them builds
 * one such address from values, so that no page or handler writes an address of its own.
 */
export const routePatterns = {
  home: "/",
  signIn: "/sign-in",
  signInLink: "/sign-in/:token",
  signOut: "/sign-out",
  projects: "/projects",
  newProject: "/projects/new",
  project: "/projects/:projectId",
  connect: "/projects/:projectId/connect",
  confirmHost: "/projects/:projectId/confirm-host",
  checkAccess: "/projects/:projectId/check-access",
  part: "/projects/:projectId/part",
  findings: "/projects/:projectId/findings",
  files: "/projects/:projectId/files",
  file: "/projects/:projectId/files/*path",
  receipt: "/projects/:projectId/receipt",
  settings: "/projects/:projectId/settings",
  analyses: "/projects/:projectId/analyses",
  analysis: "/projects/:projectId/analyses/:analysisId",
  events: "/projects/:projectId/events",
  asset: "/assets/:file",
} as const;

/** Start page; leads to the projects or to sign-in. */
export function homeUrl(): string {
  return routePatterns.home;
}

/** Page that explains how to sign in. */
export function signInUrl(): string {
  return routePatterns.signIn;
}

/** One-time owner link: GET shows a button, POST uses the link up. */
export function signInLinkUrl(token: string): string {
  return `/sign-in/${segment(token)}`;
}

/** POST: ends the session. */
export function signOutUrl(): string {
  return routePatterns.signOut;
}

/** GET: the list of projects. POST: makes one from the connect form. */
export function projectsUrl(): string {
  return routePatterns.projects;
}

/** First step of connecting a repository. */
export function newProjectUrl(): string {
  return routePatterns.newProject;
}

/** One project's overview. */
export function projectUrl(projectId: string): string {
  return `/projects/${segment(projectId)}`;
}

/** Host key and deploy key steps of connecting. */
export function connectUrl(projectId: string): string {
  return `${projectUrl(projectId)}/connect`;
}

/** POST: pins the host key that the owner compared. */
export function confirmHostUrl(projectId: string): string {
  return `${projectUrl(projectId)}/confirm-host`;
}

/** POST: tries the deploy key against the host. */
export function checkAccessUrl(projectId: string): string {
  return `${projectUrl(projectId)}/check-access`;
}

/** Query parameters that name a part of the project, at most one in an address; its value is the part's name. */
export const partKinds = ["folder", "file", "language", "subproject"] as const satisfies readonly PartKind[];

/** The overview of a part of the latest revision; a file's is its own page. */
export function partUrl(projectId: string, part: Part): string {
  if (part.kind === "file") return fileUrl(projectId, part.name);
  return `${projectUrl(projectId)}/part${queryOf({ part })}`;
}

/** The findings of the latest revision or of a part of it; pages are 1-based. */
export function findingsUrl(projectId: string, o: { part?: Part | undefined; page?: number } = {}): string {
  return `${projectUrl(projectId)}/findings${queryOf(o)}`;
}

/** Columns by which the file list can be ordered. */
export const fileSortKeys = ["path", "debt", "ratio", "lines", "findings"] as const;
export type FileSortKey = (typeof fileSortKeys)[number];

/** The measured files of the latest revision or of a part of it, ordered by `sort`; pages are 1-based. */
export function filesUrl(
  projectId: string,
  o: { part?: Part | undefined; sort?: FileSortKey; page?: number } = {},
): string {
  return `${projectUrl(projectId)}/files${queryOf(o)}`;
}

/** What stands behind the path; the first page and what is not given are left out. */
function queryOf(o: { part?: Part | undefined; sort?: FileSortKey; page?: number }): string {
  const query = new URLSearchParams();
  if (o.part !== undefined) query.set(o.part.kind, o.part.name);
  if (o.sort !== undefined) query.set("sort", o.sort);
  if (o.page !== undefined && o.page > 1) query.set("page", String(o.page));
  return query.size === 0 ? "" : `?${query}`;
}

/** One file of the latest revision; `line` is 1-based and becomes the fragment. */
export function fileUrl(projectId: string, path: string, line?: number): string {
  const encoded = path.split("/").map(segment).join("/");
  return `${projectUrl(projectId)}/files/${encoded}${line === undefined ? "" : `#${lineAnchor(line)}`}`;
}

/** Element id of a source line (1-based). */
export function lineAnchor(line: number): string {
  return `L${line}`;
}

/** The sum of the project's grade written out, or of a part's. */
export function receiptUrl(projectId: string, part?: Part): string {
  return `${projectUrl(projectId)}/receipt${queryOf({ part })}`;
}

/** Deploy key, remote and retention of a project. */
export function settingsUrl(projectId: string): string {
  return `${projectUrl(projectId)}/settings`;
}

/** POST: asks for an analysis of the current head. */
export function analysesUrl(projectId: string): string {
  return `${projectUrl(projectId)}/analyses`;
}

/** One analysis with its steps. */
export function analysisUrl(projectId: string, analysisId: string): string {
  return `${analysesUrl(projectId)}/${segment(analysisId)}`;
}

/** Server-sent events about the project's running analysis. */
export function eventsUrl(projectId: string): string {
  return `${projectUrl(projectId)}/events`;
}

/** A built asset under its hashed name. */
export function assetUrl(file: string): string {
  return `/assets/${segment(file)}`;
}

const SAFE_PROTOCOLS = new Set(["https:", "http:", "mailto:", "ssh:"]);

/**
 * The address itself when it is absolute and its scheme cannot run script, else `null`. Every link that
 * does not come from this file goes through here, because markup escaping alone lets `javascript:` pass.
 */
export function safeUrl(address: string): string | null {
  let parsed: URL;
  try {
    parsed = new URL(address);
  } catch {
    return null;
  }
  return SAFE_PROTOCOLS.has(parsed.protocol) ? parsed.href : null;
}

/** `.` and `..` would be resolved away by browsers even percent-encoded, so they never stand alone. */
function segment(value: string): string {
  if (value === "." || value === "..") throw new RangeError("An address segment cannot be a dot segment.");
  return encodeURIComponent(value);
}
