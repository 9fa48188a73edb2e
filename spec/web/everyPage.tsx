import { AnalysisPage } from "../../web/pages/AnalysisPage.js";
import { ConnectPage, type ConnectPageProps } from "../../web/pages/ConnectPage.js";
import { ErrorPage } from "../../web/pages/ErrorPage.js";
import { FilePage } from "../../web/pages/FilePage.js";
import { FilesPage } from "../../web/pages/FilesPage.js";
import { FindingsPage } from "../../web/pages/FindingsPage.js";
import { EMPTY_NEW_PROJECT, NewProjectPage } from "../../web/pages/NewProjectPage.js";
import { ProjectPage } from "../../web/pages/ProjectPage.js";
import { type ProjectListItem, ProjectsPage } from "../../web/pages/ProjectsPage.js";
import { ReceiptPage } from "../../web/pages/ReceiptPage.js";
import { SettingsPage } from "../../web/pages/SettingsPage.js";
import { SignInPage } from "../../web/pages/SignInPage.js";
import type { Retention } from "../../web/views.js";
import { type PageSample, partPages } from "./partPages.js";
import { sampleFolders } from "./sampleParts.js";
import { sampleReceiptPage } from "./sampleReceipt.js";
import { sampleFilePage, sampleFiles, sampleFindings, sampleProjectPage } from "./sampleReports.js";
import {
  AT_MS,
  plainTexts,
  sampleAnalysis,
  sampleDeployKey,
  sampleFailure,
  sampleHostKey,
  sampleProject,
  sampleRunning,
  type Texts,
} from "./samples.js";

/** Every page in each of its states. */
export function everyPage(text: Texts = plainTexts): readonly PageSample[] {
  return [
    ...signInPages(text),
    ...connectPages(text),
    ...projectPages(text),
    ...filePages(text),
    ...errorPages(text),
  ];
}

function signInPages(text: Texts): readonly PageSample[] {
  return [
    { name: "sign-in", title: "Sign in", page: <SignInPage link={{ kind: "none" }} /> },
    { name: "sign-in-spent", title: "Sign in", page: <SignInPage link={{ kind: "spent" }} /> },
    {
      name: "sign-in-ready",
      title: "Sign in",
      page: <SignInPage link={{ kind: "ready", token: text("Zm9v") }} />,
    },
    { name: "projects-empty", title: "Projects", page: <ProjectsPage projects={[]} /> },
    { name: "projects", title: "Projects", page: <ProjectsPage projects={projectList(text)} /> },
  ];
}

function projectList(text: Texts): readonly ProjectListItem[] {
  const base: ProjectListItem = {
    id: "p1",
    name: text("Ledger API"),
    remote: text("git@github.com:acme/ledger-api.git"),
    state: "ready",
    grade: "B",
    gpa: 2.71,
    debtRatio: 0.0645,
    analyzedAtMs: AT_MS,
    running: null,
    lastFailed: false,
  };
  return [
    base,
    {
      ...base,
      id: "p2",
      name: text("Checkout"),
      remote: text("git@bitbucket.org:acme/checkout.git"),
      grade: "A",
      gpa: 3.62,
      debtRatio: 0.0191,
      running: sampleRunning(text),
    },
    {
      ...base,
      id: "p3",
      name: text("Warehouse sync"),
      remote: text("ssh://git@git.acme.example:2222/wms/sync.git"),
      grade: "D",
      gpa: 0.81,
      debtRatio: 0.2564,
      lastFailed: true,
    },
    {
      ...base,
      id: "p4",
      name: text("Mobile app"),
      remote: text("git@gitlab.com:acme/mobile.git"),
      state: "connecting",
      grade: null,
      gpa: null,
      debtRatio: null,
      analyzedAtMs: null,
    },
  ];
}

