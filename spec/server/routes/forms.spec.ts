import { expect } from "chai";
import { type Installation, startInstallation } from "../../support/installation.js";
import { addPerson, addProject } from "../../support/otherOrganization.js";
import { rawRequest, statusOf } from "../../support/rawRequest.js";

describe("forms", function () {
  this.timeout(60_000);
  let installation: Installation;
  let confirm = "";

  before(async () => {
    installation = await startInstallation({ overrides: { runWorker: false } });
    const { services, service } = installation;
    const { projectId } = await addProject(services, service.organizationId, { name: "Own" });
    confirm = `/projects/${projectId}/confirm-host`;
  });
  after(() => installation.remove());

  const post = (body: string, headers: Record<string, string> = {}, path = "/projects") =>
    installation.owner.request(path, {
      method: "POST",
      body,
      headers: {
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
        ...headers,
      },
    });

  it("of exactly 64 KiB are read, and one byte more is refused with 413", async () => {
    const filled = (sizeBytes: number) => "retention=full&name=".padEnd(sizeBytes, "x");
    expect((await post(filled(65_536))).status).to.equal(422);
    const refused = await post(filled(65_537));
    expect(refused.status).to.equal(413);
    expect(refused.body).to.contain("Shorten it and try again");
  });

  it("that never end are cut off with 413", async () => {
    const head = `POST /projects HTTP/1.1\r\nHost: localhost\r\nCookie: ${installation.owner.cookie()}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = `4000\r\n${"x".repeat(0x4000)}\r\n`;
    const answer = await rawRequest(installation.service.url, head + chunk.repeat(5));
    expect(statusOf(answer)).to.equal(413);
    expect(answer).to.match(/^Connection: close\r$/m);
  });

  for (const type of ["application/json", "text/plain", "multipart/form-data; boundary=x", ""]) {
    it(`of the content type "${type}" are refused with 400`, async () => {
      for (const path of ["/projects", confirm]) {
        const answer = await post("retention=full&remote=x", { "content-type": type }, path);
        expect(answer.status, path).to.equal(400);
        expect(answer.body).to.contain("does not carry a form");
      }
    });
  }

  it("of another content type are refused also when they come in chunks", async () => {
    const head = `POST /projects HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: ${installation.owner.cookie()}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const answer = await rawRequest(installation.service.url, `${head}e\r\nretention=full\r\n0\r\n\r\n`);
    expect(statusOf(answer)).to.equal(400);
  });

  it("with nonsense in them get an answer that says what is wrong", async () => {
    for (const [body, status] of [
      ["", 400],
      ["retention=everything&remote=git@127.0.0.1:a.git", 400],
      ["retention=full&retention=none&remote=", 422],
      ["remote=%&retention=full", 422],
      ["remote=%00&retention=full", 422],
      ["remote=%ff%fe&retention=full", 422],
      ["remote=git@127.0.0.1:a.git&name=a%00b&retention=full", 422],
      ["remote=git@127.0.0.1:a.git&name=a%0Ab&retention=full", 422],
      [`remote=git@127.0.0.1:a.git&name=${"%F0%9F%98%80".repeat(51)}&retention=full`, 422],
      ["remote=git@127.0.0.1:a.git&branch=-x&retention=full", 422],
      ["remote=git@127.0.0.1:a.git&branch=a..b&retention=full", 422],
      ["remote=git@127.0.0.1:a.git&branch=%00&retention=full", 422],
      ["__proto__=1&constructor=2&retention=full", 422],
      [`remote=${"a".repeat(5_000)}&retention=full`, 422],
      ["&&&=&=&retention=full", 422],
    ] as const) {
      expect((await post(body)).status, body.slice(0, 60)).to.equal(status);
    }
  });

  it("with a project name that hides or turns text get told so, before anybody is asked for it", async () => {
    const { services, service } = installation;
    const cookie = await addPerson(services, service.organizationId, "owner");
    for (const name of ["a\u202Eb", "a\u0007b", "a\u001B[31mb", "a\u2028b", "a\u200Bb"]) {
      const form = new URLSearchParams({ remote: "git@github.com:a/b.git", name, retention: "full" });
      const { status, body } = await post(form.toString(), { cookie });
      expect(status, JSON.stringify(name)).to.equal(422);
      expect(body, JSON.stringify(name)).to.contain("characters that cannot be seen");
    }
  });

  it("that confirm a host need the tick and a whole fingerprint", async () => {
    const { services, service } = installation;
    // Another owner: what the specs above posted counts against the first one's limit.
    const cookie = await addPerson(services, service.organizationId, "owner");
    const fingerprint = `SHA256:${"A".repeat(43)}`;
    for (const body of [
      "",
      "compared=yes",
      `fingerprint=${encodeURIComponent(fingerprint)}`,
      `fingerprint=${encodeURIComponent(fingerprint)}&compared=no`,
      "fingerprint=SHA256:short&compared=yes",
      `fingerprint=MD5:${"a".repeat(32)}&compared=yes`,
      `${`fingerprint=${encodeURIComponent(fingerprint)}&`.repeat(9)}compared=yes`,
    ]) {
      const answer = await post(body, { cookie }, confirm);
      expect(answer.status, body.slice(0, 60)).to.equal(400);
    }
  });

  it("P12 none was answered with 500, and nothing was logged as an error", () => {
    expect(installation.log()).not.to.contain('"level":"error"');
  });
});
