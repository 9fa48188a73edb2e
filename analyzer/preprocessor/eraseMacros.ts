import type { Code } from "./code.js";
import { endOfMacro } from "./macros.js";
import { Place } from "./place.js";
import { Sequence } from "./sequence.js";
import { endInTypeArgument } from "./typeArguments.js";

/** Blanks out what macros bring into a text and no grammar knows. */
export function eraseMacros(code: Code): void {
  const text = new Sequence(code);
  const place = new Place(text);
  for (let at = 0; at < text.length; ) {
    const end = Math.max(endOfMacro(place, at), endInTypeArgument(place, at));
    if (end > at) text.erase(at, end);
    else place.moveOn(at);
    at = Math.max(end, at + 1);
  }
}
