import http from "node:http";
import { connect } from "node:net";
import tls from "node:tls";
import { expect } from "chai";
import forge from "node-forge";
import { serialNumberOf } from "../../../server/http/tls.js";
import { type Installation, startInstallation } from "../../support/installation.js";

/** The TLS version agreed on when the client offers at most `newest`, or the reason why there is none. */
function handshake(url: string, newest: tls.SecureVersion): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const options = { host: hostname, port: Number(port), rejectUnauthorized: false, maxVersion: newest };
    const socket = tls.connect(options, () => {
      resolve(socket.getProtocol() ?? "none");
      socket.destroy();
    });
    socket.on("error", (error) => resolve("code" in error ? String(error.code) : error.message));
  });
}

describe("serialNumberOf", () => {
  it("makes a serial number that OpenSSL takes, whatever the random bytes", () => {
    for (const first of [[0, 0x7f], [0, 0xff], [0, 0, 1], [0x7f], [0xff]]) {
      const random = Uint8Array.from({ length: 15 }, (_, at) => first[at] ?? 0x11);
      expect(() => tls.createSecureContext({ cert: certificateWith(serialNumberOf(random)) })).not.to.throw();
    }
    // What the product must never make again: a zero before an octet below 0x80, less the one that forge takes away.
    expect(() => tls.createSecureContext({ cert: certificateWith(`00007f${"11".repeat(13)}`) })).to.throw(
      /illegal padding/,
    );
  });
});

const keys = forge.pki.rsa.generateKeyPair({ bits: 2048 });

function certificateWith(serialNumber: string): string {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = serialNumber;
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}

describe("TLS", function () {
  this.timeout(60_000);
  let installation: Installation | null = null;
  const start = async (overrides: NonNullable<Parameters<typeof startInstallation>[0]>["overrides"] = {}) => {
    installation = await startInstallation({ overrides: { runWorker: false, ...overrides } });
    return installation;
  };
  afterEach(async () => {
    await installation?.remove();
    installation = null;
  });

  it("P31 is 1.3; a browser that knows 1.2 at most is refused", async () => {
    const { service } = await start();
    expect(await handshake(service.url, "TLSv1.3")).to.equal("TLSv1.3");
    expect(await handshake(service.url, "TLSv1.2")).to.match(/PROTOCOL_VERSION/);
  });

  it("P31 is 1.2 only where the operator configured it", async () => {
    const { service } = await start({ tlsMinVersion: "TLSv1.2" });
    expect(await handshake(service.url, "TLSv1.2")).to.equal("TLSv1.2");
    expect(await handshake(service.url, "TLSv1.3")).to.equal("TLSv1.3");
  });

  it("P31 is all there is on its port: plain HTTP gets no answer to a request", async () => {
    const { service } = await start();
    const answer = await plainRequest(
      Number(new URL(service.url).port),
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    );
    expect(answer).not.to.contain("200").and.not.contain("Sealgrade");
  });

  it("P13 keeps the key it made for itself sealed", async () => {
    const there = await startInstallation({ selfSigned: true, overrides: { runWorker: false } });
    try {
      const record = await there.services.database.repositories.instance.get("tls-private-key");
      expect(record?.subarray(0, 2).toString()).to.equal("SG");
      expect(record?.includes("PRIVATE KEY")).to.equal(false);
    } finally {
      await there.remove();
    }
  });

  describe("plain HTTP", () => {
    const BASE = "https://grade.example.com";

    for (const [what, head] of [
      ["an address", "GET /projects/1?page=2 HTTP/1.1\r\nHost: grade.example.com"],
      ["another Host", "GET /projects/1?page=2 HTTP/1.1\r\nHost: evil.example"],
      [
        "another X-Forwarded-Host",
        "GET /projects/1?page=2 HTTP/1.1\r\nHost: a\r\nX-Forwarded-Host: evil.example",
      ],
    ] as const) {
      it(`P31 only redirects ${what} to the configured origin`, async () => {
        const { service } = await start({ redirectPort: 0, baseUrl: BASE });
        const answer = await plainRequest(service.redirectPort ?? 0, `${head}\r\n\r\n`);
        expect(answer)
          .to.match(/^HTTP\/1\.1 308 /)
          .and.match(/^Location: https:\/\/grade\.example\.com\/projects\/1\?page=2\r$/m);
        expect(answer).not.to.contain("evil.example");
        expect(answer.split("\r\n\r\n")[1]).to.match(/^(0)?$/);
      });
    }

    it("P31 never redirects to another site, whatever the address looks like", async () => {
      const { service } = await start({ redirectPort: 0, baseUrl: BASE });
      for (const target of [
        "//evil.example/",
        "http://evil.example/",
        "/\\evil.example",
        "/@evil.example",
        "*",
        ".evil.example",
      ]) {
        const answer = await plainRequest(
          service.redirectPort ?? 0,
          `GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`,
        );
        const location = /^Location: (.*)\r$/m.exec(answer)?.[1] ?? `${BASE}/`;
        expect(new URL(location).origin, target).to.equal(BASE);
      }
    });

    it("P31 serves nothing else: no health, no sign-in, no upload", async () => {
      const { service } = await start({ redirectPort: 0, baseUrl: BASE });
      for (const [method, path] of [
        ["GET", "/healthz"],
        ["GET", "/sign-in"],
        ["POST", "/projects"],
      ] as const) {
        const status = await new Promise((resolve, reject) => {
          const target = { host: "127.0.0.1", port: service.redirectPort, method, path };
          http
            .request(target, (answer) => resolve(answer.resume().statusCode))
            .on("error", reject)
            .end("a=1");
        });
        expect(status, path).to.equal(308);
      }
    });
  });
});

function plainRequest(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.end(text));
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
  });
}
