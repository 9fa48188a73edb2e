import { expect } from "chai";
import { routePatterns } from "../../../web/urls.js";
import { type Answer, type Client, createClient } from "../../support/client.js";
import { type Installation, startInstallation } from "../../support/installation.js";
import {
  addOtherOrganization,
  addPerson,
  addProject,
  type OtherOrganization,
} from "../../support/otherOrganization.js";

type Pattern = keyof typeof routePatterns;
type Access = "anybody" | "signed-in" | "own-project";

/** Who may use each address; an address that is added to urls.ts must be classified here. */
const ACCESS: readonly (readonly [Pattern, Access])[] = [
  ["home", "anybody"],
  ["signIn", "anybody"],
  ["signInLink", "anybody"],
  ["signOut", "anybody"],
  ["asset", "anybody"],
  ["projects", "signed-in"],
  ["newProject", "signed-in"],
  ["project", "own-project"],
  ["connect", "own-project"],
  ["confirmHost", "own-project"],
  ["checkAccess", "own-project"],
  ["part", "own-project"],
  ["findings", "own-project"],
  ["files", "own-project"],
  ["file", "own-project"],
  ["receipt", "own-project"],
  ["settings", "own-project"],
  ["analyses", "own-project"],
  ["analysis", "own-project"],
  ["events", "own-project"],
];

const POSTED: readonly Pattern[] = ["confirmHost", "checkAccess", "analyses"];
const NOBODYS_ID = "01900000-0000-7000-8000-000000000000";

