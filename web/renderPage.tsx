import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { Layout, type Person, type Section } from "./components/Layout.js";
import { visibleText } from "./hostileText.js";
import { assetUrl } from "./urls.js";

/** Source name → hashed file name, as the build writes it: `{"main.css": "main-1A2B.css"}`. */
export type AssetManifest = Readonly<Record<string, string>>;

export interface RenderPageOptions {
  /** What this page is about; the product's name is added. */
  readonly title: string;
  readonly page: VNode;
  /** The signed-in person, or `null` outside a session. */
  readonly user: Person | null;
  readonly assets: AssetManifest;
  /** Which part of the product is open; marked in the navigation. */
  readonly section?: Section;
  /** A weakness of this installation that everybody must see, such as a missing sandbox. */
  readonly warning?: string | null;
  /** Product version for the foot of the page. */
  readonly version?: string;
}

/**
 * The whole HTML document of a page. Contains no inline script or style; a page that holds an island gets
 * that island's script, and one that shows a running analysis reloads itself where script is off.
 */
export function renderPage(o: RenderPageOptions): string {
  const body = renderToString(
    <Layout user={o.user} section={o.section ?? null} warning={o.warning ?? null} version={o.version ?? null}>
      {o.page}
    </Layout>,
  );
  const head = renderToString(<Head title={o.title} assets={o.assets} islands={islandsIn(body)} />);
  return `<!doctype html><html lang="en">${head}<body>${body}</body></html>`;
}

/** Element name of each island and the script that brings it to life. */
const ISLANDS = [
  { element: "copy-button", script: "copyButton.js" },
  { element: "live-analysis", script: "liveAnalysis.js" },
  { element: "relative-time", script: "relativeTime.js" },
] as const;

const REFRESH_SECONDS = 5;

/** Text is escaped, so a `<` before an island's name can only come from the island itself. */
function islandsIn(body: string): readonly string[] {
  return ISLANDS.filter(({ element }) => body.includes(`<${element}`)).map(({ script }) => script);
}

function Head(props: { title: string; assets: AssetManifest; islands: readonly string[] }) {
  return (
    <head>
      <meta charset="utf-8" />
      <title>{`${visibleText(props.title)} · Sealgrade`}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <link rel="stylesheet" href={hashedUrl(props.assets, "main.css")} />
      <link rel="icon" type="image/svg+xml" href={hashedUrl(props.assets, "favicon.svg")} />
      {props.islands.map((script) => (
        <script key={script} type="module" src={hashedUrl(props.assets, script)} />
      ))}
      {props.islands.includes("liveAnalysis.js") && (
        <noscript>
          <meta http-equiv="refresh" content={String(REFRESH_SECONDS)} />
        </noscript>
      )}
    </head>
  );
}

function hashedUrl(assets: AssetManifest, name: string): string {
  const file = assets[name];
  if (file === undefined) throw new Error(`The asset manifest lacks ${name}; build the assets first.`);
  return assetUrl(file);
}
