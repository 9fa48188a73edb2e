/** Largest blob that is measured; larger files are skipped as `too-large` (SECURITY: one blob 1 MiB). */
export const MAX_BLOB_BYTES = 1_048_576;

/** Longest function name in facts, in UTF-16 units; what is longer cannot come from the map step. */
export const MAX_NAME_LENGTH = 1024;
