import { AppError } from "../errors.js";
import type { AppContext } from "../http/requestState.js";

/** No form of ours is larger; in bytes. */
const MAX_FORM_BYTES = 64 * 1024;
const FORM_TYPE = "application/x-www-form-urlencoded";

/**
 * The fields of a posted form.
 * @throws AppError 400 when the body is no form, 413 when it is over 64 KiB
 */
export async function readForm(ctx: AppContext): Promise<URLSearchParams> {
  if (ctx.request.is(FORM_TYPE) === false && ctx.request.length !== 0) {
    throw new AppError(
      "not-a-form",
      400,
      "This request does not carry a form. Open the page and submit it there.",
    );
  }
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of ctx.req) {
    const bytes = Buffer.from(chunk);
    sizeBytes += bytes.length;
    if (sizeBytes > MAX_FORM_BYTES) {
      ctx.set("Connection", "close");
      throw new AppError(
        "form-too-large",
        413,
        "This form holds more than it has fields for. Shorten it and try again.",
      );
    }
    chunks.push(bytes);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}
