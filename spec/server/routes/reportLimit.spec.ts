import { expect } from "chai";
import { type Installation, startInstallation } from "../../support/installation.js";

/** The limit stands before the look-up, so a project that does not exist shows it as well. */
const PROJECT = "/projects/01890000-0000-7000-8000-000000000000";
const REPORT = `${PROJECT}/files`;
const OTHERS = ["/part?folder=src", "/receipt?language=go", "/findings", "/files/src/a.ts"];

describe("pages of a report", function () {
  this.timeout(60_000);
  let installation: Installation;

  before(async () => {
    installation = await startInstallation();
  });
  after(() => installation.remove());

  it("are answered 600 times a minute to one person, then refused with when to come back; other pages go on", async () => {
    const { owner, stranger } = installation;
    const statuses = new Map<number, number>();
    for (let batch = 0; batch < 61; batch += 1) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => owner.get(REPORT)));
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    // 61 batches of 10 are 610 requests: 600 within the limit, 10 beyond.
    expect([...statuses]).to.deep.equal([
      [404, 600],
      [429, 10],
    ]);
    const refused = await owner.get(REPORT);
    expect(Number(refused.headers["retry-after"])).to.be.within(1, 60);
    expect(refused.body).to.match(/Too many requests in one minute/);
    for (const page of OTHERS) expect((await owner.get(`${PROJECT}${page}`)).status, page).to.equal(429);
    expect((await owner.get("/projects")).status).to.equal(200);
    // Nobody in particular is not counted, and so not shut out by somebody's noise.
    expect((await stranger.get(REPORT)).status).to.equal(401);
  });
});