describe("every route", function () {
  this.timeout(60_000);
  let installation: Installation;
  let other: OtherOrganization;
  let own: { projectId: string; analysisId: string };
  let otherOwner: Client;

  before(async () => {
    installation = await startInstallation({ overrides: { runWorker: false } });
    const { services, service } = installation;
    own = await addProject(services, service.organizationId, { name: "Own project" });
    other = await addOtherOrganization(services);
    otherOwner = createClient(service.url, other.cookie);
  });
  after(() => installation.remove());

  const patterns = (access: Access) => ACCESS.filter((row) => row[1] === access).map(([name]) => name);

  function fill(name: Pattern, ids: { projectId: string; analysisId: string }): string {
    return routePatterns[name]
      .replace(":projectId", ids.projectId)
      .replace(":analysisId", ids.analysisId)
      .replace("*path", "src/a.ts");
  }

  /** The pages that can be narrowed, each by parts of every kind and by what is none. */
  const narrowed = (projectId: string) =>
    ["part", "files", "findings", "receipt"].flatMap((page) =>
      ["folder=src", "file=src/a.ts", "language=typescript", "subproject=api", "folder=a&file=b"].map(
        (query) => `/projects/${projectId}/${page}?${query}`,
      ),
    );

  const ask = (client: Client, name: Pattern, path: string) =>
    POSTED.includes(name) ? client.post(path) : client.get(path);

  /** Everything a client can tell two answers apart by, without what differs between any two requests. */
  function visible({ status, headers, body }: Answer): object {
    const id = String(headers["x-request-id"]);
    const { date: _date, "x-request-id": _id, ...rest } = headers;
    return { status, headers: rest, body: body.replaceAll(id, "ID") };
  }

  it("P21 is classified by who may use it", () => {
    expect(ACCESS.map(([name]) => name).sort()).to.deep.equal(Object.keys(routePatterns).sort());
  });

  it("P21 answers a signed-out browser with 401 and how to sign in, whether the project exists or not", async () => {
    for (const name of [...patterns("signed-in"), ...patterns("own-project")]) {
      const answer = await ask(installation.stranger, name, fill(name, own));
      expect(answer.status, name).to.equal(401);
      expect(answer.body, name).to.contain("sealgrade link");
      const missing = await ask(installation.stranger, name, fill(name, { ...own, projectId: NOBODYS_ID }));
      expect(visible(answer), name).to.deep.equal(visible(missing));
    }
  });

  it("P21 answers another organisation's project as one that does not exist, byte for byte", async () => {
    for (const name of patterns("own-project")) {
      const foreign = await ask(installation.owner, name, fill(name, other));
      const missing = await ask(
        installation.owner,
        name,
        fill(name, { projectId: NOBODYS_ID, analysisId: NOBODYS_ID }),
      );
      expect(foreign.status, name).to.equal(404);
      expect(foreign.body, name).not.to.contain(other.projectName);
      expect(visible(foreign), name).to.deep.equal(visible(missing));
    }
  });

  it("P21 answers parts of another organisation's project as parts of one that does not exist, byte for byte", async () => {
    const missing = narrowed(NOBODYS_ID);
    for (const [index, path] of narrowed(other.projectId).entries()) {
      const foreign = await installation.owner.get(path);
      expect(foreign.status, path).to.equal(404);
      expect(visible(foreign), path).to.deep.equal(
        visible(await installation.owner.get(missing[index] ?? "")),
      );
      const signedOut = await installation.stranger.get(path);
      expect(signedOut.status, path).to.equal(401);
    }
  });

  it("P21 holds the other way round, and each side sees its own", async () => {
    for (const name of patterns("own-project")) {
      expect((await ask(otherOwner, name, fill(name, own))).status, name).to.equal(404);
    }
    for (const name of ["project", "settings", "analysis"] as const) {
      expect((await otherOwner.get(fill(name, other))).status, name).to.equal(200);
      expect((await installation.owner.get(fill(name, own))).status, name).to.equal(200);
    }
    const list = await otherOwner.get("/projects");
    expect(list.body).to.contain("Other project").and.not.contain("Own project");
  });

  it("P21 does not show another organisation's analysis below one's own project", async () => {
    const foreign = await installation.owner.get(
      fill("analysis", { projectId: own.projectId, analysisId: other.analysisId }),
    );
    const missing = await installation.owner.get(
      fill("analysis", { projectId: own.projectId, analysisId: NOBODYS_ID }),
    );
    expect(foreign.status).to.equal(404);
    expect(visible(foreign)).to.deep.equal(visible(missing));
  });

  it("P21 does not show an analysis of one project below another of the same team", async () => {
    const second = await addProject(installation.services, installation.service.organizationId, {
      name: "Second",
    });
    const crossed = { projectId: own.projectId, analysisId: second.analysisId };
    expect((await installation.owner.get(fill("analysis", crossed))).status).to.equal(404);
  });

  it("lets members look and ask for analyses, but not connect", async () => {
    const { services, service } = installation;
    const member = createClient(service.url, await addPerson(services, service.organizationId, "member"));
    for (const name of ["project", "settings", "analysis"] as const) {
      expect((await member.get(fill(name, own))).status, name).to.equal(200);
    }
    expect((await member.post(fill("analyses", own))).status).to.equal(303);
    expect((await member.get("/projects/new")).status).to.equal(403);
    expect(
      (await member.post("/projects", { remote: "git@127.0.0.1:x.git", retention: "full" })).status,
    ).to.equal(403);
    for (const name of ["connect", "confirmHost", "checkAccess"] as const) {
      expect((await ask(member, name, fill(name, own))).status, name).to.equal(404);
    }
  });

  it("answers HEAD as GET without a body, and methods it does not know with 404 or 405", async () => {
    for (const name of ["projects", "newProject", "project", "settings", "analysis"] as const) {
      const head = await installation.owner.request(fill(name, own), { method: "HEAD" });
      expect([head.status, head.body], name).to.deep.equal([200, ""]);
    }
    for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS"]) {
      for (const [name] of ACCESS) {
        const answer = await installation.owner.request(fill(name, own), {
          method,
          headers: { "sec-fetch-site": "same-origin" },
        });
        expect(answer.status, `${method} ${name}`).to.be.oneOf([404, 405]);
      }
    }
  });

  it("answers what is asked of the wrong method without doing it", async () => {
    for (const path of ["/sign-out", `/projects/${own.projectId}/analyses`]) {
      expect((await installation.owner.get(path)).status, path).to.equal(404);
    }
    expect((await installation.owner.get("/projects")).status).to.equal(200);
  });

  it("answers plain text to a client that does not want a page", async () => {
    const answer = await installation.stranger.get("/projects", { accept: "application/json" });
    expect(answer.status).to.equal(401);
    expect(answer.headers["content-type"]).to.equal("text/plain; charset=utf-8");
    expect(answer.body).to.match(/^You are not signed in\..*\n$/);
  });
});

describe("rate limits", function () {
  this.timeout(60_000);
  let installation: Installation;
  before(async () => {
    installation = await startInstallation({ overrides: { runWorker: false } });
  });
  after(() => installation.remove());

  it("refuse the 31st connecting and the 61st analysis of a minute, per person, and say when to come back", async () => {
    const other = await addOtherOrganization(installation.services);
    const client = createClient(installation.service.url, other.cookie);
    const statuses = async (count: number, path: string) => {
      const answers = await Promise.all(
        Array.from({ length: count }, () => client.post(path, { retention: "full" })),
      );
      return answers.map(({ status }) => status);
    };
    const counted = (all: readonly number[]) => all.filter((status) => status === 429).length;
    expect(counted(await statuses(30, "/projects"))).to.equal(0);
    const refused = await client.post("/projects", { retention: "full" });
    expect(refused.status).to.equal(429);
    expect(Number(refused.headers["retry-after"])).to.be.within(1, 60);
    expect(refused.body).to.contain(`Try again in ${refused.headers["retry-after"]} seconds`);
    const analyses = `/projects/${other.projectId}/analyses`;
    expect(counted(await statuses(60, analyses))).to.equal(0);
    expect((await client.post(analyses)).status).to.equal(429);
    // Another person is not affected.
    expect((await installation.owner.post("/projects", { retention: "full" })).status).to.equal(422);
  });
});
