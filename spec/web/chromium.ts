import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";

const FILE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/** Whether this machine has the browser. */
export function isChromiumInstalled(): boolean {
  return existsSync(FILE);
}

/**
 * Starts the machine's Chromium: headless, without anything that reaches out by itself, and with a home of its
 * own, which goes with it; in the user's it would leave folders behind.
 */
export async function launchChromium(): Promise<Browser> {
  const home = mkdtempSync(path.join(tmpdir(), "sealgrade-chromium-"));
  const env = { PATH: process.env["PATH"] ?? "/usr/bin:/bin", HOME: home };
  const browser = await chromium.launch({ executablePath: FILE, args: ARGUMENTS, env });
  browser.on("disconnected", () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  return browser;
}
