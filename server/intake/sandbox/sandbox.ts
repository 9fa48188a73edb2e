import { IntakeError } from "../errors.js";
import type { Capabilities } from "./capabilities.js";
import type { SandboxCommand, SandboxedProcess, SandboxView } from "./command.js";
import { type Launch, launchConfined, launchUnconfined } from "./launch.js";
import type { Stage } from "./limits.js";
import { buildSeccompFilter } from "./seccomp.js";
import { STAGES } from "./stages.js";
import { supervise } from "./supervise.js";
import type { UidClaim, UidPool } from "./uidPool.js";
import { createWrapper, type Wrapper } from "./wrapper.js";

export type {
  Bind,
  DataFile,
  SandboxCommand,
  SandboxedProcess,
  SandboxView,
} from "./command.js";
export type { Stage } from "./limits.js";
export type { Wrapper } from "./wrapper.js";

/** Runs programs on hostile data. */
export interface Sandbox {
  /** Whether namespaces and the system call filter are in force; false only in embedded mode. */
  readonly confined: boolean;
  /**
   * Where a program inside finds `source` that is bound to `target`: there, or at `source` itself when
   * nothing is confined. Arguments of a wrapper and of the form `--name=path` must be built with it.
   */
  place(source: string, target: string): string;
  /** A uid for one analysis: the volume and every stage use the same. `uid` is null unless started as root. */
  claimUid(): AnalysisUid;
  /** Starts a program. Throws IntakeError `sandbox-failed` when it cannot, `cancelled` when already aborted. */
  spawn(command: SandboxCommand): SandboxedProcess;
  /** An executable file that runs git inside a sandbox with the arguments it is given. */
  wrapper(view: SandboxView & { readonly program: string }): Promise<Wrapper>;
}

/** See {@link Sandbox.claimUid}. */
export type AnalysisUid = { readonly uid: number | null; release(): void };

/** What a sandbox is built from. */
export interface SandboxDeps {
  readonly capabilities: Capabilities;
  readonly uidPool: UidPool;
  /** Production: refuse to run anything unconfined. */
  readonly required: boolean;
  readonly logger: { warn(fields: object, message: string): void };
}

/** Builds the sandbox this machine allows; throws IntakeError `sandbox-failed` when that is less than required. */
export function createSandbox(deps: SandboxDeps): Sandbox {
  const { capabilities } = deps;
  const confined = capabilities.namespaces && capabilities.seccomp !== null;
  if (!confined) refuseOrWarn(deps);
  const launchOf = (view: SandboxView): Launch =>
    (confined ? launchConfined : launchUnconfined)(view, {
      find: capabilities.find,
      arch: capabilities.arch,
      filter: confined ? filterOf(capabilities, view.stage) : null,
    });
  return {
    confined,
    place: (source, target) => (confined ? target : source),
    claimUid: () => (capabilities.root ? claimFrom(deps.uidPool) : { uid: null, release: () => undefined }),
    spawn(command) {
      checkUid(capabilities, command);
      if (command.signal.aborted) throw new IntakeError("cancelled", "The analysis was cancelled.");
      return supervise(launchOf(command), command);
    },
    wrapper(view) {
      checkUid(capabilities, view);
      return createWrapper(launchOf(view), view, capabilities.find);
    },
  };
}

function claimFrom(pool: UidPool): UidClaim {
  try {
    return pool.claim();
  } catch (cause) {
    throw new IntakeError(
      "sandbox-failed",
      "Too many analyses run at once on this machine; try again later.",
      { cause },
    );
  }
}

function filterOf(capabilities: Capabilities, stage: Stage): Buffer {
  if (capabilities.seccomp === null) throw new IntakeError("sandbox-failed", NOT_CONFINED);
  return buildSeccompFilter({ architecture: capabilities.seccomp, sockets: STAGES[stage].sockets });
}

const NOT_CONFINED =
  "This machine cannot separate analyses from itself (bubblewrap, user namespaces or a system call filter is missing). Run `sealgrade doctor` to see what to install.";

function refuseOrWarn(deps: SandboxDeps): void {
  const missing = deps.capabilities.findings.filter((finding) => !finding.ok);
  if (deps.required) {
    throw new IntakeError("sandbox-failed", NOT_CONFINED, {
      detail: missing.map((finding) => finding.name).join(", "),
    });
  }
  deps.logger.warn({ missing }, `NO SANDBOX: ${NOT_CONFINED} Analyses run with resource limits alone.`);
}

/** Root towards bound files and uncounted processes are what the pool exists against, so no default here. */
function checkUid(capabilities: Capabilities, view: SandboxView): void {
  if (capabilities.root !== (view.uid !== null) || view.uid === 0) {
    throw new IntakeError("sandbox-failed", "The sandbox was started under a wrong user; this is a defect.", {
      detail: `uid ${view.uid} while ${capabilities.root ? "root" : "not root"}`,
    });
  }
}
