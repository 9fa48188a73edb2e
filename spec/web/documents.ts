import type { AssetManifest } from "../../web/renderPage.js";
import { renderPage } from "../../web/renderPage.js";
import { everyPage } from "./everyPage.js";
import { plainTexts, type Texts } from "./samples.js";

/** A manifest as the build writes it, with names that do not change from build to build. */
export const SAMPLE_ASSETS: AssetManifest = {
  "main.css": "main-AAAA1111.css",
  "favicon.svg": "favicon-bbbb2222.svg",
  "copyButton.js": "copyButton-CCCC3333.js",
  "liveAnalysis.js": "liveAnalysis-DDDD4444.js",
  "relativeTime.js": "relativeTime-EEEE5555.js",
};

/** Every page in each of its states as a whole document. */
export function everyDocument(
  text: Texts = plainTexts,
): readonly { readonly name: string; readonly html: string }[] {
  return everyPage(text).map(({ name, title, page }) => ({
    name,
    html: renderPage({
      title,
      page,
      user: { displayName: text("Owner") },
      assets: SAMPLE_ASSETS,
      section: "projects",
      warning: text("Bubblewrap is missing."),
      version: "0.1.0",
    }),
  }));
}
