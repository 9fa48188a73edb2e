import { expect } from "chai";
import fc from "fast-check";
import { formatRemote, parseRemote, remoteFromParts } from "../../../../server/intake/remote/remote.js";
import { loops } from "../../../support/loops.js";
import { HOSTILE_URLS } from "../hostileUrls.js";

const accepted: readonly [
  text: string,
  user: string,
  host: string,
  port: number,
  path: string,
  canonical: string,
][] = [
  ["git@github.com:team/repo.git", "git", "github.com", 22, "team/repo.git", "git@github.com:team/repo.git"],
  [
    "ssh://git@github.com/team/repo.git",
    "git",
    "github.com",
    22,
    "/team/repo.git",
    "ssh://git@github.com/team/repo.git",
  ],
  [
    "SSH://git@GitHub.com:22/team/repo/",
    "git",
    "github.com",
    22,
    "/team/repo",
    "ssh://git@github.com/team/repo",
  ],
  [
    "ssh://git@git.example.org:2222/a/b/c.git",
    "git",
    "git.example.org",
    2222,
    "/a/b/c.git",
    "ssh://git@git.example.org:2222/a/b/c.git",
  ],
  [
    " \tgit@gitlab.com:group/sub-group/repo.git\n",
    "git",
    "gitlab.com",
    22,
    "group/sub-group/repo.git",
    "git@gitlab.com:group/sub-group/repo.git",
  ],
  ["git@github.com:1024/repo.git", "git", "github.com", 22, "1024/repo.git", "git@github.com:1024/repo.git"],
  [
    "git@ssh.dev.azure.com:v3/org/project/repo",
    "git",
    "ssh.dev.azure.com",
    22,
    "v3/org/project/repo",
    "git@ssh.dev.azure.com:v3/org/project/repo",
  ],
  [
    "deploy_1@git-server:/srv/git/repo.git",
    "deploy_1",
    "git-server",
    22,
    "/srv/git/repo.git",
    "ssh://deploy_1@git-server/srv/git/repo.git",
  ],
  [
    "ssh://root@127.0.0.1:40022/srv/repo/.git",
    "root",
    "127.0.0.1",
    40022,
    "/srv/repo/.git",
    "ssh://root@127.0.0.1:40022/srv/repo/.git",
  ],
  [
    "git@xn--bcher-kva.example:team/repo.git",
    "git",
    "xn--bcher-kva.example",
    22,
    "team/repo.git",
    "git@xn--bcher-kva.example:team/repo.git",
  ],
  [
    "ssh://git@host.example/~team/repo+1=x,y@z.git",
    "git",
    "host.example",
    22,
    "/~team/repo+1=x,y@z.git",
    "ssh://git@host.example/~team/repo+1=x,y@z.git",
  ],
];

