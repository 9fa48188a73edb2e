import { createServer } from "node:net";
import { expect } from "chai";
import { parsePublicKey } from "../../../keys/deployKey.js";
import { sealedColumns } from "../../../server/sealing/sealedColumns.js";
import {
  analyse,
  confirmHost,
  connect,
  connectCompletely,
  shownDeployKey,
} from "../../support/connecting.js";
import { freePort } from "../../support/freePort.js";
import { type GitHost, startGitHost } from "../../support/gitHost.js";
import { type Installation, startInstallation } from "../../support/installation.js";
import { keyForms } from "../../support/keyForms.js";
import { addPerson } from "../../support/otherOrganization.js";

const FINGERPRINT = /SHA256:[A-Za-z0-9+/]{43}/g;

describe("connecting a repository", function () {
  this.timeout(120_000);
  let installation: Installation;
  let host: GitHost;

  before(async () => {
    host = await startGitHost({ "a.js": "function one() {\n  return 1;\n}\n" });
    installation = await startInstallation();
  });
  after(async () => {
    await installation?.remove();
    await host?.remove();
  });

  // Each spec is another owner, since one person may reach out to hosts 30 times a minute.
  beforeEach(async () => {
    const { services, service } = installation;
    const cookie = await addPerson(services, service.organizationId, "owner");
    installation.owner.useCookie(cookie);
  });

  const check = async (projectId: string) =>
    (await installation.owner.post(`/projects/${projectId}/check-access`)).body;
  const page = async (projectId: string) =>
    (await installation.owner.get(`/projects/${projectId}/connect`)).body;

  async function refusalOf(remote: string): Promise<string> {
    const answer = await installation.owner.post("/projects", { remote, retention: "none", name: "Kept" });
    expect(answer.status).to.equal(422);
    // What was typed stays.
    expect(answer.body)
      .to.contain('value="Kept"')
      .and.match(/value="none" checked/);
    return answer.body;
  }

  it("P10 asks how much of the source may be kept, with full preselected and the difference in words", async () => {
    const { body } = await installation.owner.get("/projects/new");
    expect(
      [...body.matchAll(/name="retention" value="(\w+)"( checked)?/g)].map(([, value, on]) => [
        value,
        on !== undefined,
      ]),
    ).to.deep.equal([
      ["full", true],
      ["snippets", false],
      ["none", false],
    ]);
    expect(body).to.contain("Copies are encrypted").and.contain("Only figures and names");
  });

  it("P10 takes no answer but one of the three, and chooses for nobody", async () => {
    const remote = "ssh://git@127.0.0.1:1/a.git";
    for (const choice of [{}, { retention: "" }, { retention: "everything" }]) {
      const answer = await installation.owner.post("/projects", { remote, ...choice });
      expect(answer.status, JSON.stringify(choice)).to.equal(400);
      expect(answer.body).to.contain("choose how much of the source is kept");
    }
  });

  it("P02 answers a web address with the SSH address to use, and never asks for a password", async () => {
    const answer = await refusalOf("https://github.com/acme/api");
    expect(answer)
      .to.contain("use the SSH address git@github.com:acme/api.git")
      .and.contain("never asks for passwords");
    expect(await refusalOf("ssh://git:secret-canary@127.0.0.1/a.git")).to.contain("Leave the password out");
  });

  it("P02 asks for an address, a name, a branch and what may be kept, and for nothing else", async () => {
    const { body } = await installation.owner.get("/projects/new");
    const fields = [...body.matchAll(/<(?:input|select|textarea)\b[^>]*?\bname="([^"]+)"/g)];
    expect(new Set(fields.map(([, name]) => name))).to.deep.equal(
      new Set(["remote", "name", "branch", "retention"]),
    );
  });

  it("says that a host name with a typo does not resolve", async () => {
    expect(await refusalOf("git@no-such-host.invalid:team/repo.git")).to.contain("no-such-host.invalid");
  });

  it("says that nothing answers on a wrong port", async () => {
    const closed = await freePort();
    expect(await refusalOf(`ssh://git@127.0.0.1:${closed}/team/repo.git`)).to.match(/127\.0\.0\.1.*port/);
  });

  it("says that something else than SSH answers", async () => {
    const other = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    expect(await refusalOf(`ssh://git@127.0.0.1:${port}/team/repo.git`)).to.contain("127.0.0.1");
    other.close();
  });

  it("stores nothing of a repository whose host did not answer", async () => {
    const { services, service } = installation;
    const { projects } = services.database.repositories.forOrganization(service.organizationId);
    const before = (await projects.list()).length;
    await refusalOf(`ssh://git@127.0.0.1:${await freePort()}/team/repo.git`);
    expect((await projects.list()).length).to.equal(before);
  });

  it("P03 shows the host's fingerprint, and neither key nor analysis before an owner has confirmed it", async () => {
    const projectId = await connect(installation.owner, host.remote);
    const shown = await page(projectId);
    expect(shown.match(FINGERPRINT)).to.include(host.ssh.hostKey().fingerprint);
    expect(shown).not.to.contain("ssh-ed25519 AAAA");
    const connections = host.ssh.connections();
    expect(await check(projectId))
      .not.to.contain("Access works")
      .and.not.contain("ssh-ed25519 AAAA");
    expect((await analyse(installation, projectId)).failureCode).to.equal("host-key-unknown");
    expect(host.ssh.log()).not.to.contain("Accepted publickey");
    expect(host.ssh.connections() - connections, "only the page itself asked for the host key").to.be.at.most(
      2,
    );
  });

  it("P03 confirms only a key that the host offers at that moment", async () => {
    const projectId = await connect(installation.owner, host.remote);
    const answer = await installation.owner.post(`/projects/${projectId}/confirm-host`, {
      fingerprint: `SHA256:${"A".repeat(43)}`,
      compared: "yes",
    });
    expect(answer.status).to.equal(409);
    expect(answer.body).to.contain("Open the connect page again");
  });

  it("P03 confirms nothing before the box is ticked", async () => {
    const projectId = await connect(installation.owner, host.remote);
    const { fingerprint } = host.ssh.hostKey();
    for (const answered of [{}, { compared: "" }, { compared: "no" }]) {
      const path = `/projects/${projectId}/confirm-host`;
      const answer = await installation.owner.post(path, { fingerprint, ...answered });
      expect(answer.status, JSON.stringify(answered)).to.equal(400);
      expect(answer.body).to.contain("tick the box");
    }
  });

  it("P04 goes from address to access: refused before the key is installed, granted after, refused once removed", async () => {
    const projectId = await connect(installation.owner, host.remote);
    expect((await confirmHost(installation.owner, projectId, host)).status).to.equal(303);
    const key = await shownDeployKey(installation.owner, projectId);
    expect(await page(projectId)).to.contain(parsePublicKey(key).fingerprint);
    expect(await check(projectId)).to.contain("refused the project's deploy key");
    await host.install(key);
    const granted = await check(projectId);
    expect(granted).to.contain("Access works").and.contain("main");
    expect((await analyse(installation, projectId)).state).to.equal("done");
    await host.ssh.removeKey(key);
    expect(await check(projectId)).to.contain("if it was there before, it has been removed");
    const failed = await analyse(installation, projectId);
    expect([failed.state, failed.failureCode]).to.deep.equal(["failed", "key-rejected"]);
    const project = (await installation.owner.get(`/projects/${projectId}`)).body;
    expect(project).to.contain("The Git host refused the deploy key");
    expect(project, "the last good grade stays").to.contain('class="grade grade-a ');
  });

  it("P03 stops at a changed host key, shows both fingerprints, and goes on once the new one is confirmed", async () => {
    const projectId = await connectCompletely(installation, host);
    const old = host.ssh.hostKey().fingerprint;
    const fresh = (await host.ssh.changeHostKey()).fingerprint;
    const changed = await page(projectId);
    expect(changed).to.contain("key has changed").and.contain(old).and.contain(fresh);
    expect(changed).not.to.contain("ssh-ed25519 AAAA");
    const failed = await analyse(installation, projectId);
    expect(failed.failureCode).to.equal("host-key-changed");
    expect(failed.failureMessage).to.contain(old).and.contain(fresh);
    await confirmHost(installation.owner, projectId, host);
    expect(await page(projectId)).not.to.contain(old);
    expect((await analyse(installation, projectId)).state).to.equal("done");
  });

  it("names a branch that does not exist", async () => {
    const projectId = await connectCompletely(installation, host, { branch: "relaese" });
    expect(await check(projectId))
      .to.contain("relaese")
      .and.contain("does not exist on the Git host");
    expect((await analyse(installation, projectId)).failureCode).to.equal("branch-missing");
  });

  it("P01 gives every project a key of its own, also for the same repository", async () => {
    const keys = new Set<string>();
    for (let count = 0; count < 3; count += 1) {
      const projectId = await connect(installation.owner, host.remote);
      await confirmHost(installation.owner, projectId, host);
      keys.add(parsePublicKey(await shownDeployKey(installation.owner, projectId)).blob.toString("hex"));
    }
    expect(keys.size).to.equal(3);
  });

  it("P01 shows the fingerprint on the project's pages and the private half on none", async () => {
    const { services, service } = installation;
    const projectId = await connectCompletely(installation, host);
    const { deployKeys } = services.database.repositories.forOrganization(service.organizationId);
    const key = await deployKeys.activeOf(projectId);
    if (key === null) return expect.fail("the project has no key");
    const context = sealedColumns.deployKeyPrivateKey(service.organizationId, key.id);
    const forms = keyForms(services.vault.open(context, key.privateKeySealed));
    for (const path of ["", "/connect", "/settings"]) {
      const { body } = await installation.owner.get(`/projects/${projectId}${path}`);
      expect(body, path).to.contain(key.fingerprint);
      const bytes = Buffer.from(body);
      expect(
        forms.some((form) => bytes.includes(form)),
        `the private half on "${path}"`,
      ).to.equal(false);
      expect(body, path).not.to.contain("PRIVATE KEY");
    }
  });

  it("P05 says to paste the key with read access only", async () => {
    const projectId = await connectCompletely(installation, host);
    const shown = await page(projectId);
    expect(shown).to.contain("with read access only");
    // Each host's own words for the choice, and the ones that leave it off; Bitbucket's access keys can only read.
    for (const host of [
      "Leave “Allow write access” unticked",
      "access keys can only read",
      "Leave “Grant write permissions to this key” unticked",
      "a key that may only read",
    ])
      expect(shown, "P05: what to do at each host").to.contain(host);
    expect(shown.match(/write/gi), "P05: writing is spoken of only to leave it off").to.have.length(2);
  });
});
