import type { Part } from "../../analyzer/types.js";
import { isPathPart, partKindName, partName } from "../parts.js";

/** A part by its kind and name: "folder src/http/". */
export function PartLabel({ part }: { part: Part }) {
  return (
    <>
      {partKindName(part)} <span class={isPathPart(part) ? "mono" : undefined}>{partName(part)}</span>
    </>
  );
}