describe("parseRemote", () => {
  for (const [text, user, host, port, path, canonical] of accepted) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const parsed = parseRemote(text);
      if (!parsed.ok) throw new Error(parsed.problem.message);
      expect({ ...parsed.remote }).to.deep.equal({ user, host, port, path });
      expect(formatRemote(parsed.remote)).to.equal(canonical);
    });
  }

  for (const { text, code, tries } of HOSTILE_URLS) {
    it(`refuses ${tries} (${code})`, () => {
      const parsed = parseRemote(text);
      expect(parsed.ok ? `accepted as ${formatRemote(parsed.remote)}` : parsed.problem.code).to.equal(code);
    });
  }

  it("holds at least 60 hostile addresses, none twice", () => {
    expect(new Set(HOSTILE_URLS.map(({ text }) => text)).size).to.equal(HOSTILE_URLS.length);
    expect(HOSTILE_URLS.length).to.be.at.least(60);
  });

  it("never repeats a refused address in its message", () => {
    for (const { text } of HOSTILE_URLS) {
      const parsed = parseRemote(text);
      if (parsed.ok || text.length < 14) continue;
      expect(parsed.problem.message).not.to.include(text.trim());
      expect(parsed.problem.message).not.to.match(/s3cr3t|[^\x20-\x7e–…]/);
    }
  });

  it("P02 refuses every password and derives the SSH address of a known provider's web address", () => {
    const cases: readonly [string, string][] = [
      ["https://github.com/team/repo", "git@github.com:team/repo.git"],
      ["https://github.com/team/repo.git", "git@github.com:team/repo.git"],
      ["https://me:s3cr3t@github.com/team/repo/tree/main/src?x=1#L3", "git@github.com:team/repo.git"],
      ["http://www.bitbucket.org/team/repo/src/main/", "git@bitbucket.org:team/repo.git"],
      ["https://gitlab.com/group/sub/repo/-/tree/main", "git@gitlab.com:group/sub/repo.git"],
      ["github.com/team/repo", "git@github.com:team/repo.git"],
    ];
    for (const [text, address] of cases) {
      const parsed = parseRemote(text);
      expect(parsed).to.deep.equal({
        ok: false,
        problem: {
          code: "https-address",
          message: `This is a web address: use the SSH address ${address}; Sealgrade never asks for passwords.`,
        },
      });
    }
  });

  it("P02 refuses a password in every style of an SSH address", () => {
    for (const text of [
      "ssh://git:s3cr3t@github.com/team/repo.git",
      "ssh://git:s3cr3t@github.com:22/team/repo.git",
      "ssh://git:@github.com/team/repo.git",
      "git:s3cr3t@github.com:team/repo.git",
      "git:s3cr3t@github.com/team/repo.git",
    ]) {
      const parsed = parseRemote(text);
      expect(parsed.ok ? "accepted" : parsed.problem.code, text).to.equal("password-present");
    }
  });

  it("rebuilds whatever it accepts into an address of allowed characters that parses to the same", () => {
    const alphabet = fc.constantFrom(..."ab1-._~@:/[]%\\ ?#+=,\u0000\u202eé".split(""));
    const soup = fc.string({ unit: alphabet, maxLength: 40 });
    const nearly = fc
      .tuple(
        fc.constantFrom("git@", "", "ssh://git@", "ssh://", "a:b@"),
        soup,
        fc.constantFrom(":", "/", ":22/"),
        soup,
      )
      .map((parts) => parts.join(""));
    let acceptedCount = 0;
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string({ unit: "binary" }), remoteText()), (text) => {
        const parsed = parseRemote(text);
        if (!parsed.ok) return;
        acceptedCount += 1;
        const again = formatRemote(parsed.remote);
        expect(again).to.match(
          /^(ssh:\/\/)?[A-Za-z0-9_][A-Za-z0-9._-]*@[a-z0-9.-]+:?[A-Za-z0-9._~+@=,/:-]+$/,
        );
        expect(again).not.to.match(/(^|[/:])-|^[^@]*@-|\/\.\.?(\/|$)/);
        expect(parseRemote(again)).to.deep.equal(parsed);
        expect(remoteFromParts(parsed.remote)).to.deep.equal(parsed.remote);
      }),
      { numRuns: loops(2_000, 100_000) },
    );
    expect(acceptedCount, "the property must not hold for want of accepted addresses").to.be.greaterThan(100);
  });

  it("refuses stored parts that parsing would never have made", () => {
    const good = { user: "git", host: "github.com", port: 22, path: "team/repo.git" };
    expect(remoteFromParts(good)).to.deep.equal(good);
    const bad = [
      { ...good, user: "-oProxyCommand=id" },
      { ...good, host: "-oProxyCommand=id" },
      { ...good, host: "GitHub.com" },
      { ...good, path: "../../etc" },
      { ...good, path: "--upload-pack=id" },
      { ...good, port: 2222 },
      { ...good, port: 0 },
    ];
    for (const parts of bad) expect(() => remoteFromParts(parts), JSON.stringify(parts)).to.throw();
  });
});

function remoteText(): fc.Arbitrary<string> {
  const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,10}$/);
  const host = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z])?(\.[a-z]{2,5})?$/);
  const path = fc.array(fc.stringMatching(/^[A-Za-z0-9_~+@=,][A-Za-z0-9._~+@=,-]{0,8}$/), {
    minLength: 1,
    maxLength: 4,
  });
  return fc
    .tuple(name, host, path, fc.option(fc.integer({ min: 1, max: 65_535 })))
    .map(([user, at, segments, port]) =>
      port === null
        ? `${user}@${at}:${segments.join("/")}`
        : `ssh://${user}@${at}:${port}/${segments.join("/")}`,
    );
}
