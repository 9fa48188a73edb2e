/**
 * `<live-analysis data-events data-analysis>`: keeps the steps of a running analysis current over
 * server-sent events, and puts the new page in place of the old one when it ends. The stream is closed
 * while the page is hidden, so that forgotten tabs cost the server nothing.
 */
import { isActive, progressSummary, stepsDone } from "../progress.js";
import { type AnalysisProgress, analysisSteps } from "../views.js";

/** How long to wait before asking for the page again when there is no stream. */
const RETRY_MS = 5_000;

class LiveAnalysis extends HTMLElement {
  private stream: EventSource | undefined;
  private retry: number | undefined;

  connectedCallback(): void {
    document.addEventListener("visibilitychange", this.onVisibility);
    this.onVisibility();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.close();
  }

  private readonly onVisibility = (): void => {
    if (document.hidden) this.close();
    else this.open();
  };

  private open(): void {
    if (this.stream !== undefined) return;
    this.stream = new EventSource(this.dataset["events"] ?? "");
    this.stream.addEventListener("analysis", (event) => this.onEvent(event));
    this.stream.addEventListener("error", () => this.onError());
  }

  /** The browser reconnects by itself, except where the server answered with something else than a stream. */
  private onError(): void {
    if (this.stream?.readyState !== EventSource.CLOSED) return;
    this.close();
    this.retry = window.setTimeout(() => void replaceContent(), RETRY_MS);
  }

  private close(): void {
    window.clearTimeout(this.retry);
    this.stream?.close();
    this.stream = undefined;
  }

  private onEvent(event: MessageEvent<string>): void {
    const progress = parseProgress(event.data);
    if (progress === null) return;
    if (isActive(progress) && progress.id === this.dataset["analysis"]) this.show(progress);
    else {
      this.close();
      void replaceContent();
    }
  }

  private show(progress: AnalysisProgress): void {
    const summary = this.querySelector("[data-part=summary]");
    const text = progressSummary(progress);
    if (summary !== null && summary.textContent !== text) summary.textContent = text;
    const bar = this.querySelector("progress");
    if (bar !== null) bar.value = stepsDone(progress);
    const current = stepsDone(progress);
    this.querySelectorAll(".step").forEach((step, index) => {
      const state = index < current ? "done" : index === current ? "current" : "todo";
      step.className = `step step-${state}`;
      if (state === "current") step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    });
  }
}

/** Our own server's JSON, yet checked: a proxy's error page must not end as "undefined" on the screen. */
function parseProgress(data: string): AnalysisProgress | null {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  return isProgress(value) ? value : null;
}

function isProgress(value: unknown): value is AnalysisProgress {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    typeof value.id === "string" &&
    "state" in value &&
    STATES.has(value.state) &&
    "step" in value &&
    (value.step === null || STEPS.has(value.step)) &&
    "progressDone" in value &&
    typeof value.progressDone === "number" &&
    "progressTotal" in value &&
    typeof value.progressTotal === "number"
  );
}

const STATES = new Set<unknown>(["queued", "running", "done", "failed", "cancelled"]);
const STEPS = new Set<unknown>(analysisSteps);

/** Fetches this page again and swaps its main content, which keeps scroll and focus better than a reload. */
async function replaceContent(): Promise<void> {
  const old = document.querySelector("main");
  try {
    const response = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("main");
    if (old === null || fresh === null || !response.ok || response.redirected) {
      location.reload();
      return;
    }
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(document.adoptNode(fresh));
    if (hadFocus) fresh.focus();
  } catch {
    location.reload();
  }
}

customElements.define("live-analysis", LiveAnalysis);
