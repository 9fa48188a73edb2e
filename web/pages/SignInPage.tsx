import { Notice } from "../components/Notice.js";
import { signInLinkUrl } from "../urls.js";

export interface SignInPageProps {
  /** `none`: the page was opened by itself. `ready`: a link that still works. `spent`: used, expired or unknown. */
  readonly link:
    | { readonly kind: "none" }
    | { readonly kind: "ready"; readonly token: string }
    | { readonly kind: "spent" };
}

/** Sign-in by the one-time owner link. The link shows a button, so that a mail scanner's GET cannot use it up. */
export function SignInPage(props: SignInPageProps) {
  return (
    <div class="narrow">
      <h1>{props.link.kind === "ready" ? "Sign in as the owner" : "Sign in"}</h1>
      {props.link.kind === "spent" && (
        <Notice tone="warning" title="This link does not work any more" alert>
          <p>
            An owner link works once and for 15 minutes. It has been used, it has expired, or it was copied
            incompletely. Make a new one as described below.
          </p>
        </Notice>
      )}
      {props.link.kind === "ready" ? <UseLink token={props.link.token} /> : <HowToSignIn />}
    </div>
  );
}

function UseLink(props: { token: string }) {
  return (
    <>
      <p class="lead">This link signs this browser in as the owner of the installation. It works once.</p>
      <form method="post" action={signInLinkUrl(props.token)}>
        <button type="submit" class="button button-primary">
          Sign in
        </button>
      </form>
    </>
  );
}

function HowToSignIn() {
  return (
    <>
      <p class="lead">
        Sealgrade has no passwords. Its owner signs in with a one-time link that only somebody with access to
        the server can make.
      </p>
      <div class="card">
        <h2>Get a link</h2>
        <ol class="how-to">
          <li>
            On the server, run
            <pre class="command">
              <code>sealgrade link</code>
            </pre>
          </li>
          <li>Open the address it prints in this browser within 15 minutes.</li>
        </ol>
        <p class="muted">The first start prints such a link by itself. Every link made is recorded.</p>
      </div>
    </>
  );
}
