import { readFileSync } from "node:fs";
import type { VNode } from "preact";
import { z } from "zod";
import type { Section } from "../../web/components/Layout.js";
import { type AssetManifest, renderPage } from "../../web/renderPage.js";
import type { AppContext } from "./requestState.js";

const manifestSchema = z.record(z.string(), z.string());

/** Reads the names that the build gave the assets. */
export function readAssetManifest(assetFolder: URL): AssetManifest {
  return manifestSchema.parse(JSON.parse(readFileSync(new URL("manifest.json", assetFolder), "utf8")));
}

export interface PageOptions {
  readonly title: string;
  readonly section?: Section;
}

export type Render = (ctx: AppContext, page: VNode, options: PageOptions) => string;

/** Renders pages with what every page shares: the signed-in person, the assets, the installation's warning. */
export function createRender(deps: {
  assets: AssetManifest;
  version: string;
  warning: string | null;
}): Render {
  return (ctx, page, options) => {
    const { actor } = ctx.state;
    return renderPage({
      ...options,
      page,
      user: actor === null ? null : { displayName: actor.displayName },
      assets: deps.assets,
      warning: deps.warning,
      version: deps.version,
    });
  };
}
