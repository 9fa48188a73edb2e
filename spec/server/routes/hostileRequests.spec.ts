import { expect } from "chai";
import { createClient } from "../../support/client.js";
import { sharedMariaDb } from "../../support/databases.js";
import { type Installation, startInstallation } from "../../support/installation.js";
import { isMariaDbInstalled } from "../../support/mariadb.js";
import { addProject } from "../../support/otherOrganization.js";
import { rawRequest, statusOf } from "../../support/rawRequest.js";
import { unavailable } from "../../support/unavailable.js";

/** Project ids as nobody's form sends them; each names what it tries. */
const HOSTILE_IDS: readonly (readonly [string, string])[] = [
  ["a quote", "'"],
  ["SQL", "'%20OR%20'1'='1"],
  ["SQL with a comment", "x';%20DROP%20TABLE%20projects;%20--"],
  ["a percent sign for LIKE", "%25"],
  ["a NUL byte", "%00"],
  ["NUL in the middle", "abc%00def"],
  ["a line break", "a%0d%0aSet-Cookie:%20x=1"],
  ["dot segments", "..%2f..%2fetc%2fpasswd"],
  ["a back slash", "..%5c..%5cboot.ini"],
  ["an emoji", "%F0%9F%98%80"],
  ["a bidi override", "%E2%80%AE"],
  ["a letter with an accent", "%C3%A9"],
  ["invalid UTF-8", "%ff%fe"],
  ["overlong UTF-8", "%c0%ae%c0%ae"],
  ["half an escape", "%"],
  ["a wrong escape", "%zz"],
  ["a property of every object", "__proto__"],
  ["a method of every object", "constructor"],
  ["an array", "[]"],
  ["a JSON operator", "%7B%22$gt%22:%22%22%7D"],
  ["10,000 characters", "a".repeat(10_000)],
  ["trailing spaces", "%20%20"],
  ["a script", "%3Cscript%3Ealert(1)%3C%2Fscript%3E"],
];

const SUFFIXES = [
  "",
  "/connect",
  "/findings",
  "/files",
  "/files/a.ts",
  "/part",
  "/receipt",
  "/settings",
  "/events",
];

