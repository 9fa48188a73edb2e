import { z } from "zod";
import { id, integer, text } from "./columns.js";

const retired = z.object({
  dataKeyId: text(64),
  subjectId: id(),
  /** The job that replaced it. */
  rotationId: id(),
  retiredAt: integer(),
});
/** Data keys that a rotation replaced and that are not destroyed yet, with whose they are. */
export const retiredDataKeys = {
  name: "retired_data_keys",
  key: ["dataKeyId"],
  tenant: false,
  row: retired,
} as const;
