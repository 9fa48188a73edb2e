import { expect } from "chai";
import { type Installation, startInstallation } from "../../support/installation.js";

describe("limitSignedIn", function () {
  this.timeout(60_000);
  let installation: Installation;

  before(async () => {
    installation = await startInstallation();
  });
  after(() => installation.remove());

  it("answers the first 600 requests of one person in a minute, refuses the others and says when to come back", async () => {
    const { owner, stranger } = installation;
    const statuses = new Map<number, number>();
    for (let batch = 0; batch < 61; batch += 1) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => owner.get("/projects")));
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    // 61 batches of 10 are 610 requests: 600 within the limit, 10 beyond.
    expect([...statuses]).to.deep.equal([
      [200, 600],
      [429, 10],
    ]);
    const refused = await owner.get("/projects");
    expect(Number(refused.headers["retry-after"])).to.be.within(1, 60);
    expect(refused.body).to.match(/Too many requests in one minute/);
    // Nobody in particular is not counted, and so not shut out by somebody's noise.
    expect((await stranger.get("/sign-in")).status).not.to.equal(429);
  });
});
