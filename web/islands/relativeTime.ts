/** `<relative-time><time datetime>`: "3 hours ago", the server's absolute time staying as its title. */
const UPDATE_MS = 30_000;

/** Largest unit that fits, with its length in seconds. */
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** Older than this, a date says more than a distance. */
const MAX_DAYS = 30;

class RelativeTime extends HTMLElement {
  private timer: number | undefined;

  connectedCallback(): void {
    const time = this.querySelector("time");
    if (time === null) return;
    const atMs = Date.parse(time.dateTime);
    if (Number.isNaN(atMs)) return;
    if (time.title === "") time.title = time.textContent ?? "";
    const update = () => {
      time.textContent = relativeText(atMs, Date.now()) ?? time.title;
    };
    update();
    this.timer = window.setInterval(update, UPDATE_MS);
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer);
  }
}

/** Distance in words, or `null` when it is too long to help. Both in ms since the epoch. */
function relativeText(atMs: number, nowMs: number): string | null {
  const seconds = Math.round((atMs - nowMs) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 60) return "just now";
  if (distance > MAX_DAYS * 86_400) return null;
  for (const [unit, length] of UNITS) {
    if (distance >= length) return WORDS.format(Math.trunc(seconds / length), unit);
  }
  return null;
}

const WORDS = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

customElements.define("relative-time", RelativeTime);
