import { expect } from "chai";
import { DAY_MS, MINUTE_MS } from "../../../server/clock.js";
import { createClient } from "../../support/client.js";
import { type Installation, startInstallation } from "../../support/installation.js";

describe("sign-in by owner link", function () {
  this.timeout(60_000);
  let installation: Installation;
  let nowMs = Date.now();

  before(async () => {
    installation = await startInstallation({ clock: { now: () => nowMs } });
  });
  after(() => installation.remove());

  const anonymous = () => createClient(installation.service.url);

  it("P18 signs in once; the same link is refused afterwards and says how to get another", async () => {
    const link = await installation.service.ownerLink();
    const first = anonymous();
    const signedIn = await first.signIn(link);
    expect(signedIn.status).to.equal(303);
    expect((await first.get("/projects")).status).to.equal(200);
    const second = await anonymous().signIn(link);
    expect(second.status).to.equal(403);
    expect(second.body).to.contain("sealgrade link");
  });

  it("P18 is not used up by looking at it, as mail scanners and previews do", async () => {
    const link = await installation.service.ownerLink();
    const { pathname } = new URL(link);
    for (let look = 0; look < 3; look += 1)
      expect((await anonymous().get(pathname)).body).to.contain('method="post"');
    expect((await anonymous().signIn(link)).status).to.equal(303);
  });

  it("P18 carries 256 random bits, others each time", async () => {
    const links = [await installation.service.ownerLink(), await installation.service.ownerLink()];
    const tokens = links.map((link) => Buffer.from(link.split("/").at(-1) ?? "", "base64url"));
    for (const token of tokens) {
      expect(token).to.have.length(32);
      // As for root keys: 32 random bytes have fewer different values once in more than 10²⁰ tries.
      expect(new Set(token).size).to.be.at.least(12);
    }
    expect(tokens[0]).to.not.deep.equal(tokens[1]);
  });

  it("P18 ends after 15 minutes", async () => {
    const links = [await installation.service.ownerLink(), await installation.service.ownerLink()];
    nowMs += 15 * MINUTE_MS - 1;
    expect((await anonymous().signIn(links[0] ?? "")).status).to.equal(303);
    nowMs += 1;
    expect((await anonymous().signIn(links[1] ?? "")).status).to.equal(403);
  });

  it("refuses the eleventh try of a minute from one address and says when to come back", async () => {
    const fresh = await startInstallation();
    try {
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 11; attempt += 1) {
        statuses.push((await createClient(fresh.service.url).get("/sign-in/AAAA")).status);
      }
      // The installation's own sign-in was the first of the minute.
      expect(statuses).to.deep.equal([200, 200, 200, 200, 200, 200, 200, 200, 200, 429, 429]);
    } finally {
      await fresh.remove();
    }
  });
});

describe("session", function () {
  this.timeout(60_000);
  let installation: Installation;
  let nowMs = Date.now();

  beforeEach(async () => {
    nowMs = Date.now();
    installation = await startInstallation({ clock: { now: () => nowMs } });
  });
  afterEach(() => installation.remove());

  it("P19 lives in a __Host- cookie that scripts and other sites cannot use", async () => {
    const client = createClient(installation.service.url);
    const { cookies } = await client.signIn(await installation.service.ownerLink());
    expect(cookies).to.have.length(1);
    const attributes = (cookies[0] ?? "").toLowerCase().split("; ");
    expect(attributes[0]).to.match(/^__host-sealgrade=/);
    expect(attributes).to.include.members(["path=/", "secure", "httponly", "samesite=lax"]);
    expect(attributes.some((attribute) => attribute.startsWith("domain="))).to.equal(false);
    expect(endOf(cookies[0]) - nowMs).to.be.within(90 * DAY_MS - MINUTE_MS, 90 * DAY_MS + MINUTE_MS);
  });

  it("P19 takes the cookie back when it ends", async () => {
    const { cookies } = await installation.owner.post("/sign-out");
    expect(cookies).to.have.length(1);
    expect(cookies[0]).to.match(/^__Host-sealgrade=;/);
    expect(endOf(cookies[0])).to.equal(0);
  });

  it("P19 ends after 14 days without use", async () => {
    nowMs += 14 * DAY_MS;
    expect((await installation.owner.get("/projects")).status).to.equal(200);
    nowMs += 14 * DAY_MS + 1;
    expect((await installation.owner.get("/projects")).status).to.equal(401);
  });

  it("P19 ends after 90 days however much it was used", async () => {
    for (let day = 0; day < 90; day += 10) {
      nowMs += 10 * DAY_MS;
      expect((await installation.owner.get("/projects")).status, `day ${day + 10}`).to.equal(200);
    }
    nowMs += 1;
    expect((await installation.owner.get("/projects")).status).to.equal(401);
  });

  it("P19 is over at once after signing out, also for a copy of the cookie", async () => {
    const cookie = installation.owner.cookie();
    const left = await installation.owner.post("/sign-out");
    expect(left.status).to.equal(303);
    const copy = await createClient(installation.service.url).get("/projects", { cookie });
    expect(copy.status).to.equal(401);
  });

  it("P19 replaces the session one had: the old token is worthless after signing in anew", async () => {
    const old = installation.owner.cookie();
    await installation.owner.signIn(await installation.service.ownerLink());
    expect((await installation.owner.get("/projects")).status).to.equal(200);
    expect((await createClient(installation.service.url).get("/projects", { cookie: old })).status).to.equal(
      401,
    );
  });
});

/** When the browser drops a cookie, ms since the epoch. */
function endOf(cookie = ""): number {
  return Date.parse(/; expires=([^;]+)/i.exec(cookie)?.[1] ?? "");
}
