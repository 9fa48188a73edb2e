import { z } from "zod";
import type { Part } from "../../../analyzer/types.js";
import { type FileSortKey, fileSortKeys, partKinds } from "../../../web/urls.js";
import { notFound } from "../../errors.js";

const sort = z.enum(fileSortKeys).catch("debt");
const page = z.coerce.number().int().min(1).max(1_000_000).catch(1);

/** The asked-for order of the file list; anything else means most debt first. */
export function parseSort(text: unknown): FileSortKey {
  return sort.parse(text);
}

/** The asked-for page, 1-based; anything else means the first. */
export function parsePage(text: unknown): number {
  return page.parse(text);
}

/**
 * The part that the query names; `null` when it names none. The name may be anything: it is only ever compared with
 * those of the report.
 * @throws AppError 404 when it names more than one, or one without a name
 */
export function parsePart(query: Readonly<Record<string, unknown>>): Part | null {
  const [kind, ...more] = partKinds.filter((each) => query[each] !== undefined);
  if (kind === undefined) return null;
  const name = query[kind];
  if (more.length > 0 || typeof name !== "string" || name === "") throw notFound();
  return { kind, name };
}
