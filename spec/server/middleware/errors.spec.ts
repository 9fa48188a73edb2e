import { createServer, type Server } from "node:http";
import { Writable } from "node:stream";
import { expect } from "chai";
import Koa from "koa";
import { AppError } from "../../../server/errors.js";
import type { RequestState } from "../../../server/http/requestState.js";
import { createLogger } from "../../../server/logging.js";
import { createMetrics } from "../../../server/metrics.js";
import { errors } from "../../../server/middleware/errors.js";
import { requestContext } from "../../../server/middleware/requestContext.js";

const CANARY = "canary-9c2e71";

describe("errors", () => {
  let server: Server;
  let log = "";
  let thrown: Error;

  before(async () => {
    const destination = new Writable({
      write(chunk: Buffer, _encoding, done) {
        log += chunk.toString("utf8");
        done();
      },
    });
    const app = new Koa<RequestState>();
    app.use(
      requestContext({ logger: createLogger({ level: "info", destination }), metrics: createMetrics() }),
    );
    app.use(errors({ render: (_ctx, page) => `<p>${page.message} ${page.requestId}</p>` }));
    app.use(() => {
      throw thrown;
    });
    server = createServer(app.callback());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(() => server.close());

  async function answer(accept: string): Promise<{ status: number; body: string }> {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { accept } });
    return { status: response.status, body: await response.text() };
  }

  for (const accept of ["text/html", "text/plain"]) {
    it(`P16 show as ${accept} neither message, cause, stack nor a path of the machine`, async () => {
      thrown = new Error(`at row ${CANARY}`, { cause: new Error(CANARY) });
      const unexpected = await answer(accept);
      thrown = new AppError("kept", 409, "Do this instead.", { cause: new Error(CANARY) });
      const expected = await answer(accept);
      expect([unexpected.status, expected.status]).to.deep.equal([500, 409]);
      expect(expected.body).to.contain("Do this instead.");
      for (const { body } of [unexpected, expected]) {
        expect(body).to.not.contain(CANARY);
        expect(body).to.not.match(/\bat .*:\d+:\d+|\.js\b|\.ts\b|Error:/);
      }
    });
  }

  it("name the request under which the cause stands in the log", async () => {
    thrown = new Error("the disk is gone");
    const { body } = await answer("text/html");
    const requestId = / ([0-9a-f]{16})<\/p>/.exec(body)?.[1] ?? "none";
    const line = log.split("\n").find((one) => one.includes(requestId));
    expect(line).to.contain("the disk is gone");
  });
});
