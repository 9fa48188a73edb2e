/**
 * Version of everything that decides a number in a report. Any change of a metric, rule, threshold, minute
 * or constant is a new version; facts and reports of different versions are never mixed.
 */
export const ANALYZER_VERSION = "1.3.0";
