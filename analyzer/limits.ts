/** Largest blob that is measured; larger files are skipped as `too-large` (SECURITY: one blob 1 MiB). */
export const MAX_BLOB_BYTES = 1_048_576;

/** Longest function name in facts, in UTF-16 units; what is longer cannot come from the map step. */
export const MAX_NAME_LENGTH = 1024;

/** Longest name of a type with all its scopes, in UTF-16 units. */
export const MAX_KEY_LENGTH = 16_384;

/**
 * Most functions, types and suppressing comments of one file; one with more is given up as `failed`. A file of 1 MiB
 * can hold 200,000 functions of six bytes, and a handful of such files would fill the memory of whoever collects
 * their facts. Files that people write hold hundreds, generated ones a few thousand.
 */
export const MAX_FUNCTIONS_PER_FILE = 10_000;

/** Most rules of one suppressing comment; there are fewer than half as many. */
export const MAX_RULES_PER_SUPPRESSION = 100;

/** Largest number of facts: 31 bits. Only cognitive complexity can grow beyond it, with the square of a file's size. */
export const MAX_NUMBER = 0x7fff_ffff;
