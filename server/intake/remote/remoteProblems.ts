/** What can be wrong with the address of a repository; one code per thing a person would correct. */
export type RemoteProblemCode =
  | "empty"
  | "too-long"
  | "control-characters"
  | "whitespace"
  | "leading-dash"
  | "command-pasted"
  | "helper-transport"
  | "file-url"
  | "local-path"
  | "https-address"
  | "unencrypted-protocol"
  | "old-ssh-scheme"
  | "unknown-scheme"
  | "password-present"
  | "colon-missing"
  | "port-in-scp-style"
  | "port-invalid"
  | "ipv6-literal"
  | "percent-encoding"
  | "user-missing"
  | "user-invalid"
  | "host-missing"
  | "host-invalid"
  | "host-not-ascii"
  | "host-numeric"
  | "path-missing"
  | "path-invalid"
  | "path-traversal";

/** Why an address was refused. `message` is public: what is wrong and what to write instead. */
export interface RemoteProblem {
  readonly code: RemoteProblemCode;
  readonly message: string;
}

interface Facts {
  readonly limit?: number;
  readonly host?: string;
  /** An SSH address made of checked parts only: messages never repeat what was typed. */
  readonly address?: string;
  /** Whether the host is known to serve `address`. */
  readonly certain?: boolean;
}

const EXAMPLE = "git@github.com:team/repo.git";
const NO_PASSWORDS = "Sealgrade never asks for passwords";

const MESSAGES: Record<RemoteProblemCode, (facts: Facts) => string> = {
  empty: () => `Enter the SSH address of the repository, for example ${EXAMPLE}.`,
  "too-long": ({ limit = 0 }) =>
    `The address or a part of it is longer than ${limit} characters. Copy the SSH address from your Git host again.`,
  "control-characters": () =>
    "The address holds invisible or control characters. Type it by hand or copy it again.",
  whitespace: () => `The address holds a space. Enter the address alone, for example ${EXAMPLE}.`,
  "leading-dash": () =>
    `No part of the address may begin with "-". Copy the SSH address from your Git host, for example ${EXAMPLE}.`,
  "command-pasted": () => `Leave "git clone" out and enter the address alone, for example ${EXAMPLE}.`,
  "helper-transport": () =>
    `Addresses with "::" run helper programs and are refused. Use the SSH address, for example ${EXAMPLE}.`,
  "file-url": () =>
    `Files of this machine cannot be connected. Use the SSH address of the repository, for example ${EXAMPLE}.`,
  "local-path": () =>
    `This is a path of a local machine. Use the SSH address of the repository, for example ${EXAMPLE}.`,
  "https-address": (facts) => `This is a web address: ${useInstead(facts)}; ${NO_PASSWORDS}.`,
  "unencrypted-protocol": (facts) => `The git:// protocol is not encrypted: ${useInstead(facts)}.`,
  "old-ssh-scheme": () => `Write "ssh://" instead of "git+ssh://" or "ssh+git://".`,
  "unknown-scheme": () =>
    `Only SSH addresses are fetched. Use the form ${EXAMPLE} or ssh://git@host:port/team/repo.git.`,
  "password-present": () =>
    `Leave the password out: ${NO_PASSWORDS}, it signs in with the project's own deploy key. If this password is real, change it.`,
  "colon-missing": () => `Between host and path stands a colon: ${EXAMPLE}.`,
  "port-in-scp-style": () =>
    "In this form a number after the colon is a folder, not a port. Write ssh://git@host:2222/team/repo.git for port 2222, or ssh://git@host/2222/repo.git for a folder named 2222.",
  "port-invalid": () => "The port must be a whole number from 1 to 65535 without leading zeros.",
  "ipv6-literal": () =>
    "Addresses in brackets or with several colons are not accepted. Give the server a host name, or use its IPv4 address.",
  "percent-encoding": () =>
    `Percent-encoded characters ("%…") are not accepted. Write the address without them.`,
  "user-missing": () => `The user name is missing. Most hosts use "git": ${EXAMPLE}.`,
  "user-invalid": () =>
    `The user name may hold letters, digits, ".", "_" and "-", 64 characters at most. Most hosts use "git".`,
  "host-missing": () => `The host name is missing. Use the form ${EXAMPLE}.`,
  "host-invalid": () =>
    "The host name is not valid: labels of letters, digits and hyphens, joined by single dots, without one at the end.",
  "host-not-ascii": () =>
    `The host name holds letters outside a–z. Write it in its ASCII form ("xn--…"), and check that it is the host you mean.`,
  "host-numeric": () =>
    "Host names that are numbers are not accepted. Write an IPv4 address as four decimal numbers, for example 192.0.2.10.",
  "path-missing": () => `The path of the repository is missing. Use the form ${EXAMPLE}.`,
  "path-invalid": () =>
    `The path may hold letters, digits and . _ ~ + @ = , - between single slashes. Copy the SSH address from your Git host again.`,
  "path-traversal": () => `The path must not hold "." or ".." as a folder. Write the path out in full.`,
};

/** The problem of this code with its message filled in. */
export function problem(code: RemoteProblemCode, facts: Facts = {}): RemoteProblem {
  return { code, message: MESSAGES[code](facts) };
}

function useInstead({ host, address, certain = false }: Facts): string {
  if (address !== undefined && certain) return `use the SSH address ${address}`;
  if (address !== undefined)
    return `use the SSH address that ${host} shows for the repository, often ${address}`;
  return `use the SSH address that ${host ?? "your Git host"} shows for the repository, for example ${EXAMPLE}`;
}
