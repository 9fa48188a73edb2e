import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { createClient } from "../../support/client.js";
import { type Installation, startInstallation, temporaryHome } from "../../support/installation.js";

describe("health", function () {
  this.timeout(60_000);
  const running: Installation[] = [];
  const folders: string[] = [];
  const start = async (overrides: NonNullable<Parameters<typeof startInstallation>[0]>["overrides"] = {}) => {
    const installation = await startInstallation({ overrides: { runWorker: false, ...overrides } });
    running.push(installation);
    return installation;
  };
  afterEach(async () => {
    for (const installation of running.splice(0)) await installation.remove();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  it("P36 /healthz says version, commit and image digest to anybody", async () => {
    const { stranger, service } = await start();
    const answer = await stranger.get("/healthz");
    expect(answer.status).to.equal(200);
    expect(JSON.parse(answer.body)).to.deep.equal({
      version: service.build.version,
      commit: service.build.commit,
      imageDigest: null,
    });
    const packageFile = path.resolve(import.meta.dirname, "../../../../package.json");
    expect(service.build.version).to.equal(JSON.parse(readFileSync(packageFile, "utf8")).version);
    expect(service.build.commit ?? "0".repeat(40)).to.match(/^[0-9a-f]{40}(-modified)?$/);
  });

  it("/livez and /readyz answer 200 while the service can work", async () => {
    const { stranger } = await start();
    for (const [path, status] of [
      ["/livez", "alive"],
      ["/readyz", "ready"],
    ] as const) {
      const answer = await stranger.get(path);
      expect([answer.status, JSON.parse(answer.body)], path).to.deep.equal([200, { status }]);
    }
  });

  it("/metrics counts requests by route pattern, never by address", async () => {
    const { stranger, owner } = await start();
    await owner.get("/sign-in/a-token-that-nobody-may-see");
    const { body, headers } = await stranger.get("/metrics");
    expect(headers["content-type"]).to.match(/^text\/plain/);
    expect(body).to.contain('route="/sign-in/:token"').and.not.contain("a-token-that-nobody-may-see");
    expect(body).to.match(/^sealgrade_jobs\{state="\w+"\} 0$/m);
  });

  it("/metrics need the whole bearer token where one is set", async () => {
    const token = "0123456789abcdef0123";
    const home = temporaryHome();
    folders.push(home);
    const metricsTokenFile = path.join(home, "token");
    writeFileSync(metricsTokenFile, `${token}\n`);
    const { stranger } = await start({ metricsTokenFile });
    const status = async (authorization?: string) =>
      (await stranger.get("/metrics", authorization === undefined ? {} : { authorization })).status;
    expect(await status(`Bearer ${token}`)).to.equal(200);
    for (const wrong of [
      undefined,
      "",
      token,
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      `bearer ${token}`,
    ]) {
      expect(await status(wrong), wrong ?? "none").to.equal(403);
    }
  });

  describe("behind a proxy", () => {
    it("shows metrics to nobody without a token, for every request comes from loopback there", async () => {
      const { stranger } = await start({ behindProxy: true });
      for (const forwarded of ["127.0.0.1", "::1", "127.0.0.1, 198.51.100.7", "198.51.100.7"]) {
        const answer = await stranger.get("/metrics", { "x-forwarded-for": forwarded });
        expect(answer.status, forwarded).to.equal(403);
      }
      expect((await stranger.get("/metrics")).status).to.equal(403);
    });

    it("P19 signs in with a Secure cookie although the proxy speaks plain HTTP", async () => {
      const { owner } = await start({ behindProxy: true });
      expect(owner.cookie()).to.match(/^__Host-sealgrade=/);
      expect((await owner.get("/projects")).status).to.equal(200);
      const [cleared = ""] = (await owner.post("/sign-out")).cookies;
      expect(cleared.toLowerCase()).to.contain("secure");
    });

    it("counts tries to sign in by the address the proxy saw, not by one the client made up", async () => {
      const { service } = await start({ behindProxy: true });
      const client = createClient(service.url.replace("https:", "http:"));
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 11; attempt += 1) {
        const headers = { "x-forwarded-for": `10.0.0.${attempt}, 198.51.100.7` };
        statuses.push((await client.get("/sign-in/AAAA", headers)).status);
      }
      expect(statuses.filter((status) => status === 429)).to.have.length(1);
      const another = await client.get("/sign-in/AAAA", { "x-forwarded-for": "198.51.100.8" });
      expect(another.status).to.equal(200);
    });
  });
});
