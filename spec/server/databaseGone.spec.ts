import { expect } from "chai";
import { eventually } from "../support/eventually.js";
import { type Installation, startInstallation } from "../support/installation.js";
import { isMariaDbInstalled, type MariaDb, startMariaDb } from "../support/mariadb.js";
import { addProject } from "../support/otherOrganization.js";
import { unavailable } from "../support/unavailable.js";

describe("while the database is gone", function () {
  this.timeout(120_000);
  let mariaDb: MariaDb;
  let installation: Installation;
  let projectId = "";

  before(async function () {
    if (!isMariaDbInstalled()) unavailable(this, "mariadbd is not installed");
    mariaDb = await startMariaDb();
    const { database, socketPath } = await mariaDb.createDatabase();
    const databaseUrl = `mysql://root@localhost/${database}?socket=${socketPath}`;
    installation = await startInstallation({ overrides: { databaseUrl } });
    const { services, service } = installation;
    ({ projectId } = await addProject(services, service.organizationId, { name: "Own" }));
    expect((await installation.owner.get("/projects")).status).to.equal(200);
    await mariaDb.stop();
  });
  after(async () => {
    await mariaDb?.start();
    await installation?.remove();
    await mariaDb?.remove();
  });

  it("pages answer 503, say so, and promise nothing was lost", async () => {
    for (const path of ["/projects", "/projects/new", `/projects/${projectId}`]) {
      const answer = await installation.owner.get(path);
      expect(answer.status, path).to.equal(503);
      expect(answer.body, path).to.contain("database does not answer").and.contain("try again in a minute");
      expect(answer.headers["content-security-policy"], path).to.contain("default-src 'none'");
      expect(answer.cookies, "nobody is signed out by it").to.deep.equal([]);
    }
  });

  it("what would change something answers 503, too", async () => {
    const { owner } = installation;
    for (const path of ["/projects", `/projects/${projectId}/analyses`, "/sign-out"]) {
      expect((await owner.post(path, { retention: "full" })).status, path).to.equal(503);
    }
    expect((await installation.stranger.post("/sign-in/AAAA")).status).to.equal(503);
  });

  it("what needs no database still answers: life, build, metrics, assets, the sign-in page", async () => {
    const { stranger } = installation;
    const asset = /\/assets\/[^"]+\.css/.exec((await stranger.get("/sign-in")).body)?.[0] ?? "/none";
    for (const path of ["/livez", "/healthz", "/metrics", asset]) {
      expect((await stranger.get(path)).status, path).to.equal(200);
    }
    const ready = await stranger.get("/readyz");
    expect([ready.status, JSON.parse(ready.body)]).to.deep.equal([
      503,
      { status: "not ready", reason: "the database does not answer" },
    ]);
  });

  it("and once it is back everything works again by itself, for the same session", async () => {
    await mariaDb.start();
    await eventually("readiness", async () => (await installation.stranger.get("/readyz")).status === 200);
    expect((await installation.owner.get(`/projects/${projectId}`)).status).to.equal(200);
    expect((await installation.owner.post(`/projects/${projectId}/analyses`)).status).to.equal(303);
    const { services, service } = installation;
    const { analyses } = services.database.repositories.forOrganization(service.organizationId);
    // The worker that lost the database is the one that takes the job.
    await eventually(
      "the end of the analysis",
      async () => (await analyses.latest(projectId))?.state === "failed",
    );
  });
});
