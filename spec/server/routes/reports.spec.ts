import { expect } from "chai";
import { analyse, connectCompletely } from "../../support/connecting.js";
import { type GitHost, startGitHost } from "../../support/gitHost.js";
import { inlineParts } from "../../support/inlineParts.js";
import { type Installation, startInstallation } from "../../support/installation.js";

const HOSTILE_NAME = "src/<img src=x onerror=alert(1)>.js";
const LONG = `function long(a) {\n${"  if (a > 1) { a = a * 2; }\n".repeat(60)}  return "<script>alert(2)</script>";\n}\n`;
const FILES = {
  "src/long.js": LONG,
  "src/simple.js": "function simple() {\n  return 1;\n}\n",
  "src/with space & percent %.js": "function odd() {\n  return 2;\n}\n",
  [HOSTILE_NAME]: "function named() {\n  return 3;\n}\n",
  "README.md": "# no code\n",
};

describe("pages of a report", function () {
  this.timeout(120_000);
  let installation: Installation;
  let host: GitHost;
  const projects = new Map<string, string>();

  before(async () => {
    host = await startGitHost(FILES);
    installation = await startInstallation();
    for (const retention of ["full", "snippets", "none"]) {
      const projectId = await connectCompletely(installation, host, { retention });
      expect((await analyse(installation, projectId)).state).to.equal("done");
      projects.set(retention, projectId);
    }
  });
  after(async () => {
    await installation?.remove();
    await host?.remove();
  });

  const get = (retention: string, path: string) =>
    installation.owner.get(`/projects/${projects.get(retention)}${path}`);

  it("show grade, files, findings and receipt", async () => {
    expect((await get("full", "")).body).to.contain("src/long.js");
    expect((await get("full", "/files")).body).to.contain("src/simple.js");
    expect((await get("full", "/findings")).body)
      .to.contain("src/long.js")
      .and.not.contain("src/simple.js");
    for (const path of ["", "/files", "/findings", "/receipt", "/settings"]) {
      expect((await get("full", path)).status, path).to.equal(200);
    }
  });

  it("P32 P12 show hostile names and source as text alone, without script or style of their own", async () => {
    for (const path of [
      "",
      "/files",
      "/findings",
      "/receipt",
      "/files/src/long.js",
      `/files/${encodeURIComponent(HOSTILE_NAME).replaceAll("%2F", "/")}`,
    ]) {
      const { status, body } = await get("full", path);
      expect(status, path).to.equal(200);
      expect(inlineParts(body), path).to.deep.equal([]);
      expect(body, path).not.to.contain("<script>alert").and.not.contain("<img");
    }
  });

  it("open a file whose name holds spaces and percent signs", async () => {
    const path = encodeURIComponent("with space & percent %.js");
    expect((await get("full", `/files/src/${path}`)).body).to.contain("odd");
  });

  it("P10 show all of the source, the lines of findings, or none, as the owner chose", async () => {
    const shown = async (retention: string, name: string) =>
      (await get(retention, `/files/src/${name}.js`)).body;
    expect(await shown("full", "simple"))
      .to.contain("return")
      .and.contain("simple");
    const holdsSource = (body: string) => body.replaceAll(/<[^>]+>/g, "").includes("a = a * 2");
    expect(holdsSource(await shown("full", "long"))).to.equal(true);
    expect(holdsSource(await shown("snippets", "long"))).to.equal(true);
    expect(holdsSource(await shown("none", "long"))).to.equal(false);
    const simple = (body: string) => body.replaceAll(/<[^>]+>/g, "").includes("return 1;");
    expect(simple(await shown("full", "simple"))).to.equal(true);
    expect(simple(await shown("snippets", "simple"))).to.equal(false);
    expect(simple(await shown("none", "simple"))).to.equal(false);
  });

  it("P10 keep in the database no more than the owner chose", async () => {
    const { services, service } = installation;
    const { sources } = services.database.repositories.forOrganization(service.organizationId);
    const kept = async (retention: string) => (await sources.keysOf(projects.get(retention) ?? "")).size;
    // Four measured files; one of them has findings.
    expect([await kept("full"), await kept("snippets"), await kept("none")]).to.deep.equal([4, 1, 0]);
  });

  it("answer 404 for a file that was not measured, and say so before there is a report", async () => {
    for (const path of [
      "/files/README.md",
      "/files/src",
      "/files/src/",
      "/files/SRC/long.js",
      "/files/src/long.js/x",
    ]) {
      expect((await get("full", path)).status, path).to.equal(404);
    }
    const projectId = await connectCompletely(installation, host);
    const answer = await installation.owner.get(`/projects/${projectId}/receipt`);
    expect(answer.status).to.equal(404);
    expect(answer.body).to.contain("no report yet");
  });

  it("take any order and page without complaint", async () => {
    for (const query of [
      "?sort=path",
      "?sort=lines",
      "?sort=nonsense",
      "?page=2",
      "?page=0",
      "?page=x",
      "?sort=path&sort=debt",
    ]) {
      const { status, body } = await get("full", `/files${query}`);
      expect(status, query).to.equal(200);
      expect(body, query).to.contain("src/simple.js");
    }
  });
});
