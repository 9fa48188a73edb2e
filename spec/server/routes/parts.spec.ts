import { expect } from "chai";
import type { Part, Report } from "../../../analyzer/types.js";
import { formatExactMinutes, formatRatio, formatWork } from "../../../web/format.js";
import { partKinds, partUrl, receiptUrl } from "../../../web/urls.js";
import { type Client, createClient } from "../../support/client.js";
import { analyse, connectCompletely } from "../../support/connecting.js";
import { type GitHost, startGitHost } from "../../support/gitHost.js";
import { inlineParts } from "../../support/inlineParts.js";
import { type Installation, startInstallation } from "../../support/installation.js";
import { addOtherOrganization } from "../../support/otherOrganization.js";
import { sealgrade } from "../cli/terminal.js";

const branches = (name: string, count: number) =>
  `function ${name}(a) {\n${"  if (a > 1) { a = a * 2; }\n".repeat(count)}  return a;\n}\n`;
const ODD_FOLDER = "sr c/<i>&%2e";
const FILES = {
  ".sealgrade.yml": "subprojects: { api-service: api, empty: nowhere }\n",
  "api/long.js": branches("long", 60),
  "api/deep/short.js": branches("short", 8),
  "tools/build.py": "def wide(a, b, c, d, e, f, g, h, i):\n    return a\n",
  [`${ODD_FOLDER}/odd.js`]: branches("odd", 20),
};
const PARTS: readonly Part[] = [
  { kind: "folder", name: "api" },
  { kind: "folder", name: "api/deep" },
  { kind: "folder", name: ODD_FOLDER },
  { kind: "file", name: "api/long.js" },
  { kind: "language", name: "python" },
  { kind: "subproject", name: "api-service" },
];