describe("hostile requests", function () {
  this.timeout(120_000);

  for (const kind of ["sqlite", "mariadb"] as const) {
    describe(`on ${kind}`, () => {
      let installation: Installation;
      let projectId = "";

      before(async function () {
        if (kind === "mariadb" && !isMariaDbInstalled()) unavailable(this, "mariadbd is not installed");
        installation = await startInstallation({
          overrides: { runWorker: false, ...(await databaseOf(kind)) },
        });
        const { services, service } = installation;
        ({ projectId } = await addProject(services, service.organizationId, { name: "Own" }));
      });
      after(() => installation?.remove());

      it("about a project answer 404, whatever stands where its id belongs", async () => {
        for (const [what, id] of HOSTILE_IDS) {
          const answer = await installation.owner.get(`/projects/${id}`);
          expect(answer.status, what).to.be.oneOf([400, 404]);
          expect(answer.body, what).not.to.contain("alert(1)");
          expect(answer.headers["set-cookie"], what).to.equal(undefined);
        }
        for (const suffix of SUFFIXES.slice(1)) {
          const answer = await installation.owner.get(`/projects/%F0%9F%98%80%00'${suffix}`);
          expect(answer.status, suffix).to.equal(404);
        }
      });

      it("about an analysis answer 404, whatever stands where its id belongs", async () => {
        for (const [what, id] of HOSTILE_IDS) {
          const answer = await installation.owner.get(`/projects/${projectId}/analyses/${id}`);
          expect(answer.status, what).to.be.oneOf([400, 404]);
        }
      });

      it("with an unknown, malformed or endless sign-in token or cookie sign nobody in", async () => {
        for (const token of ["%00", "%ff", "😀", "a".repeat(4_000), "%F0%9F%98%80"]) {
          const answer = await createClient(installation.service.url).get(`/sign-in/${encodeURI(token)}`);
          expect(answer.status, token).to.be.oneOf([200, 400, 429]);
          expect(answer.body).not.to.contain("<button");
        }
        for (const value of ["%00", "x".repeat(4_000), "", '"', "a b", "é"]) {
          const cookie = Buffer.from(`__Host-sealgrade=${value}`).toString("latin1");
          expect((await installation.stranger.get("/projects", { cookie })).status, value).to.equal(401);
        }
      });

      it("P12 none was answered with 500, and nothing was logged as an error", () => {
        expect(installation.log()).not.to.contain('"level":"error"');
      });
    });
  }

  describe("to the server", () => {
    let installation: Installation;
    let projectId = "";
    before(async () => {
      installation = await startInstallation({ overrides: { runWorker: false } });
      const { services, service } = installation;
      ({ projectId } = await addProject(services, service.organizationId, { name: "Own" }));
    });
    after(() => installation.remove());

    const url = () => installation.service.url;
    const CLOSE = "Host: localhost\r\nConnection: close\r\n";

    it("for a file outside of the assets find nothing", async () => {
      for (const path of [
        "/assets/../server/cli/main.js",
        "/assets/..%2f..%2fpackage.json",
        "/assets/%2e%2e/build.json",
        "/assets//etc/passwd",
        "/assets/..\\..\\x",
        "/assets/manifest.json",
        "/assets/",
        "/assets/main.css",
        "/assets/%00",
        "/assets/%",
      ]) {
        const answer = await installation.owner.get(path);
        expect(answer.status, path).to.be.oneOf([400, 404]);
        expect(answer.body, path).not.to.contain("root:");
      }
    });

    it("for a file that the report does not hold find nothing, however its path is written", async () => {
      for (const file of [
        "../../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "%2fetc%2fpasswd",
        "a%00.ts",
        "//",
        "%",
      ]) {
        const answer = await installation.owner.get(`/projects/${projectId}/files/${file}`);
        expect(answer.status, file).to.be.oneOf([400, 404]);
      }
    });

    it("with parameters that are repeated, nested or nonsense get the first page", async () => {
      for (const query of [
        "?sort=debt&sort=path",
        "?page=1&page=2",
        "?page[]=1&page[x]=2",
        "?page=-1",
        "?page=1e9",
        "?page=%00",
        "?page=99999999999999999999",
        "?__proto__=1&constructor=2",
        "?sort=%ff",
        "?%",
        `?${"a=1&".repeat(3_000)}`,
      ]) {
        const answer = await installation.owner.get(`/projects${query}`);
        expect(answer.status, query.slice(0, 40)).to.equal(200);
      }
    });

    for (const [what, head] of [
      ["an unknown method", "BREW /projects HTTP/1.1\r\n"],
      ["TRACE", "TRACE / HTTP/1.1\r\n"],
      ["CONNECT", "CONNECT example.com:443 HTTP/1.1\r\n"],
      ["another site's address", "GET http://example.com/projects HTTP/1.1\r\n"],
      ["two slashes", "GET //example.com/projects HTTP/1.1\r\n"],
      ["no path", "GET * HTTP/1.1\r\n"],
      ["a NUL byte", "GET /projects/\0 HTTP/1.1\r\n"],
      ["bytes that are no ASCII", "GET /projects/\xff\xfe HTTP/1.1\r\n"],
      ["an empty path", "GET ? HTTP/1.1\r\n"],
    ] as const) {
      it(`with ${what} are refused or answered, never with 5xx or a redirect elsewhere`, async () => {
        const answer = await rawRequest(url(), Buffer.from(`${head}${CLOSE}\r\n`, "latin1"));
        // 0: the connection was closed without an answer.
        expect(statusOf(answer)).to.be.oneOf([0, 302, 400, 401, 403, 404, 405]);
        expect(answer).not.to.match(/^location: .*example\.com/im);
      });
    }

    it("with hundreds of headers or one endless header are refused", async () => {
      const endless = await rawRequest(url(), `GET / HTTP/1.1\r\n${CLOSE}X: ${"a".repeat(20_000)}\r\n\r\n`);
      expect(statusOf(endless)).to.equal(431);
      const many = `${Array.from({ length: 1_500 }, (_, at) => `X-${at}: 1`).join("\r\n")}\r\n`;
      expect(statusOf(await rawRequest(url(), `GET / HTTP/1.1\r\n${CLOSE}${many}\r\n`))).to.be.oneOf([
        302, 431,
      ]);
    });

    it("P12 none was answered with 500, and nothing was logged as an error", () => {
      expect(installation.log()).not.to.contain('"level":"error"');
    });
  });
});

async function databaseOf(kind: "sqlite" | "mariadb"): Promise<{ databaseUrl?: string }> {
  if (kind === "sqlite") return {};
  const settings = await (await sharedMariaDb()).createDatabase();
  return { databaseUrl: `mysql://root@localhost/${settings.database}?socket=${settings.socketPath}` };
}
