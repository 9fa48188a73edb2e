import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { DAY_MS } from "../../../server/clock.js";
import { loadConfig } from "../../../server/configuration/config.js";
import { createLogger } from "../../../server/logging.js";
import { serve } from "../../../server/serve.js";
import { createServices } from "../../../server/services.js";
import { temporaryHome, tlsFiles } from "../../support/installation.js";
import { movableClock } from "../../support/movableClock.js";

describe("a service that starts", function () {
  this.timeout(60_000);
  const clock = movableClock();
  let home = "";

  before(() => {
    home = temporaryHome();
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  /** When the epoch keys in the key store were made, after one start and stop. */
  async function epochsAfterStart(): Promise<readonly number[]> {
    const overrides = { listenPort: 0, runWorker: false, ...(await tlsFiles(home)) };
    const config = loadConfig({ home, environment: {}, overrides });
    const logger = createLogger({ level: "fatal" });
    const service = await serve(await createServices({ config, clock, logger, role: "writer" }));
    await service.stop();
    const { epochs } = JSON.parse(readFileSync(path.join(config.keyStoreFolder, "epochs.json"), "utf8"));
    return epochs.map(({ createdAtMs }: { createdAtMs: number }) => createdAtMs);
  }

  it("P14 begins a new epoch key when the last is a day old, and destroys those of a week ago", async () => {
    const first = clock.now();
    expect(await epochsAfterStart()).to.deep.equal([first]);
    clock.advance(DAY_MS);
    expect(await epochsAfterStart()).to.deep.equal([first, first + DAY_MS]);
    clock.advance(7 * DAY_MS);
    expect(await epochsAfterStart()).to.deep.equal([first + 8 * DAY_MS]);
  });
});
