import { homeUrl } from "../urls.js";

export interface ErrorPageProps {
  readonly status: number;
  /** Public text of the error: what happened and what to do. `null`: the general text of the status. */
  readonly message: string | null;
  /** Names this request in the server's log. */
  readonly requestId: string;
}

interface ErrorWords {
  readonly title: string;
  readonly message: string;
}

const WORDS: Readonly<Record<number, ErrorWords>> = {
  400: {
    title: "This request makes no sense here",
    message: "Something in it is missing or malformed. Go back, reload the page and try again.",
  },
  401: {
    title: "Sign in first",
    message: "You are not signed in, or your session has ended. Sign in and open this page again.",
  },
  403: {
    title: "This is not allowed",
    message: "The request did not come from this site’s own pages. Open the page here and try again from it.",
  },
  404: {
    title: "There is nothing here",
    message: "The address is wrong, the thing is gone, or it belongs to an organisation you are not in.",
  },
  409: {
    title: "Something changed meanwhile",
    message: "Nothing was changed. Open the page again to see how things stand now.",
  },
  413: {
    title: "That is too much",
    message: "The request is larger than anything this page sends. Shorten it and try again.",
  },
  422: { title: "This cannot be done as it stands", message: "Change what the page names and try again." },
  429: { title: "Too many requests", message: "Wait a minute, then try again." },
  500: {
    title: "Something broke on our side",
    message: "Nothing you did caused it. Try again; if it stays, give the operator the request id below.",
  },
  503: {
    title: "Not available right now",
    message:
      "The database does not answer. Nothing is lost: work that was running goes on when it is back. Try again in a minute.",
  },
};

const UNKNOWN: ErrorWords = { title: "This did not work", message: "Go back and try again." };

/** What happened, what to do, and the id under which the operator finds it. */
export function ErrorPage(props: ErrorPageProps) {
  const words = WORDS[props.status] ?? UNKNOWN;
  return (
    <div class="narrow error-page">
      <p class="error-status">{props.status}</p>
      <h1>{words.title}</h1>
      <p class="lead">{props.message ?? words.message}</p>
      <p>
        <a class="button" href={homeUrl()}>
          To the start page
        </a>
      </p>
      <p class="muted">
        Request id <code>{props.requestId}</code>
      </p>
    </div>
  );
}
