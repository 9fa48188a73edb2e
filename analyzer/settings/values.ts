import { z } from "zod";

/** Patterns per list; each is tried on every path. */
export const MAX_PATTERNS = 100;

/** Sub-projects per repository; each has a grade and a badge of its own. */
export const MAX_SUBPROJECTS = 100;

/** A pattern in gitignore syntax; whether it can match anything is for `compilePattern` to say. */
export const patternText = z.string().min(1).max(1000);

/** A threshold, a mass or a number of lines. */
export const wholeNumber = z.int().min(1).max(1_000_000);

/** Thresholds of info, warning, error and critical, which never fall. */
export const fourThresholds = z
  .tuple([wholeNumber, wholeNumber, wholeNumber, wholeNumber])
  .refine(([info, warning, error, critical]) => info <= warning && warning <= error && error <= critical);

/** The name of a sub-project, which stands in addresses and badges. */
export const subprojectName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

/** A folder below the root: relative, no empty, `.` or `..` parts; `./` before and `/` after it are taken off. */
export const subprojectPath = z
  .string()
  .max(1024)
  .transform((path) => path.replace(/^(\.\/)+/, "").replace(/\/+$/, ""))
  .refine((path) => path.split("/").every((part) => part !== "" && part !== "." && part !== ".."));
