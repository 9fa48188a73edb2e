/** What ssh is told through its environment: checked values and paths, so that the script itself is fixed. */
export interface SshEnvironment {
  /** Name under which the host's keys are looked up. */
  readonly SG_HOST: string;
  /** HostKeyAlgorithms. */
  readonly SG_HOST_KEY_ALGORITHMS: string;
  readonly SG_KNOWN_HOSTS: string;
  /** "yes": only known keys; "accept-new": note down an unknown key, for a person to compare. */
  readonly SG_STRICT: "yes" | "accept-new";
  /** "yes", or "no" to end after the key exchange. */
  readonly SG_SIGN_IN: "yes" | "no";
  readonly SG_PUBLIC_KEY: string;
  readonly SG_AGENT: string;
  /** Named pipes of the relay: bytes from and to the server. */
  readonly SG_FROM_SERVER: string;
  readonly SG_TO_SERVER: string;
}

/**
 * Joins ssh to the relay's two named pipes. Both are opened in this order before anything is copied: the
 * relay takes the first byte it gets as the sign that nobody can miss the end of either.
 */
const CONNECTOR = 'exec 3<"$SG_FROM_SERVER" 4>"$SG_TO_SERVER"; cat <&3 4>&- & exec cat >&4 3<&-';

/** Options in the order of ssh_config(5)'s concerns: nothing from files, the host, the way, the key, the rest. */
const OPTIONS = [
  "BatchMode=yes",
  "StrictHostKeyChecking=$SG_STRICT",
  "UserKnownHostsFile=$SG_KNOWN_HOSTS",
  "GlobalKnownHostsFile=/dev/null",
  "HashKnownHosts=no",
  "HostKeyAlias=$SG_HOST",
  "HostKeyAlgorithms=$SG_HOST_KEY_ALGORITHMS",
  "CheckHostIP=no",
  "VerifyHostKeyDNS=no",
  "UpdateHostKeys=no",
  "CanonicalizeHostname=no",
  "ProxyCommand=sh -c '$SG_CONNECTOR'",
  "ProxyJump=none",
  "ProxyUseFdpass=no",
  "PermitLocalCommand=no",
  "ClearAllForwardings=yes",
  "ForwardAgent=no",
  "ForwardX11=no",
  "Tunnel=no",
  "ControlMaster=no",
  "ControlPath=none",
  "IdentitiesOnly=yes",
  "IdentityAgent=$SG_AGENT",
  "PubkeyAuthentication=$SG_SIGN_IN",
  "PreferredAuthentications=publickey",
  "PasswordAuthentication=no",
  "KbdInteractiveAuthentication=no",
  "GSSAPIAuthentication=no",
  "HostbasedAuthentication=no",
  "ConnectTimeout=10",
  "ConnectionAttempts=1",
  "ServerAliveInterval=15",
  "ServerAliveCountMax=3",
  "RequestTTY=no",
  "EscapeChar=none",
  "LogLevel=ERROR",
];

/** The program git runs as ssh, with fixed text; see {@link SshEnvironment} for what varies. */
export const SSH_SCRIPT = `#!/bin/sh
SG_CONNECTOR='${CONNECTOR}'
exec ssh -F none -i "$SG_PUBLIC_KEY" \\
${OPTIONS.map((option) => `  -o "${option}" \\\n`).join("")}  "$@"
`;
