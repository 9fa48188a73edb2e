import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import path from "node:path";
import { expect } from "chai";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { z } from "zod";
import { renderPage } from "../../web/renderPage.js";
import { eventsUrl } from "../../web/urls.js";
import type { AnalysisProgress } from "../../web/views.js";
import { unavailable } from "../support/unavailable.js";
import { isChromiumInstalled, launchChromium } from "./chromium.js";
import { everyPage } from "./everyPage.js";
import { plainTexts, sampleRunning, type Texts } from "./samples.js";

const ASSETS = path.resolve(import.meta.dirname, "../../assets");
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
};

/** A site of sample pages under the product's own content security policy. */
interface Site {
  readonly origin: string;
  /** Page shown under each path; change it to what the next request shall see. */
  readonly pages: Map<string, string>;
  /** Open event streams. */
  readonly streams: Set<ServerResponse>;
  close(): Promise<void>;
}

async function openSite(): Promise<Site> {
  const pages = new Map<string, string>();
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const url = request.url ?? "/";
    if (url.startsWith("/assets/")) return sendAsset(url, response);
    if (url.endsWith("/events")) return openStream(response, streams);
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": POLICY,
    });
    response.end(pages.get(url) ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://localhost:${portOf(server)}`, pages, streams, close: () => closeServer(server) };
}

function sendAsset(url: string, response: ServerResponse): void {
  const file = path.join(ASSETS, path.basename(url));
  if (!existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "" }).end(readFileSync(file));
}

function openStream(response: ServerResponse, streams: Set<ServerResponse>): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.flushHeaders();
  streams.add(response);
  response.on("close", () => streams.delete(response));
}

function portOf(server: Server): number {
  return z.object({ port: z.number() }).parse(server.address()).port;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}

function send(site: Site, progress: AnalysisProgress): void {
  for (const stream of site.streams) stream.write(`event: analysis\ndata: ${JSON.stringify(progress)}\n\n`);
}

