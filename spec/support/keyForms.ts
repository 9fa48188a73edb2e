/**
 * A private key (PKCS#8 DER) as it could be written down: its bytes, its seed alone, hex, base64, and as Node prints
 * bytes. Each is a part of the text that would show it.
 */
export function keyForms(der: Buffer): Buffer[] {
  const seed = der.subarray(-32);
  return [Buffer.from(seed), ...[der, seed].flatMap((bytes) => textForms(bytes))];
}

function textForms(bytes: Buffer): Buffer[] {
  // Base64 inside a longer text may begin at any of three positions; the middle of each is the same.
  const shifted = [0, 1, 2].map((skip) => bytes.subarray(skip).toString("base64").slice(0, 36));
  const hex = bytes.toString("hex");
  const inspected = hex.replace(/..(?!$)/g, "$& ");
  return [...shifted, inspected, [...bytes].join(","), hex].map((text) => Buffer.from(text));
}
