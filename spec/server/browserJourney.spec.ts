import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { freePort } from "../support/freePort.js";
import { type GitHost, startGitHost } from "../support/gitHost.js";
import { type Installation, startInstallation } from "../support/installation.js";
import { unavailable } from "../support/unavailable.js";
import { isChromiumInstalled, launchChromium } from "../web/chromium.js";

const FILES = {
  "src/simple.js": "export function one() {\n  return 1;\n}\n",
  "src/long.js": `function long(a) {\n${"  if (a > 1) {\n    a = a * 2;\n  }\n".repeat(40)}  return a;\n}\n`,
};

for (const javaScriptEnabled of [true, false]) {
  describe(`the whole way in Chromium with${javaScriptEnabled ? "" : "out"} JavaScript`, function () {
    this.timeout(120_000);
    let installation: Installation;
    let host: GitHost;
    let browser: Browser;

    before(async function () {
      if (!isChromiumInstalled()) unavailable(this, "Chromium is not installed");
      host = await startGitHost(FILES);
      const listenPort = await freePort();
      const baseUrl = `https://localhost:${listenPort}`;
      installation = await startInstallation({ overrides: { listenPort, baseUrl } });
      browser = await launchChromium();
    });
    after(async () => {
      await browser?.close();
      await installation?.remove();
      await host?.remove();
    });

    it("P32 leads from the owner link to a grade and its findings, and breaks no rule of the policy", async () => {
      const context = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled });
      const page = await context.newPage();
      const said: string[] = [];
      page.on("console", (message) => said.push(message.text()));
      page.on("pageerror", (error) => said.push(error.message));

      await page.goto(await installation.service.ownerLink());
      await page.getByRole("button", { name: "Sign in" }).click();
      await page
        .getByRole("link", { name: /connect/i })
        .first()
        .click();

      await page.getByLabel("SSH address").fill("https://github.com/acme/api");
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByText("never asks for passwords").waitFor();
      await page.getByLabel("SSH address").fill(host.remote);
      await page.getByRole("button", { name: "Continue" }).click();

      await page.getByText(host.ssh.hostKey().fingerprint).waitFor();
      await page.getByRole("checkbox").check();
      await page.getByRole("button", { name: "Confirm this host" }).click();

      const publicKey = await page.locator("#deploy-key").inputValue();
      await page.getByRole("button", { name: "Check access" }).click();
      await page.getByText("refused the project's deploy key").waitFor();
      await host.install(publicKey);
      await page.getByRole("button", { name: "Check access again" }).click();
      await page.getByText("Access works").waitFor();

      await page.getByRole("button", { name: "Analyse now" }).click();
      await gradeShown(page);
      await page.getByRole("link", { name: "src/long.js" }).first().click();
      await page.getByText("function long(a)").first().waitFor();
      expect(page.url()).to.match(/\/files\/src\/long\.js/);
      // An answer of 422 is the form's own refusal above; browsers note it.
      expect(said.filter((line) => !line.includes("status of 422"))).to.deep.equal([]);
      await context.close();
    });

    /** With script the page follows the analysis by itself; without, one loads it anew. */
    async function gradeShown(page: Page): Promise<void> {
      const grade = page.locator(".grade-large, .grade-hero .grade").first();
      for (let looks = 0; !javaScriptEnabled && looks < 1_000 && (await grade.count()) === 0; looks += 1) {
        await page.waitForTimeout(50);
        await page.reload();
      }
      await grade.waitFor({ timeout: 90_000 });
      expect(await grade.textContent()).to.match(/^Grade [A-F]$/);
    }
  });
}
