import { notFound } from "../errors.js";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The row id in a request's address. Anything else never reaches the database and answers as an id that does
 * not exist does.
 * @throws AppError 404
 */
export function rowId(ctx: { params: Readonly<Record<string, string>> }, name: string): string {
  const text = ctx.params[name] ?? "";
  if (UUID.test(text)) return text;
  throw notFound();
}