describe("pages of a part of a report", function () {
  this.timeout(120_000);
  let installation: Installation;
  let host: GitHost;
  let owner: Client;
  let projectId = "";

  before(async () => {
    host = await startGitHost(FILES);
    installation = await startInstallation();
    ({ owner } = installation);
    projectId = await connectCompletely(installation, host, { retention: "none" });
    expect((await analyse(installation, projectId)).state).to.equal("done");
  });
  after(async () => {
    await installation?.remove();
    await host?.remove();
  });

  /** The part as the command line reports on it. */
  async function graded({ kind, name }: Part): Promise<Report> {
    const option = kind === "folder" || kind === "file" ? "only" : kind;
    const { stdout } = await sealgrade(
      ...["grade", host.repository.folder, "--revision", "main", "--no-cache"],
      ...[`--${option}=${name}`, "--format", "json"],
    );
    return JSON.parse(stdout);
  }

  async function page(path: string): Promise<string> {
    const { status, body } = await owner.get(path);
    expect(status, path).to.equal(200);
    expect(inlineParts(body), path).to.deep.equal([]);
    return body;
  }

  for (const part of PARTS) {
    it(`show the figures of the command line for the ${part.kind} ${part.name}`, async () => {
      const { totals } = await graded(part);
      const overview = await page(partUrl(projectId, part));
      expect(overview)
        .to.contain(formatRatio(totals.debtRatio))
        .and.contain(formatWork(totals.debtMinutes))
        .and.match(new RegExp(`Grade </span>${totals.grade}<`))
        .and.contain("Quick wins");
      const receipt = await page(receiptUrl(projectId, part));
      expect(receipt)
        .to.contain(`${formatExactMinutes(totals.debtMinutes)} min`)
        .and.contain(String(totals.debtRatio?.toFixed(6)))
        .and.contain(`${totals.gradedLines} graded lines`)
        .and.contain(`÷ ${formatExactMinutes(totals.gradedLines * 7.5)}<`);
    });
  }

  it("name the part in their titles", async () => {
    for (const [name, title] of [
      ["part", "Python in "],
      ["files", "Files of Python in "],
      ["findings", "Findings in Python in "],
      ["receipt", "Receipt of Python in "],
    ] as const) {
      expect(await page(`/projects/${projectId}/${name}?language=python`)).to.contain(`<title>${title}`);
    }
  });

  it("list what belongs to the part and nothing else", async () => {
    for (const name of ["part", "files", "findings", "receipt"]) {
      const body = await page(`/projects/${projectId}/${name}?folder=api`);
      expect(body, name).to.contain("api/long.js").and.not.contain("build.py");
      const python = await page(`/projects/${projectId}/${name}?language=python`);
      expect(python, name).to.contain("build.py").and.not.contain("long.js");
    }
  });

  it("are led to from the overview, the files and each other", async () => {
    const hrefs = async (path: string) =>
      [...(await page(path)).matchAll(/href="([^"]+)"/g)].map(([, href]) =>
        (href ?? "").replaceAll("&amp;", "&"),
      );
    const url = (part: Part) => partUrl(projectId, part);
    const folder = (name: string) => url({ kind: "folder", name });
    expect(await hrefs(`/projects/${projectId}`)).to.include.members([
      folder("api"),
      folder("tools"),
      folder("sr c"),
      url({ kind: "language", name: "python" }),
      url({ kind: "subproject", name: "api-service" }),
    ]);
    expect(await hrefs(`/projects/${projectId}/files`)).to.include.members([folder("api"), folder("tools")]);
    expect(await hrefs(folder("api"))).to.include.members([
      folder("api/deep"),
      receiptUrl(projectId, { kind: "folder", name: "api" }),
      `/projects/${projectId}/files?folder=api`,
    ]);
    const file: Part = { kind: "file", name: "api/long.js" };
    expect(await hrefs(url(file))).to.include.members([folder("api"), receiptUrl(projectId, file)]);
    expect(await hrefs(receiptUrl(projectId, file))).to.include(url(file));
    for (const href of await hrefs(folder(ODD_FOLDER))) {
      if (href.startsWith("/projects/")) expect((await owner.get(href)).status, href).to.equal(200);
    }
  });

  it("keep the part from page to page of a list", async () => {
    const body = await page(`/projects/${projectId}/files?folder=api&sort=path&page=7`);
    expect(body).to.contain(`/projects/${projectId}/files?folder=api&amp;sort=ratio`);
  });

  const HOSTILE: readonly (readonly [string, string])[] = [
    ["the parent folder", ".."],
    ["a way out", "api/../../etc"],
    ["a dot", "."],
    ["nothing", ""],
    ["a slash", "/"],
    ["a slash at the end", "api/"],
    ["the beginning of a name", "ap"],
    ["another case", "API"],
    ["a NUL byte", "api%00"],
    ["a line break", "a%0d%0aSet-Cookie:%20x=1"],
    ["a bidi override", "%E2%80%AE"],
    ["invalid UTF-8", "%ff%fe"],
    ["a wrong escape", "%zz"],
    ["a property of every object", "__proto__"],
    ["a method of every object", "constructor"],
    ["a pattern", "%25"],
    ["a script", "%3Cscript%3Ealert(1)%3C/script%3E"],
    ["10,000 characters", "a".repeat(10_000)],
    ["the same twice", "api&folder=api"],
    ["two parts", "api&language=python"],
    ["a sub-project without files", "x&subproject=empty"],
  ];

  it("P12 answer 404 to any name that is no part, without repeating it", async () => {
    for (const [what, name] of HOSTILE) {
      for (const kind of partKinds) {
        for (const path of ["part", "receipt"]) {
          const { status, body, headers } = await owner.get(`/projects/${projectId}/${path}?${kind}=${name}`);
          expect(status, `${kind}: ${what}`).to.equal(404);
          expect(body, what).not.to.contain("alert(1)").and.not.contain("aaaaaaaaaa");
          expect(headers["set-cookie"], what).to.equal(undefined);
        }
      }
    }
    expect((await owner.get(`/projects/${projectId}/part?subproject=empty`)).status).to.equal(404);
    expect((await owner.get(`/projects/${projectId}/part`)).status).to.equal(404);
    expect((await owner.get(`/projects/${projectId}/part?folder[]=api`)).status).to.equal(404);
    expect(installation.log()).not.to.contain('"level":"error"');
  });

  it("P21 are for members of the organisation alone, whether the part exists or not", async () => {
    const other = await addOtherOrganization(installation.services);
    const outsider = createClient(installation.service.url, other.cookie);
    for (const part of PARTS) {
      for (const path of [partUrl(projectId, part), receiptUrl(projectId, part)]) {
        const foreign = await outsider.get(path);
        expect(foreign.status, path).to.equal(404);
        expect(foreign.body, path).not.to.contain("Quick wins").and.not.contain("Receipt for");
        expect((await installation.stranger.get(path)).status, path).to.equal(401);
      }
    }
    const bodyOf = async (query: string) => {
      const { body, headers } = await outsider.get(`/projects/${projectId}/part?${query}`);
      return body.replaceAll(String(headers["x-request-id"]), "ID");
    };
    expect(await bodyOf("folder=api")).to.equal(await bodyOf("folder=nowhere"));
  });
});
