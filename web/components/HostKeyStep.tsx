import { formatInstant } from "../format.js";
import { confirmHostUrl } from "../urls.js";
import type { HostKeyView } from "../views.js";
import { Notice } from "./Notice.js";

/** Where the trust in the Git host stands. */
export type HostStep =
  /** The offered key is one of those that ship with the product. */
  | { readonly kind: "built-in"; readonly key: HostKeyView }
  /** An owner compared and confirmed it. */
  | { readonly kind: "pinned"; readonly key: HostKeyView; readonly confirmedAtMs: number }
  /** Never seen before: an owner must compare. */
  | { readonly kind: "unconfirmed"; readonly offered: readonly HostKeyView[] }
  /** Another key than the pinned one is offered: work has stopped. */
  | { readonly kind: "changed"; readonly offered: readonly HostKeyView[]; readonly pinned: HostKeyView }
  /** The host did not answer, so there is nothing to compare yet. */
  | { readonly kind: "unreachable"; readonly message: string };

/** Whether the deploy key may be shown to this host already. */
export function isHostTrusted(host: HostStep): boolean {
  return host.kind === "built-in" || host.kind === "pinned";
}

/** The host key step of connecting, in each of its states. */
export function HostKeyStep(props: { projectId: string; host: HostStep }) {
  const { host } = props;
  switch (host.kind) {
    case "built-in":
      return (
        <>
          <p>
            {address(host.key)} offered the key that Sealgrade has built in for it. Nothing needs your
            confirmation.
          </p>
          <HostKeys keys={[host.key]} />
        </>
      );
    case "pinned":
      return (
        <>
          <p>
            The key of {address(host.key)} was confirmed on {formatInstant(host.confirmedAtMs)}. Any other key
            stops the work.
          </p>
          <HostKeys keys={[host.key]} />
        </>
      );
    case "unconfirmed":
      return <Unconfirmed projectId={props.projectId} offered={host.offered} />;
    case "changed":
      return <Changed projectId={props.projectId} offered={host.offered} pinned={host.pinned} />;
    case "unreachable":
      return (
        <Notice tone="danger" level={3} title="The Git host could not be reached">
          <p>{host.message}</p>
        </Notice>
      );
  }
}

function Unconfirmed(props: { projectId: string; offered: readonly HostKeyView[] }) {
  return (
    <>
      <p>
        This host is new here. Compare the fingerprint below with the one its administrator publishes, or run
        this on the host itself:
      </p>
      <pre class="command">
        <code>for f in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$f"; done</code>
      </pre>
      <HostKeys keys={props.offered} />
      <ConfirmForm
        {...props}
        statement="I have compared the fingerprint and it is the same."
        label="Confirm this host"
      />
    </>
  );
}

function Changed(props: { projectId: string; offered: readonly HostKeyView[]; pinned: HostKeyView }) {
  return (
    <>
      <Notice tone="danger" level={3} title="The host’s key has changed">
        <p>
          {address(props.pinned)} offers another key than the confirmed one. That happens when a server is
          reinstalled, and also when somebody sits in between. All work on this project has stopped. Ask the
          host’s administrator whether the key was changed on purpose before you confirm the new one.
        </p>
      </Notice>
      <h3>Confirmed until now</h3>
      <HostKeys keys={[props.pinned]} />
      <h3>Offered now</h3>
      <HostKeys keys={props.offered} />
      <ConfirmForm
        projectId={props.projectId}
        offered={props.offered}
        statement="The administrator changed the key on purpose, and the new fingerprint is the same."
        label="Replace the confirmed key"
      />
    </>
  );
}

function HostKeys(props: { keys: readonly HostKeyView[] }) {
  return (
    <dl class="facts">
      {props.keys.map((key) => (
        <div key={key.fingerprint} class="fact">
          <dt>
            {address(key)} <span class="key-type">{key.keyType}</span>
          </dt>
          <dd class="mono">{key.fingerprint}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The fingerprints travel with the form, so that only what the owner saw can be pinned. */
function ConfirmForm(props: {
  projectId: string;
  offered: readonly HostKeyView[];
  statement: string;
  label: string;
}) {
  return (
    <form method="post" action={confirmHostUrl(props.projectId)} class="form">
      {props.offered.map((key) => (
        <input key={key.fingerprint} type="hidden" name="fingerprint" value={key.fingerprint} />
      ))}
      <label class="check" for="compared">
        <input type="checkbox" id="compared" name="compared" value="yes" required />
        <span>{props.statement}</span>
      </label>
      <button type="submit" class="button button-primary">
        {props.label}
      </button>
    </form>
  );
}

/** Host with its port where it is not SSH's own. */
function address(key: HostKeyView): string {
  return key.port === 22 ? key.host : `${key.host}:${key.port}`;
}
