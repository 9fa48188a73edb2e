import { z } from "zod";
import type { NewProjectValues } from "../../../web/pages/NewProjectPage.js";
import { AppError } from "../../errors.js";

const newProject = z.object({
  remote: z.string().max(4096).catch(""),
  name: z.string().trim().max(1000).catch(""),
  branch: z.string().trim().max(1000).catch(""),
  retention: z.enum(["full", "snippets", "none"]),
});

/**
 * The connect form's fields as they were typed; what they mean is checked by the command.
 * @throws AppError 400 when the retention is none of the three offered
 */
export function parseNewProject(form: URLSearchParams): NewProjectValues {
  const parsed = newProject.safeParse(Object.fromEntries(form));
  if (parsed.success) return parsed.data;
  throw new AppError(
    "form-incomplete",
    400,
    "The form was incomplete. Open the page again and choose how much of the source is kept.",
  );
}

const confirmation = z.object({
  fingerprints: z
    .array(z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/))
    .min(1)
    .max(8),
  compared: z.literal("yes"),
});

/**
 * The fingerprints an owner says to have compared.
 * @throws AppError 400 when none came along or the box was not ticked
 */
export function parseConfirmation(form: URLSearchParams): readonly string[] {
  const parsed = confirmation.safeParse({
    fingerprints: form.getAll("fingerprint"),
    compared: form.get("compared"),
  });
  if (parsed.success) return parsed.data.fingerprints;
  throw new AppError(
    "not-compared",
    400,
    "Compare the fingerprint with the one the host's administrator gives, tick the box and confirm again.",
  );
}
