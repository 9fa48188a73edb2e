import { expect } from "chai";
import fc from "fast-check";
import {
  filesUrl,
  fileUrl,
  findingsUrl,
  partKinds,
  partUrl,
  projectUrl,
  receiptUrl,
  routePatterns,
  safeUrl,
  signInLinkUrl,
} from "../../web/urls.js";

describe("urls", () => {
  it("fill the patterns the router registers", () => {
    expect(projectUrl("01H")).to.equal(routePatterns.project.replace(":projectId", "01H"));
    expect(signInLinkUrl("t0k")).to.equal(routePatterns.signInLink.replace(":token", "t0k"));
  });

  it("keep a file's folders as folders and encode everything else", () => {
    expect(fileUrl("p", "src/a b/ü#?.ts", 12)).to.equal("/projects/p/files/src/a%20b/%C3%BC%23%3F.ts#L12");
  });

  it("lead back to the same path for every path", () => {
    const name = fc.string({ minLength: 1, unit: "grapheme" }).filter((part) => !/^\.{1,2}$|\//.test(part));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), (parts) => {
        const path = parts.join("/");
        const { pathname, hash } = new URL(fileUrl("p", path), "https://localhost");
        expect(decodeURIComponent(pathname.slice("/projects/p/files/".length))).to.equal(path);
        expect(hash).to.equal("");
      }),
    );
  });

  it("refuse dot segments, which browsers would resolve away", () => {
    expect(() => fileUrl("p", "src/../../secret")).to.throw(RangeError);
    expect(() => projectUrl("..")).to.throw(RangeError);
  });

  it("leave the first page and the default order without a query", () => {
    expect(findingsUrl("p")).to.equal("/projects/p/findings");
    expect(findingsUrl("p", { page: 3 })).to.equal("/projects/p/findings?page=3");
    expect(filesUrl("p")).to.equal("/projects/p/files");
    expect(filesUrl("p", { sort: "ratio", page: 2 })).to.equal("/projects/p/files?sort=ratio&page=2");
  });

  it("name a part in the query, and a file by its own page", () => {
    const part = { kind: "folder", name: "src/a b" } as const;
    expect(partUrl("p", part)).to.equal("/projects/p/part?folder=src%2Fa+b");
    expect(filesUrl("p", { part, sort: "path", page: 2 })).to.equal(
      "/projects/p/files?folder=src%2Fa+b&sort=path&page=2",
    );
    expect(findingsUrl("p", { part, page: 2 })).to.equal("/projects/p/findings?folder=src%2Fa+b&page=2");
    expect(receiptUrl("p", { kind: "subproject", name: "api" })).to.equal(
      "/projects/p/receipt?subproject=api",
    );
    expect(partUrl("p", { kind: "file", name: "src/a.ts" })).to.equal(fileUrl("p", "src/a.ts"));
  });

  it("lead back to the same part for every name", () => {
    fc.assert(
      fc.property(fc.constantFrom(...partKinds), fc.string({ unit: "grapheme" }), (kind, name) => {
        const { searchParams } = new URL(receiptUrl("p", { kind, name }), "https://localhost");
        expect([...searchParams]).to.deep.equal([[kind, name]]);
      }),
    );
  });
});

describe("safeUrl", () => {
  for (const address of [
    "https://github.com/a/b",
    "http://localhost:3000/",
    "mailto:a@b.c",
    "ssh://git@h/p",
  ]) {
    it(`lets ${address} pass`, () => expect(safeUrl(address)).to.equal(address));
  }

  for (const address of [
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "blob:https://localhost/1",
    "file:///etc/passwd",
    "/relative",
    "//host/without-scheme",
    "",
  ]) {
    it(`refuses ${JSON.stringify(address)}`, () => expect(safeUrl(address)).to.equal(null));
  }
});
