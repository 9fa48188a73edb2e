import { expect } from "chai";
import { createClient } from "../../support/client.js";
import { type Installation, startInstallation } from "../../support/installation.js";
import { addProject } from "../../support/otherOrganization.js";

const HERE = "https://localhost:8443";
const ELSEWHERE = "https://evil.example";

/** Headers of a request with a cookie, and whether the request comes from the product's own pages. */
const ARRIVALS: readonly (readonly [string, Record<string, string>, "ours" | "refused"])[] = [
  ["a browser, from our page", { "sec-fetch-site": "same-origin", origin: HERE }, "ours"],
  ["a browser that sends no Origin", { "sec-fetch-site": "same-origin" }, "ours"],
  ["an older browser, from our page", { origin: HERE }, "ours"],
  ["another site", { "sec-fetch-site": "cross-site", origin: ELSEWHERE }, "refused"],
  ["another site that hides its name", { "sec-fetch-site": "cross-site", origin: "null" }, "refused"],
  ["another site without Origin", { "sec-fetch-site": "cross-site" }, "refused"],
  ["another site, claiming our Origin", { "sec-fetch-site": "cross-site", origin: HERE }, "refused"],
  [
    "a neighbouring host",
    { "sec-fetch-site": "same-site", origin: "https://other.localhost:8443" },
    "refused",
  ],
  ["a neighbouring host without Origin", { "sec-fetch-site": "same-site" }, "refused"],
  ["an address bar or extension", { "sec-fetch-site": "none" }, "refused"],
  [
    "our page by one header, another by the other",
    { "sec-fetch-site": "same-origin", origin: ELSEWHERE },
    "refused",
  ],
  ["a sandboxed frame of ours", { "sec-fetch-site": "same-origin", origin: "null" }, "refused"],
  ["an older browser, from another site", { origin: ELSEWHERE }, "refused"],
  ["an older browser, from a hidden site", { origin: "null" }, "refused"],
  ["our host over plain HTTP", { origin: "http://localhost:8443" }, "refused"],
  ["our host on another port", { origin: "https://localhost:9443" }, "refused"],
  ["a host that begins with ours", { origin: `${HERE}.evil.example` }, "refused"],
  ["neither header", {}, "refused"],
  ["a forged Host", { host: "evil.example", origin: ELSEWHERE }, "refused"],
];

describe("cross-site requests", function () {
  this.timeout(60_000);
  let installation: Installation;
  let projectId = "";

  before(async () => {
    installation = await startInstallation({ overrides: { runWorker: false } });
    const { services, service } = installation;
    ({ projectId } = await addProject(services, service.organizationId, { name: "Own" }));
  });
  after(() => installation.remove());

  const posted = () => [
    "/sign-out",
    "/sign-in/AAAA",
    "/projects",
    `/projects/${projectId}/confirm-host`,
    `/projects/${projectId}/check-access`,
    `/projects/${projectId}/analyses`,
  ];

  async function everything(): Promise<object> {
    const { services, service, owner } = installation;
    const tenant = services.database.repositories.forOrganization(service.organizationId);
    const signedIn = (await owner.get("/projects")).status;
    return {
      signedIn,
      projects: await tenant.projects.list(),
      analyses: await tenant.analyses.list(projectId, 100),
      hostKeys: await tenant.hostKeys.find("127.0.0.1", 1),
    };
  }

  for (const [from, headers, verdict] of ARRIVALS) {
    if (verdict === "ours") continue;
    it(`P32 from ${from} change nothing, whichever form they forge`, async () => {
      const before = await everything();
      for (const path of posted()) {
        const answer = await installation.owner.request(path, {
          method: "POST",
          form: { remote: "git@127.0.0.1:a.git", retention: "full", compared: "yes" },
          headers,
        });
        expect(answer.status, path).to.equal(403);
        expect(answer.cookies, path).to.deep.equal([]);
        expect(answer.body, path).to.contain("nothing was changed");
      }
      expect(await everything()).to.deep.equal(before);
    });
  }

  it("P32 with other unsafe methods are refused alike", async () => {
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      const headers = { "sec-fetch-site": "cross-site" };
      expect((await installation.owner.request("/projects", { method, headers })).status, method).to.equal(
        403,
      );
    }
  });

  for (const [from, headers, verdict] of ARRIVALS) {
    if (verdict === "refused") continue;
    it(`lets through ${from}`, async () => {
      const options = { method: "POST", form: { retention: "full" }, headers };
      // The address is missing, which only the form itself finds out.
      expect((await installation.owner.request("/projects", options)).status).to.equal(422);
    });
  }

  it("lets a client without cookie and headers sign in, such as a script of the operator", async () => {
    const { pathname } = new URL(await installation.service.ownerLink());
    const client = createClient(installation.service.url);
    expect((await client.request(pathname, { method: "POST", form: {} })).status).to.equal(303);
  });
});
