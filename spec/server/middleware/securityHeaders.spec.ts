import { expect } from "chai";
import type { Answer } from "../../support/client.js";
import { inlineParts } from "../../support/inlineParts.js";
import { type Installation, startInstallation } from "../../support/installation.js";
import { addProject } from "../../support/otherOrganization.js";

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

describe("security headers", function () {
  this.timeout(60_000);
  let installation: Installation;
  let answers: Map<string, Answer>;

  before(async () => {
    installation = await startInstallation({ overrides: { runWorker: false } });
    const { owner, stranger, services, service } = installation;
    const { projectId } = await addProject(services, service.organizationId, { name: "Own" });
    const asset = /\/assets\/[^"]+\.css/.exec((await stranger.get("/sign-in")).body)?.[0] ?? "";
    answers = new Map([
      ["a page", await owner.get("/projects")],
      ["the form", await owner.get("/projects/new")],
      ["a project", await owner.get(`/projects/${projectId}`)],
      ["its settings", await owner.get(`/projects/${projectId}/settings`)],
      ["a used link", await stranger.get("/sign-in/AAAA")],
      ["a redirect", await stranger.get("/")],
      ["an asset", await stranger.get(asset)],
      ["events", await owner.get(`/projects/${projectId}/events`)],
      ["health", await stranger.get("/healthz")],
      ["metrics", await stranger.get("/metrics")],
      ["400", await owner.post("/projects", { retention: "all" })],
      ["401", await stranger.get("/projects")],
      ["403", await owner.post("/sign-out", {}, { "sec-fetch-site": "cross-site" })],
      ["404", await owner.get("/nowhere")],
      ["404 of an asset", await owner.get("/assets/nothing.js")],
      ["413", await owner.post("/projects", { name: "x".repeat(70_000) })],
      ["422", await owner.post("/projects", { retention: "full" })],
      ["signing out", await owner.post("/sign-out")],
    ]);
  });
  after(() => installation.remove());

  it("P32 are on every answer: pages, errors, redirects, assets, events", () => {
    for (const [what, { headers }] of answers) {
      expect(headers["content-security-policy"], what).to.equal(POLICY);
      expect(headers["x-content-type-options"], what).to.equal("nosniff");
      expect(headers["referrer-policy"], what).to.equal("same-origin");
      expect(headers["cross-origin-opener-policy"], what).to.equal("same-origin");
      expect(headers["cross-origin-resource-policy"], what).to.equal("same-origin");
      expect(headers["permissions-policy"], what).to.equal("camera=(), geolocation=(), microphone=()");
      expect(headers, what).not.to.have.any.keys("x-powered-by", "server", "access-control-allow-origin");
    }
    const named = [...answers].filter(([what]) => /^\d/.test(what));
    for (const [what, { status }] of named) expect(status, what).to.equal(Number.parseInt(what, 10));
  });

  it("let nobody keep a page, and everybody keep an asset, whose name changes with its content", () => {
    for (const [what, { headers }] of answers) {
      const expected = what === "an asset" ? "public, max-age=31536000, immutable" : "no-store";
      expect(headers["cache-control"], what).to.equal(expected);
    }
    expect(answers.get("an asset")?.status).to.equal(200);
  });

  it("P32 no page holds a script, a style or a handler of its own", () => {
    for (const [what, { body, headers }] of answers) {
      if (headers["content-type"]?.startsWith("text/html") !== true) continue;
      expect(inlineParts(body), what).to.deep.equal([]);
    }
  });

  it("P32 sees what the policy would forbid", () => {
    const forbidden = [
      "<script>a()</script>",
      "<script src=//evil.example/a.js></script>",
      '<p style="color:red">',
      "<img src=x onerror=alert(1)>",
      '<a href="javascript:alert(1)">',
      "<style>p{}</style>",
    ];
    for (const html of forbidden) expect(inlineParts(html), html).to.have.length(1);
    expect(inlineParts('<p title="x onclick=y">onclick=z</p>')).to.deep.equal([]);
  });

  it("P02 no page has a field for a password", () => {
    for (const [what, { body }] of answers)
      expect(body, what).not.to.match(/type="password"|name="[^"]*password/i);
  });

  it("say what a page is, so that nothing is guessed", () => {
    for (const [what, { headers, body }] of answers) {
      if (body !== "") expect(headers["content-type"], what).to.match(/charset=utf-8/);
    }
  });

  describe("Strict-Transport-Security", () => {
    for (const [baseUrl, selfSigned, expected] of [
      ["https://grade.example.com", false, "max-age=63072000; includeSubDomains"],
      ["https://grade.example.com", true, undefined],
      ["https://localhost:8443", false, undefined],
      ["https://my.localhost", false, undefined],
      ["https://192.0.2.10", false, undefined],
      ["https://[2001:db8::1]", false, undefined],
      ["https://intranet", false, undefined],
    ] as const) {
      it(`P31 is ${expected === undefined ? "not " : ""}sent for ${baseUrl}${selfSigned ? " with a certificate of our own making" : ""}`, async () => {
        const there = await startInstallation({ selfSigned, overrides: { baseUrl, runWorker: false } });
        try {
          for (const path of ["/sign-in", "/nowhere", "/projects"]) {
            expect((await there.stranger.get(path)).headers["strict-transport-security"]).to.equal(expected);
          }
        } finally {
          await there.remove();
        }
      });
    }
  });
});
