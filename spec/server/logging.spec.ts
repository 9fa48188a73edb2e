import { Writable } from "node:stream";
import tls from "node:tls";
import { expect } from "chai";
import { createLogger } from "../../server/logging.js";
import { eventually } from "../support/eventually.js";
import { type Installation, startInstallation } from "../support/installation.js";

const CANARY = "canary-4f1d8a";

describe("createLogger", () => {
  function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
    let text = "";
    const destination = new Writable({
      write(chunk: Buffer, _encoding, done) {
        text += chunk.toString("utf8");
        done();
      },
    });
    write(createLogger({ level: "debug", destination }));
    return text;
  }

  it("P16 writes of an error only what this program or the system says, not what a library hung on it", () => {
    const error = Object.assign(
      new Error("outer", { cause: Object.assign(new Error("inner"), { code: "E1" }) }),
      {
        code: "HPE_INVALID_METHOD",
        rawPacket: Buffer.from(`Cookie: ${CANARY}`),
        config: { headers: { something: CANARY } },
        parent: new Error(CANARY),
      },
    );
    const text = logged((logger) => logger.error({ err: error }, "failed"));
    const line: unknown = JSON.parse(text);
    expect(line).to.have.nested.property("err.code", "HPE_INVALID_METHOD");
    expect(line).to.have.nested.property("err.cause.code", "E1");
    expect(line).to.have.nested.property("err.stack").that.contains("logging.spec");
    for (const form of [CANARY, Buffer.from(CANARY).toJSON().data.join(",")])
      expect(text).to.not.contain(form);
  });

  it("P16 blots out what travels under a secret's name, by itself and up to two levels down", () => {
    const names = ["authorization", "cookie", "set-cookie", "password", "privateKey"];
    for (const name of [...names, "secret", "token", "rootKey", "sql", "parameters"]) {
      const carrier = { [name]: CANARY };
      const text = logged((logger) => logger.info({ ...carrier, a: carrier, b: { c: carrier } }, "said"));
      expect(text, name).to.not.contain(CANARY);
      expect(text.match(/\[redacted\]/g), name).to.have.length(3);
    }
  });

  it("keeps one line a message, whatever characters are in it", () => {
    const text = logged((logger) => logger.warn({ name: "a\nb\u001b[31m" }, 'x\r\n{"level":"fatal"}'));
    expect(text.trimEnd().split(/[\r\n]/)).to.have.length(1);
    expect(text).to.not.contain("\u001b");
  });
});

describe("a malformed request", function () {
  this.timeout(60_000);
  let installation: Installation;
  before(async () => {
    installation = await startInstallation({ overrides: { runWorker: false } });
  });
  after(() => installation.remove());

  for (const [what, rest] of [
    ["a broken chunk", "Transfer-Encoding: chunked\r\n\r\nZZZ\r\n"],
    ["garbage behind it", "Content-Length: 0\r\n\r\nGARBAGE\r\n\r\n"],
    ["an unknown transfer coding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"],
  ] as const) {
    it(`P16 with ${what} leaves a readable line in the log and no cookie`, async () => {
      const from = installation.log().length;
      const cookie = `__Host-sealgrade=${CANARY}`;
      await send(installation, `POST /projects HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n${rest}`);
      await eventually("the line", () => installation.log().slice(from).includes("HPE_INVALID"));
      const text = installation.log().slice(from);
      expect(text).to.not.contain("unable to serialize");
      expect(text).to.not.contain("rawPacket");
      for (const form of [CANARY, Buffer.from(CANARY).toJSON().data.join(",")])
        expect(text).to.not.contain(form);
    });
  }
});

/** Sends bytes as they are and waits until the server hangs up. */
function send(installation: Installation, text: string): Promise<void> {
  const { hostname, port } = new URL(installation.service.url);
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () =>
      socket.write(text),
    );
    socket.on("data", () => undefined);
    socket.on("error", reject);
    socket.on("close", () => resolve());
  });
}
