import { z } from "zod";
import { type FileSortKey, fileSortKeys } from "../../../web/urls.js";

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
