import { expect } from "chai";
import { IntakeError } from "../../../../server/intake/errors.js";
import { checkAddresses, rangesOf, systemLookup } from "../../../../server/intake/remote/addresses.js";

/** A resolver that knows one name. Other companies' name servers are the only thing faked here. */
const answering = (...addresses: string[]) => ({
  lookup: async () => addresses.map((address) => ({ address })),
  allowedRanges: [],
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    return `resolved to ${JSON.stringify(await work)}`;
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error;
    return error.code;
  }
}

const forbidden: readonly [address: string, what: string][] = [
  ["127.0.0.1", "loopback"],
  ["127.255.255.254", "the end of loopback"],
  ["0.0.0.0", "this machine"],
  ["10.0.0.1", "private space"],
  ["172.16.0.1", "private space"],
  ["172.31.255.255", "the end of private space"],
  ["192.168.1.1", "private space"],
  ["100.64.0.1", "carrier-grade NAT"],
  ["100.100.100.200", "Alibaba's metadata service"],
  ["169.254.169.254", "the metadata service"],
  ["168.63.129.16", "Azure's machine service"],
  ["192.0.0.192", "Oracle's metadata service"],
  ["192.0.2.1", "documentation"],
  ["192.88.99.1", "6to4 relay"],
  ["198.18.0.1", "benchmarking"],
  ["198.51.100.1", "documentation"],
  ["203.0.113.1", "documentation"],
  ["224.0.0.1", "multicast"],
  ["240.0.0.1", "reserved"],
  ["255.255.255.255", "broadcast"],
  ["::", "unspecified"],
  ["::1", "loopback"],
  ["::ffff:127.0.0.1", "mapped loopback"],
  ["::ffff:7f00:1", "mapped loopback in hex"],
  ["::ffff:8.8.8.8", "mapped public address"],
  ["::127.0.0.1", "compatible loopback"],
  ["64:ff9b::7f00:1", "NAT64 of loopback"],
  ["64:ff9b:1::1", "local NAT64"],
  ["100::1", "discard"],
  ["2001::1", "Teredo"],
  ["2001:db8::1", "documentation"],
  ["2002:7f00:1::", "6to4 of loopback"],
  ["3fff::1", "documentation"],
  ["5f00::1", "segment routing"],
  ["fc00::1", "unique local"],
  ["fd00:ec2::254", "Amazon's metadata service"],
  ["fe80::1", "link-local"],
  ["fe80::1%lo", "link-local with a zone"],
  ["fec0::1", "site-local"],
  ["ff02::1", "multicast"],
  ["not-an-address", "an answer that is no address"],
  ["0177.0.0.1", "an answer in octal"],
];

describe("checkAddresses", () => {
  for (const [address, what] of forbidden) {
    it(`P09 forbids ${address} (${what})`, async () => {
      expect(await codeOf(checkAddresses("host.example", answering(address)))).to.equal("address-forbidden");
    });
  }

  it("gives the first of several public addresses", async () => {
    const both = answering("140.82.121.4", "2606:50c0:8000::153");
    expect(await checkAddresses("host.example", both)).to.deep.equal({ address: "140.82.121.4", family: 4 });
    const six = answering("2606:50c0:8000::153");
    expect(await checkAddresses("host.example", six)).to.deep.equal({
      address: "2606:50c0:8000::153",
      family: 6,
    });
  });

  it("refuses a name with one forbidden address among public ones, wherever it stands", async () => {
    expect(await codeOf(checkAddresses("h", answering("140.82.121.4", "127.0.0.1")))).to.equal(
      "address-forbidden",
    );
    expect(await codeOf(checkAddresses("h", answering("127.0.0.1", "140.82.121.4")))).to.equal(
      "address-forbidden",
    );
  });

  it("lets the operator open a range, and that range alone", async () => {
    const allowedRanges = ["10.1.0.0/16", "fd12::/16"];
    const at = (address: string) => checkAddresses("git.internal", { ...answering(address), allowedRanges });
    expect(await at("10.1.255.255")).to.deep.equal({ address: "10.1.255.255", family: 4 });
    expect(await at("fd12::5")).to.deep.equal({ address: "fd12::5", family: 6 });
    expect(await codeOf(at("10.2.0.0"))).to.equal("address-forbidden");
    expect(await codeOf(at("fd13::5"))).to.equal("address-forbidden");
    expect(await codeOf(at("127.0.0.1"))).to.equal("address-forbidden");
  });

  it("names neither the forbidden address nor anything else of the network in the public message", async () => {
    const error = await checkAddresses("host.example", answering("10.9.8.7")).catch((e: unknown) => e);
    if (!(error instanceof IntakeError)) throw new Error("expected a refusal");
    expect(error.publicMessage).to.include("host.example").and.not.include("10.9.8.7");
    expect(error.detail).to.include("10.9.8.7");
  });

  it("says so when a name does not resolve", async () => {
    const failing = { lookup: async () => Promise.reject(new Error("ENOTFOUND")), allowedRanges: [] };
    expect(await codeOf(checkAddresses("no.example", failing))).to.equal("host-unresolvable");
    expect(await codeOf(checkAddresses("no.example", answering()))).to.equal("host-unresolvable");
  });

  it("stops at once when cancelled, also while the resolver hangs", async () => {
    const controller = new AbortController();
    const hanging = {
      lookup: () => new Promise<never>(() => undefined),
      allowedRanges: [],
      signal: controller.signal,
    };
    const work = codeOf(checkAddresses("slow.example", hanging));
    controller.abort();
    expect(await work).to.equal("cancelled");
  });

  it("asks the system's resolver for all addresses of this machine's own name", async () => {
    expect(await codeOf(checkAddresses("localhost", { lookup: systemLookup, allowedRanges: [] }))).to.equal(
      "address-forbidden",
    );
  });
});

describe("rangesOf", () => {
  it("refuses what is not a range, naming it", () => {
    for (const bad of [
      "10.0.0.0",
      "10.0.0.0/33",
      "::/129",
      "10.0.0.0/-1",
      "x/8",
      "10.0.0.0/8/8",
      "",
      "fe80::1%lo/64",
    ]) {
      expect(() => rangesOf([bad]), bad).to.throw(RangeError, `"${bad}"`);
    }
  });
});
