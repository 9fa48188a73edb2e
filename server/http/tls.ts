import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { promisify } from "node:util";
import forge from "node-forge";
import type { Clock } from "../clock.js";
import { DAY_MS } from "../clock.js";
import { StartRefused } from "../errors.js";

const generateKeyPair = promisify(forge.pki.rsa.generateKeyPair.bind(forge.pki.rsa));
const RSA_BITS = 2048;
const SERIAL_RANDOM_BYTES = 15;
/** Browsers refuse certificates that are valid for longer than 825 days. */
const VALID_DAYS = 820;

export interface TlsIdentity {
  /** PEM certificate chain. */
  readonly certificate: string;
  /** PEM private key. */
  readonly privateKey: string;
  readonly selfSigned: boolean;
}

/**
 * The certificate the operator gave.
 * @throws StartRefused when a file cannot be read
 */
export function readTlsIdentity(files: { certFile: string; keyFile: string }): TlsIdentity {
  try {
    return {
      certificate: readFileSync(files.certFile, "utf8"),
      privateKey: readFileSync(files.keyFile, "utf8"),
      selfSigned: false,
    };
  } catch (cause) {
    throw new StartRefused(
      `The TLS files ${files.certFile} and ${files.keyFile} cannot both be read. Check tlsCertFile, tlsKeyFile and their modes.`,
      { cause },
    );
  }
}

/** A self-signed RSA certificate for `hostname` (and localhost), for the first start without an own one. */
export async function createSelfSigned(hostname: string, clock: Clock): Promise<TlsIdentity> {
  const keys = await generateKeyPair({ bits: RSA_BITS });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = serialNumberOf(randomBytes(SERIAL_RANDOM_BYTES));
  certificate.validity.notBefore = new Date(clock.now() - DAY_MS);
  certificate.validity.notAfter = new Date(clock.now() + VALID_DAYS * DAY_MS);
  const name = [{ name: "commonName", value: hostname }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: "basicConstraints", cA: false, critical: true },
    { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
    { name: "extKeyUsage", serverAuth: true },
    { name: "subjectAltName", altNames: alternativeNames(hostname) },
  ]);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  return {
    certificate: forge.pki.certificateToPem(certificate),
    privateKey: forge.pki.privateKeyToPem(keys.privateKey),
    selfSigned: true,
  };
}

/**
 * A certificate's serial number in hex. The octet in front keeps it positive and without leading zeros, which DER
 * forbids: node-forge takes away one, and OpenSSL refuses a certificate that begins with another ("illegal padding").
 */
export function serialNumberOf(random: Uint8Array): string {
  return `01${Buffer.from(random).toString("hex")}`;
}

const DNS_NAME = 2;
const IP_ADDRESS = 7;

function alternativeNames(hostname: string): object[] {
  const own = isIP(hostname) ? { type: IP_ADDRESS, ip: hostname } : { type: DNS_NAME, value: hostname };
  const local = [
    { type: DNS_NAME, value: "localhost" },
    { type: IP_ADDRESS, ip: "127.0.0.1" },
  ];
  return hostname === "localhost" ? local : [own, ...local];
}
