import { expect } from "chai";
import { everyDocument, SAMPLE_ASSETS } from "./documents.js";
import { descendants, type Element, parseStrictHtml, textOf } from "./strictHtml.js";

const CANARIES = [
  `"><script>alert(1)</script>`,
  `' onmouseover='alert(1)`,
  `" autofocus onfocus="alert(1)`,
  `</textarea></title></style><img src=x onerror=alert(1)>`,
  `javascript:alert(1)`,
  `JaVaScRiPt:alert(1)//`,
  `data:text/html,<script>alert(1)</script>`,
  `//evil.example/`,
  `<!--`,
  `]]><live-analysis data-events="//evil.example">`,
  `&lt;script&gt;&#60;b&#62;&quot;`,
  `\u202Eevil\u2066`,
];

const attributesOf = (root: Element) =>
  descendants(root).flatMap(({ name, attributes }) =>
    [...attributes].map(([key, value]) => ({ name, key, value })),
  );

/** What could run or load something: every breach of the policy found in one document. */
function breaches(root: Element): readonly string[] {
  const inAttributes = attributesOf(root).filter(({ key, value }) => {
    if (key === "style" || key === "srcdoc" || key.startsWith("on")) return true;
    if (["href", "src", "action", "formaction", "data-events"].includes(key)) return !isOwnOrHttps(value);
    return key === "http-equiv" && value !== "refresh";
  });
  const elements = descendants(root).filter(({ name, attributes, children }) => {
    if (name === "script") return children.length > 0 || !attributes.get("src")?.startsWith("/assets/");
    return ["style", "iframe", "object", "embed", "base", "template"].includes(name);
  });
  return [
    ...inAttributes.map(({ name, key, value }) => `${name}[${key}=${value}]`),
    ...elements.map(({ name }) => `<${name}>`),
  ];
}

