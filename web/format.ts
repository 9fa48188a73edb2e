/** How figures are written: English, UTC, never dependent on the machine's locale or zone. */

/** Stands where a figure is not defined, such as the grade of a project without graded lines. */
export const NONE = "–";

const MINUTES_PER_HOUR = 60;
/** Debt is work, so a day of it is a working day. */
const HOURS_PER_DAY = 8;

/** Whole number with thin grouping: 12345 → "12,345". */
export function formatCount(count: number): string {
  return groupDigits(String(Math.round(count)));
}

/** Count with its noun: (1, "file") → "1 file", (2, "file") → "2 files". */
export function formatCounted(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** Fraction as a percentage with two decimals: 0.0484 → "4.84 %"; `null` → "–". */
export function formatRatio(fraction: number | null): string {
  return fraction === null ? NONE : `${(fraction * 100).toFixed(2)}\u00A0%`;
}

/** Grade point average with two decimals; `null` → "–". */
export function formatGpa(gpa: number | null): string {
  return gpa === null ? NONE : gpa.toFixed(2);
}

/** Minutes exactly as the receipt adds them: 1234.5 → "1,234.50". */
export function formatExactMinutes(minutes: number): string {
  const [whole = "0", decimals = "00"] = minutes.toFixed(2).split(".");
  return `${groupDigits(whole)}.${decimals}`;
}

/**
 * Working time for people: 95 → "1 h 35 min", 600 → "1 d 2 h" (a day is eight hours). Rounded to the
 * smallest unit shown; anything above zero is at least "1 min".
 */
export function formatWork(minutes: number): string {
  if (minutes <= 0) return "0 min";
  const whole = Math.max(1, Math.round(minutes));
  if (whole < MINUTES_PER_HOUR) return `${whole} min`;
  if (whole < MINUTES_PER_HOUR * HOURS_PER_DAY) {
    return twoUnits(Math.floor(whole / MINUTES_PER_HOUR), "h", whole % MINUTES_PER_HOUR, "min");
  }
  const hours = Math.round(whole / MINUTES_PER_HOUR);
  return twoUnits(Math.floor(hours / HOURS_PER_DAY), "d", hours % HOURS_PER_DAY, "h");
}

/** Running time of a machine: 640 ms → "0.6 s", 75,000 ms → "1 min 15 s". */
export function formatDuration(durationMs: number): string {
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return twoUnits(Math.floor(seconds / 60), "min", seconds % 60, "s");
}

/** Instant in UTC to the minute: "23 Nov 2026, 12:44 UTC". */
export function formatInstant(atMs: number): string {
  const at = new Date(atMs);
  const day = `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ""} ${at.getUTCFullYear()}`;
  return `${day}, ${twoDigits(at.getUTCHours())}:${twoDigits(at.getUTCMinutes())} UTC`;
}

/** Machine-readable instant for `<time datetime>`. */
export function isoInstant(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** First ten digits of a commit id, enough to find it by hand. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 10);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

function groupDigits(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}
