import { inspect } from "node:util";
import { serialize } from "node:v8";
import { MessageChannel } from "node:worker_threads";
import { expect } from "chai";
import { Secret } from "../../keys/secret.js";

const CANARY = "canary-5f1d0c";

/** The ways text of a secret reaches a log, a page or an error. */
function printedForms(secret: Secret): string[] {
  return [
    `${secret}`,
    String(secret),
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ deep: [{ secret }] }, { depth: 9, showHidden: true, getters: true }),
    inspect(secret, { customInspect: false, showHidden: true }),
    JSON.stringify(Object.entries(secret)),
    new Error("failed", { cause: secret }).stack ?? "",
    inspect(new Error("failed", { cause: secret })),
  ];
}

describe("Secret", () => {
  it("P16 prints [secret] and never its bytes, however it is turned into text", () => {
    const secret = new Secret(Buffer.from(CANARY));
    for (const text of printedForms(secret)) {
      for (const encoding of ["utf8", "hex", "base64"] as const) {
        expect(text).not.to.contain(Buffer.from(CANARY).toString(encoding));
      }
    }
    expect(`${secret}`).to.equal("[secret]");
    expect(JSON.stringify([secret])).to.equal('["[secret]"]');
    expect(inspect(secret)).to.equal("[secret]");
  });

  it("P16 can be neither cloned nor posted to another thread", () => {
    const secret = new Secret(Buffer.from(CANARY));
    const { port1, port2 } = new MessageChannel();
    try {
      expect(() => structuredClone(secret)).to.throw(/could not be cloned|Cannot clone/);
      expect(() => port1.postMessage({ secret })).to.throw(/could not be cloned|Cannot clone/);
      expect(serialize({ secret }).includes(CANARY)).to.equal(false);
    } finally {
      port1.close();
      port2.close();
    }
  });

  it("gives its bytes to use() as a copy that is wiped when use() returns", () => {
    const secret = new Secret(Buffer.from(CANARY));
    let kept: Buffer = Buffer.alloc(0);
    const text = secret.use((bytes) => {
      kept = bytes;
      return bytes.toString();
    });
    expect(text).to.equal(CANARY);
    expect(kept.equals(Buffer.alloc(CANARY.length))).to.equal(true);
    expect(secret.use((bytes) => bytes.toString())).to.equal(CANARY);
  });

  it("wipes the copy when the function throws, and lets the error through", () => {
    const secret = new Secret(Buffer.from(CANARY));
    let kept: Buffer = Buffer.alloc(0);
    expect(() =>
      secret.use((bytes) => {
        kept = bytes;
        throw new Error("from inside");
      }),
    ).to.throw("from inside");
    expect(kept.equals(Buffer.alloc(CANARY.length))).to.equal(true);
  });

  it("refuses an asynchronous function, which would read wiped bytes", () => {
    const secret = new Secret(Buffer.from(CANARY));
    expect(() => secret.use(async (bytes) => bytes.length)).to.throw(/cannot be asynchronous/);
  });

  it("takes its bytes over and wipes them in place on destroy", () => {
    const bytes = Buffer.from(CANARY);
    const secret = new Secret(bytes);
    secret.destroy();
    expect(bytes.equals(Buffer.alloc(CANARY.length))).to.equal(true);
  });

  it("says that it was destroyed when it is used afterwards, and may be destroyed twice", () => {
    const secret = new Secret(Buffer.from(CANARY));
    secret.destroy();
    secret.destroy();
    expect(() => secret.use((bytes) => bytes.length)).to.throw(/was destroyed/);
  });
});