/** Waits for a condition; fails with its name when it never comes. */
async function eventually(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 3_000; attempt += 1) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never came: ${what}`);
}

describe("pages in a browser", function () {
  this.timeout(120_000);
  let browser: Browser;
  let context: BrowserContext;
  let site: Site;

  before(async function () {
    if (!isChromiumInstalled()) unavailable(this, "Chromium is not installed");
    browser = await launchChromium();
    site = await openSite();
  });
  beforeEach(async () => {
    context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  });
  afterEach(async () => {
    await context.close();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Puts every page on the site and answers their paths. */
  function publish(text: Texts = plainTexts): readonly string[] {
    const assets = z
      .record(z.string(), z.string())
      .parse(JSON.parse(readFileSync(path.join(ASSETS, "manifest.json"), "utf8")));
    return everyPage(text).map(({ name, title, page }) => {
      const html = renderPage({
        title,
        page,
        user: { displayName: text("Owner") },
        assets,
        section: "projects",
      });
      site.pages.set(`/${name}`, html);
      return `/${name}`;
    });
  }

  /** A page that records every word of the console and every dialog. */
  async function openWatched(): Promise<{ page: Page; said: string[] }> {
    const page = await context.newPage();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("dialog", (dialog) => {
      said.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    return { page, said };
  }

  for (const [kind, text] of [
    ["plain", plainTexts],
    ["hostile", () => `"><script>alert(1)</script><img src=x onerror=alert(2)><p style=color:red>`],
  ] as const) {
    it(`P32 breaks no rule of the content security policy with ${kind} texts`, async () => {
      const { page, said } = await openWatched();
      for (const url of publish(text)) await page.goto(site.origin + url, { waitUntil: "load" });
      expect(said).to.deep.equal([]);
    });
  }

  it("P32 notices when the policy is broken", async () => {
    const { page, said } = await openWatched();
    site.pages.set("/broken", `<!doctype html><p style="color:red">x</p><script>alert(1)</script>`);
    await page.goto(`${site.origin}/broken`, { waitUntil: "load" });
    expect(said.filter((line) => line.includes("Content Security Policy"))).to.have.length(2);
  });

  it("fits a screen of 320 pixels without sideways scrolling", async () => {
    const page = await context.newPage();
    await page.setViewportSize({ width: 320, height: 640 });
    for (const url of publish()) {
      await page.goto(site.origin + url);
      expect(await page.evaluate("document.documentElement.scrollWidth"), url).to.equal(320);
    }
  });

  it("copies the deploy key", async () => {
    publish();
    const page = await context.newPage();
    await page.goto(`${site.origin}/connect-key`);
    await page.getByRole("button", { name: "Copy: Public deploy key" }).click();
    await page.getByText("Copied").first().waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).to.equal(
      await page.locator("#deploy-key").inputValue(),
    );
  });

  it("writes times as distances and keeps the absolute one as title", async () => {
    publish();
    const page = await context.newPage();
    await page.clock.setFixedTime(Date.UTC(2026, 10, 23, 12, 41, 12));
    await page.goto(`${site.origin}/projects`);
    const time = page.locator("time").first();
    expect(await time.textContent()).to.equal("3 hours ago");
    expect(await time.getAttribute("title")).to.equal("23 Nov 2026, 09:41 UTC");
  });

  it("follows a running analysis and shows its result when it ends", async () => {
    publish();
    const running = sampleRunning();
    const address = eventsUrl("x").replace("/events", "");
    site.pages.set(address, site.pages.get("/project-running") ?? "");
    const page = await context.newPage();
    await page.goto(site.origin + address);
    await eventually("a stream", () => site.streams.size === 1);
    send(site, { ...running, progressDone: 300 });
    await page.getByText("300 of 412 files").waitFor();
    send(site, { ...running, step: "store" });
    await page.getByText("Step 7 of 8: Storing the report").waitFor();
    expect(await page.locator(".step-done").count()).to.equal(6);
    expect(await page.locator("[aria-current=step]").textContent()).to.contain("Storing the report");
    site.pages.set(address, site.pages.get("/project") ?? "");
    send(site, { ...running, state: "done", step: "destroy" });
    await page.locator("live-analysis").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Analyse now" }).waitFor();
    await eventually("no stream", () => site.streams.size === 0);
  });

  it("leaves the server alone while nobody looks", async () => {
    publish();
    const address = eventsUrl("y").replace("/events", "");
    site.pages.set(address, site.pages.get("/project-running") ?? "");
    const page = await context.newPage();
    await page.goto(site.origin + address);
    await eventually("a stream", () => site.streams.size === 1);
    const turn = (hidden: boolean) =>
      `Object.defineProperty(document, "hidden", { value: ${hidden}, configurable: true });` +
      `document.dispatchEvent(new Event("visibilitychange"))`;
    await page.evaluate(turn(true));
    await eventually("no stream", () => site.streams.size === 0);
    await page.evaluate(turn(false));
    await eventually("a stream again", () => site.streams.size === 1);
  });

  it("asks for the page itself where there is no stream", async () => {
    publish();
    site.pages.set(
      "/projects/z",
      (site.pages.get("/project-running") ?? "").replaceAll("/events", "/no-stream"),
    );
    const page = await context.newPage();
    await page.clock.install();
    const refused = page.waitForResponse((response) => response.url().endsWith("/no-stream"));
    await page.goto(`${site.origin}/projects/z`);
    await refused;
    site.pages.set("/projects/z", site.pages.get("/project") ?? "");
    await eventually("the result", async () => {
      await page.clock.runFor(1_000);
      return (await page.locator("live-analysis").count()) === 0;
    });
    expect(await page.getByRole("button", { name: "Analyse now" }).isVisible()).to.equal(true);
  });

  it("offers every form and link without script", async () => {
    publish();
    const still = await browser.newContext({ javaScriptEnabled: false });
    const page = await still.newPage();
    await page.goto(`${site.origin}/new-project`);
    expect(await page.getByLabel("Keep the files of the latest revision").isChecked()).to.equal(true);
    await page.goto(`${site.origin}/connect-key`);
    expect(await page.getByRole("button").allTextContents()).to.deep.equal(["Sign out", "Check access"]);
    await page.goto(`${site.origin}/connect-host`);
    await page.getByRole("checkbox").check();
    expect(await page.getByRole("button", { name: "Confirm this host" }).isEnabled()).to.equal(true);
    await still.close();
  });
});
