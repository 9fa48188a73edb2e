import { expect } from "chai";
import {
  formatCount,
  formatCounted,
  formatDuration,
  formatExactMinutes,
  formatGpa,
  formatInstant,
  formatRatio,
  formatWork,
  isoInstant,
  shortCommit,
} from "../../web/format.js";

const MINUTE_MS = 60_000;

describe("format", () => {
  const table: readonly (readonly [string, string, string])[] = [
    ["a count below a thousand", formatCount(999), "999"],
    ["a large count", formatCount(1_234_567), "1,234,567"],
    ["one thing", formatCounted(1, "file"), "1 file"],
    ["no thing", formatCounted(0, "file"), "0 files"],
    ["an irregular plural", formatCounted(2, "analysis", "analyses"), "2 analyses"],
    ["a ratio", formatRatio(0.04841), "4.84\u00A0%"],
    ["a ratio of zero", formatRatio(0), "0.00\u00A0%"],
    ["no ratio", formatRatio(null), "–"],
    ["a GPA", formatGpa(3.1), "3.10"],
    ["no GPA", formatGpa(null), "–"],
    ["exact minutes", formatExactMinutes(1234.5), "1,234.50"],
    ["exact minutes of a large debt", formatExactMinutes(1_234_567.05), "1,234,567.05"],
    ["no work", formatWork(0), "0 min"],
    ["work below a minute", formatWork(0.2), "1 min"],
    // 95 = 60 + 35
    ["work in hours", formatWork(95), "1 h 35 min"],
    ["whole hours of work", formatWork(120), "2 h"],
    // A working day is 8 h = 480 min; 479.6 rounds up to it.
    ["work just below a day", formatWork(479.4), "7 h 59 min"],
    ["a day of work", formatWork(479.6), "1 d"],
    // 600 min = 10 h = 8 h + 2 h
    ["more than a day of work", formatWork(600), "1 d 2 h"],
    // 959 min = 15.98 h, rounded to 16 h = 2 d
    ["almost two days of work", formatWork(959), "2 d"],
    ["a short run", formatDuration(640), "0.6 s"],
    ["a run just below a minute", formatDuration(59_949), "59.9 s"],
    ["a run of a minute", formatDuration(59_960), "1 min"],
    ["a longer run", formatDuration(75_000), "1 min 15 s"],
    ["the epoch", formatInstant(0), "1 Jan 1970, 00:00 UTC"],
    ["an instant", formatInstant(Date.UTC(2026, 10, 23, 9, 5)), "23 Nov 2026, 09:05 UTC"],
    ["an instant for machines", isoInstant(MINUTE_MS), "1970-01-01T00:01:00.000Z"],
    ["a commit", shortCommit("0123456789abcdef"), "0123456789"],
  ];
  for (const [what, actual, expected] of table) {
    it(`writes ${what} as “${expected}”`, () => expect(actual).to.equal(expected));
  }
});
