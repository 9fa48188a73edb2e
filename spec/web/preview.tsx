/**
 * Renders every page with sample props and photographs it: light and dark, wide and narrow.
 *
 *   node dist/spec/web/preview.js FOLDER [NAME…]
 *
 * Needs a build and Chromium; writes NAME.html and NAME-{light,dark}-{1280,390}.png.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { z } from "zod";
import { renderPage } from "../../web/renderPage.js";
import { launchChromium } from "./chromium.js";
import { everyPage } from "./everyPage.js";

const ASSETS = path.resolve(import.meta.dirname, "../../assets");
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

async function main(folder: string, names: readonly string[]): Promise<void> {
  mkdirSync(path.join(folder, "assets"), { recursive: true });
  for (const file of readdirSync(ASSETS))
    copyFileSync(path.join(ASSETS, file), path.join(folder, "assets", file));
  const assets = z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(path.join(ASSETS, "manifest.json"), "utf8")));
  const samples = everyPage().filter(({ name }) => names.length === 0 || names.includes(name));
  for (const { name, title, page } of samples) {
    const html = renderPage({
      title,
      page,
      user: name.startsWith("sign-in") ? null : { displayName: "Owner" },
      assets,
      section: "projects",
      version: "0.1.0",
    });
    writeFileSync(path.join(folder, `${name}.html`), html.replaceAll('"/assets/', '"assets/'));
  }
  const browser = await launchChromium();
  try {
    for (const { name } of samples) await photograph(browser, folder, name);
  } finally {
    await browser.close();
  }
}

async function photograph(browser: Browser, folder: string, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const viewport of SIZES) {
      const page = await browser.newPage({ colorScheme, viewport });
      await page.goto(pathToFileURL(path.resolve(folder, `${name}.html`)).href);
      const file = path.join(folder, `${name}-${colorScheme}-${viewport.width}.png`);
      await page.screenshot({ path: file, fullPage: true });
      await page.close();
    }
  }
}

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the folder for the pictures.");
await main(folder, names);
