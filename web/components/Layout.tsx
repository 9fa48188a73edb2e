import type { ComponentChildren } from "preact";
import { homeUrl, projectsUrl, signInUrl, signOutUrl } from "../urls.js";
import { Mark } from "./Mark.js";

/** The signed-in person as the head of every page names them. */
export interface Person {
  readonly displayName: string;
}

/** Parts of the product the main navigation leads to. */
export type Section = "projects";

/** The frame of every page: skip link, head with navigation, main content, foot. */
export function Layout(props: {
  user: Person | null;
  section: Section | null;
  warning: string | null;
  version: string | null;
  children: ComponentChildren;
}) {
  return (
    <>
      <a class="skip-link" href="#content">
        Skip to content
      </a>
      <header class="site-head">
        <div class="site-head-inner">
          <a class="brand" href={homeUrl()}>
            <Mark />
            <span>Sealgrade</span>
          </a>
          {props.user === null ? <SignInLink /> : <Navigation user={props.user} section={props.section} />}
        </div>
      </header>
      {props.warning !== null && (
        <div class="site-warning" role="note">
          <p>
            <strong>Reduced protection.</strong> {props.warning}
          </p>
        </div>
      )}
      <main id="content" class="content" tabIndex={-1}>
        {props.children}
      </main>
      <footer class="site-foot">
        <div class="site-foot-inner">
          <p>Your source is fetched by deploy key, kept sealed and never executed.</p>
          <p>Sealgrade{props.version === null ? "" : ` ${props.version}`}</p>
        </div>
      </footer>
    </>
  );
}

function Navigation(props: { user: Person; section: Section | null }) {
  return (
    <nav class="site-nav" aria-label="Main">
      <a href={projectsUrl()} aria-current={props.section === "projects" ? "true" : undefined}>
        Projects
      </a>
      <span class="site-nav-person">{props.user.displayName}</span>
      <form method="post" action={signOutUrl()}>
        <button class="link-button" type="submit">
          Sign out
        </button>
      </form>
    </nav>
  );
}

function SignInLink() {
  return (
    <nav class="site-nav" aria-label="Main">
      <a href={signInUrl()}>Sign in</a>
    </nav>
  );
}