/** An address on this site, or one of the three hosts' settings pages. */
function isOwnOrHttps(address: string): boolean {
  if (/^(#|\/(?!\/))/.test(address)) return true;
  return /^https:\/\/(github\.com|bitbucket\.org|gitlab\.com)\//.test(address);
}

describe("renderPage", () => {
  for (const { name, html } of everyDocument()) {
    it(`P32 writes no inline script or style into ${name}`, () => {
      expect(breaches(parseStrictHtml(html))).to.deep.equal([]);
    });
  }

  const known = new Set(
    everyDocument().flatMap(({ html }) =>
      attributesOf(parseStrictHtml(html)).map(({ name, key }) => `${name}[${key}]`),
    ),
  );
  for (const canary of CANARIES) {
    it(`P32 keeps ${JSON.stringify(canary)} text wherever it comes in`, () => {
      for (const { name, html } of everyDocument(() => canary)) {
        const root = parseStrictHtml(html);
        expect(breaches(root), name).to.deep.equal([]);
        const unknown = attributesOf(root).filter(({ name: tag, key }) => !known.has(`${tag}[${key}]`));
        expect(unknown, name).to.deep.equal([]);
      }
    });
  }

  it("links an island's script only where the island stands", () => {
    const scripts = new Map(
      everyDocument().map(({ name, html }) => [
        name,
        descendants(parseStrictHtml(html)).flatMap(({ name: tag, attributes }) =>
          tag === "script" ? [attributes.get("src")] : [],
        ),
      ]),
    );
    expect(scripts.get("error-404")).to.deep.equal([]);
    expect(scripts.get("connect-key")).to.deep.equal([`/assets/${SAMPLE_ASSETS["copyButton.js"]}`]);
    expect(scripts.get("project-running")).to.include(`/assets/${SAMPLE_ASSETS["liveAnalysis.js"]}`);
    expect(scripts.get("project")).to.not.include(`/assets/${SAMPLE_ASSETS["liveAnalysis.js"]}`);
  });

  it("reloads a page with a running analysis where script is off, and no other", () => {
    const refreshing = everyDocument()
      .filter(({ html }) => /<noscript><meta http-equiv="refresh" content="\d+"\/><\/noscript>/.test(html))
      .map(({ name }) => name);
    expect(refreshing).to.have.members(["project-running", "project-first-run", "analysis-running"]);
  });

  it("refuses to write a page whose assets were not built", async () => {
    const { renderPage } = await import("../../web/renderPage.js");
    const { everyPage } = await import("./everyPage.js");
    const [sample] = everyPage();
    if (sample === undefined) throw new Error("no page");
    expect(() => renderPage({ title: "x", page: sample.page, user: null, assets: {} })).to.throw(
      /build the assets/,
    );
  });
});

describe("pages", () => {
  for (const { name, html } of everyDocument()) {
    it(`give assistive software what it needs: ${name}`, () => {
      const root = parseStrictHtml(html);
      expect(headingFaults(root), "headings").to.deep.equal([]);
      expect(labelFaults(root), "labels").to.deep.equal([]);
      expect(tableFaults(root), "tables").to.deep.equal([]);
      expect(referenceFaults(root), "references").to.deep.equal([]);
      expect(descendants(root).filter((each) => each.name === "main")).to.have.length(1);
    });
  }
});

function headingFaults(root: Element): readonly string[] {
  const headings = descendants(root).filter(({ name }) => /^h[1-6]$/.test(name));
  const levels = headings.map(({ name }) => Number(name.slice(1)));
  const faults = levels
    .filter((level, index) => level > (levels[index - 1] ?? 0) + 1)
    .map((level) => `h${level} skips a level`);
  if (levels.filter((level) => level === 1).length !== 1) faults.push("not exactly one h1");
  return [
    ...faults,
    ...headings.filter((each) => textOf(each).trim() === "").map(({ name }) => `empty ${name}`),
  ];
}

function labelFaults(root: Element): readonly string[] {
  const all = descendants(root);
  const labelled = new Set(
    all.flatMap(({ name, attributes }) => (name === "label" ? [attributes.get("for")] : [])),
  );
  const fields = all.filter(
    ({ name, attributes }) =>
      ["input", "textarea", "select"].includes(name) && attributes.get("type") !== "hidden",
  );
  const nameless = all.filter(
    (each) =>
      ["a", "button", "summary"].includes(each.name) &&
      textOf(each).trim() === "" &&
      !each.attributes.has("aria-label"),
  );
  const pictures = all.filter(
    ({ name, attributes }) =>
      name === "svg" && !attributes.has("aria-hidden") && !attributes.has("aria-label"),
  );
  return [
    ...fields
      .filter(({ attributes }) => !labelled.has(attributes.get("id")))
      .map(({ attributes }) => `field ${attributes.get("name")}`),
    ...nameless.map(({ name }) => `${name} without a name`),
    ...pictures.map(() => "svg without a name"),
  ];
}

function tableFaults(root: Element): readonly string[] {
  return descendants(root)
    .filter(({ name }) => name === "table")
    .flatMap((table) => {
      const inside = descendants(table);
      const bare = inside.filter(({ name, attributes }) => name === "th" && !attributes.has("scope"));
      return [
        ...(inside[0]?.name === "caption" ? [] : ["table without a caption"]),
        ...bare.map(() => "th without scope"),
      ];
    });
}

function referenceFaults(root: Element): readonly string[] {
  const all = descendants(root);
  const ids = all.flatMap(({ attributes }) => attributes.get("id") ?? []);
  const pointers = all.flatMap(({ attributes }) =>
    ["for", "aria-labelledby", "aria-describedby", "data-target"].flatMap(
      (key) => attributes.get(key)?.split(" ") ?? [],
    ),
  );
  const fragments = all.flatMap(({ attributes }) => attributes.get("href")?.match(/^#(.+)/)?.[1] ?? []);
  return [
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id ${id} twice`),
    ...[...pointers, ...fragments].filter((id) => !ids.includes(id)).map((id) => `no element ${id}`),
  ];
}
