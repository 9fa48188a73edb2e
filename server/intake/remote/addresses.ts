import { lookup as dnsLookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { IntakeError } from "../errors.js";

/** One address a host name stands for. */
export interface HostAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Resolves a host name to all its addresses; rejects or answers nothing where there are none. */
export type Lookup = (host: string) => Promise<readonly { readonly address: string }[]>;

export interface CheckAddressesOptions {
  readonly lookup: Lookup;
  /** Ranges in CIDR form that the operator opened, for Git servers inside a company's network. */
  readonly allowedRanges: readonly string[];
  readonly signal?: AbortSignal;
}

/** How long a name may take to resolve, in ms: twice the usual 5 s of one resolver attempt. */
const LOOKUP_TIMEOUT_MS = 10_000;

/** IPv4 space that is not public unicast: IANA's special-purpose registry, multicast and class E. */
const FORBIDDEN_IPV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  // A public address by its number, but Azure answers on it with the machine's own metadata.
  "168.63.129.16/32",
];

/** The only IPv6 space given out for global unicast; mapped, NAT64, local and multicast lie outside. */
const GLOBAL_IPV6 = ["2000::/3"];

/** Parts of it that lead elsewhere: protocol assignments with Teredo, documentation, 6to4, documentation. */
const FORBIDDEN_IPV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const forbiddenIpv4 = rangesOf(FORBIDDEN_IPV4);
const globalIpv6 = rangesOf(GLOBAL_IPV6);
const forbiddenIpv6 = rangesOf(FORBIDDEN_IPV6);

/**
 * The address to connect to for `host`. Every answer must be public unicast or in an allowed range, also
 * those not chosen: a name that mixes public and private answers is an attempt to slip through.
 * Throws IntakeError `host-unresolvable` or `address-forbidden`.
 */
export async function checkAddresses(host: string, options: CheckAddressesOptions): Promise<HostAddress> {
  const answers = await resolve(host, options);
  const allowed = rangesOf(options.allowedRanges);
  const forbidden = answers.find((answer) => !isAllowedAddress(answer.address, allowed));
  if (forbidden) {
    throw new IntakeError(
      "address-forbidden",
      `${host} leads to an address that is not on the public internet. If it is your own Git server, the operator can allow its range in the setting for allowed address ranges.`,
      { detail: `${host} resolves to ${forbidden.address}` },
    );
  }
  const [first] = answers;
  if (!first) throw unresolvable(host);
  return first;
}

/** The system's resolver, all answers in its order. */
export const systemLookup: Lookup = (host) => dnsLookup(host, { all: true, verbatim: true });

/** A matcher over ranges in CIDR form; throws RangeError naming the first that is not one. */
export function rangesOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", bits = "", ...more] = range.split("/");
    const family = isIP(network);
    const width = family === 4 ? 32 : 128;
    if (
      family === 0 ||
      network.includes("%") ||
      more.length > 0 ||
      !/^\d{1,3}$/.test(bits) ||
      Number(bits) > width
    ) {
      throw new RangeError(`"${range}" is not an address range such as 10.0.0.0/8 or fd00::/8`);
    }
    list.addSubnet(network, Number(bits), family === 4 ? "ipv4" : "ipv6");
  }
  return list;
}

function isAllowedAddress(address: string, allowed: BlockList): boolean {
  const family = isIP(address);
  // A zone ("fe80::1%eth0") names one of this machine's links, never a place on the internet.
  if (family === 0 || address.includes("%")) return false;
  if (family === 4) return allowed.check(address, "ipv4") || !forbiddenIpv4.check(address, "ipv4");
  if (allowed.check(address, "ipv6")) return true;
  return globalIpv6.check(address, "ipv6") && !forbiddenIpv6.check(address, "ipv6");
}

async function resolve(host: string, options: CheckAddressesOptions): Promise<HostAddress[]> {
  const timer = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, timer.signal]) : timer.signal;
  const timeout = delay(LOOKUP_TIMEOUT_MS, [], { signal });
  try {
    const answers = await Promise.race([options.lookup(host), timeout]);
    if (answers.length === 0) throw unresolvable(host);
    return answers.map(({ address }) => ({ address, family: isIP(address) === 6 ? 6 : 4 }));
  } catch (cause) {
    if (options.signal?.aborted) throw new IntakeError("cancelled", "The work was cancelled.", { cause });
    throw cause instanceof IntakeError ? cause : unresolvable(host, cause);
  } finally {
    timeout.catch(() => undefined); // the race is over; its own abort below is expected
    timer.abort();
  }
}

function unresolvable(host: string, cause?: unknown): IntakeError {
  return new IntakeError(
    "host-unresolvable",
    `The host name ${host} could not be resolved. Check its spelling; if it is right, try again later.`,
    { cause },
  );
}