function connectPages(text: Texts): readonly PageSample[] {
  const key = sampleHostKey(text);
  const own = { ...key, host: text("git.acme.example"), port: 2222 };
  const base: ConnectPageProps = {
    project: sampleProject(text),
    remote: { host: "github.com", path: text("acme/ledger-api.git") },
    host: { kind: "built-in", key },
    deployKey: sampleDeployKey(text),
    access: null,
  };
  const refused = {
    ok: false,
    code: "key-rejected",
    message: text(
      "github.com does not know this key yet. Paste the public key as shown above, then check again.",
    ),
  } as const;
  const states: readonly (readonly [string, Partial<ConnectPageProps>])[] = [
    ["connect-key", {}],
    ["connect-refused", { access: refused }],
    [
      "connect-ready",
      {
        access: { ok: true, branch: text("main"), commit: text("9f2c41d07be6a5833c1f0e9d24b7a86513fe7720") },
      },
    ],
    [
      "connect-host",
      { host: { kind: "unconfirmed", offered: [own] }, remote: { host: own.host, path: "a/b.git" } },
    ],
    [
      "connect-pinned",
      {
        host: { kind: "pinned", key: own, confirmedAtMs: AT_MS },
        remote: { host: own.host, path: "a/b.git" },
      },
    ],
    [
      "connect-changed",
      {
        host: {
          kind: "changed",
          pinned: own,
          offered: [{ ...own, fingerprint: text("SHA256:Zz0m7q1rIhp0Zb8wYtq9dBxk2L0sT5cVnE4uJfGaH6oM") }],
        },
      },
    ],
    [
      "connect-unreachable",
      {
        host: {
          kind: "unreachable",
          message: text(
            "git.acme.example did not answer on port 2222 within 10 s. Check the address and whether this server may reach it.",
          ),
        },
      },
    ],
  ];
  const refusedForm = {
    values: {
      remote: text("https://github.com/acme/ledger-api"),
      name: text("Ledger"),
      branch: text("main"),
      retention: "snippets",
    },
    errors: {
      remote: text(
        "This is an HTTPS address. Use the SSH address git@github.com:acme/ledger-api.git; Sealgrade never asks for passwords.",
      ),
    },
  } as const;
  return [
    { name: "new-project", title: "Connect a repository", page: <NewProjectPage {...EMPTY_NEW_PROJECT} /> },
    { name: "new-project-refused", title: "Connect a repository", page: <NewProjectPage {...refusedForm} /> },
    ...states.map(([name, change]) => ({
      name,
      title: text("Connect Ledger API"),
      page: <ConnectPage {...base} {...change} />,
    })),
  ];
}

function projectPages(text: Texts): readonly PageSample[] {
  const project = sampleProject(text);
  const title = text("Ledger API");
  const page = (change: Parameters<typeof sampleProjectPage>[0] = {}) => (
    <ProjectPage {...sampleProjectPage(change, text)} />
  );
  const settings = { project, createdAtMs: AT_MS, deployKey: sampleDeployKey(text) };
  return [
    { name: "project", title, page: page() },
    { name: "project-running", title, page: page({ running: sampleRunning(text) }) },
    { name: "project-failed", title, page: page({ failure: sampleFailure(text) }) },
    {
      name: "project-first-run",
      title,
      page: page({ overview: null, running: sampleRunning(text), history: [] }),
    },
    { name: "project-never", title, page: page({ overview: null, history: [] }) },
    {
      name: "analysis-running",
      title,
      page: <AnalysisPage project={project} analysis={sampleRunning(text)} />,
    },
    {
      name: "analysis-done",
      title,
      page: <AnalysisPage project={project} analysis={sampleAnalysis({}, text)} />,
    },
    {
      name: "analysis-failed",
      title,
      page: <AnalysisPage project={project} analysis={sampleFailure(text)} />,
    },
    {
      name: "settings",
      title,
      page: <SettingsPage {...settings} hostKey={{ ...sampleHostKey(text), builtIn: true }} />,
    },
    { name: "settings-unconfirmed", title, page: <SettingsPage {...settings} hostKey={null} /> },
    { name: "receipt", title, page: <ReceiptPage {...sampleReceiptPage(text)} /> },
    ...partPages(text),
  ];
}

function filePages(text: Texts): readonly PageSample[] {
  const title = text("src/posting/reconcile.ts");
  const project = sampleProject(text);
  const snippets = [
    { firstLine: 7, lines: [text("  for (const posting of open) {"), text("    if (a && b && c) {")] },
  ];
  const list = { project, page: 2, pages: 9 };
  const noSource = (retention: Retention) => (
    <FilePage {...sampleFilePage({ source: { kind: "none" }, project: { ...project, retention } }, text)} />
  );
  return [
    { name: "file", title, page: <FilePage {...sampleFilePage({}, text)} /> },
    {
      name: "file-snippets",
      title,
      page: <FilePage {...sampleFilePage({ source: { kind: "snippets", snippets } }, text)} />,
    },
    { name: "file-none", title, page: noSource("none") },
    { name: "file-no-findings", title, page: noSource("snippets") },
    {
      name: "file-missing",
      title,
      page: <FilePage {...sampleFilePage({ source: { kind: "missing" } }, text)} />,
    },
    {
      name: "files",
      title: text("Files"),
      page: (
        <FilesPage
          {...list}
          page={1}
          folders={sampleFolders(text)}
          files={sampleFiles(text)}
          total={1_712}
          sort="debt"
        />
      ),
    },
    {
      name: "findings",
      title: text("Findings"),
      page: <FindingsPage {...list} findings={sampleFindings(text)} total={214} />,
    },
    {
      name: "findings-none",
      title: text("Findings"),
      page: <FindingsPage project={project} findings={[]} total={0} page={1} pages={0} />,
    },
  ];
}

function errorPages(text: Texts): readonly PageSample[] {
  return [400, 401, 403, 404, 409, 413, 422, 429, 500, 503].map((status) => ({
    name: `error-${status}`,
    title: String(status),
    page: (
      <ErrorPage
        status={status}
        message={status === 400 ? text("The branch name is too long.") : null}
        requestId={text("01JDKAREQ7")}
      />
    ),
  }));
}
