import type { Project } from "../../db/types.js";
import type { Actor } from "../http/requestState.js";

export type ProjectAction = "view" | "analyze" | "connect";

/** Who may do what to a project. Members look and ask for analyses; connecting is the owners' business. */
export function may(actor: Actor, action: ProjectAction, project: Pick<Project, "organizationId">): boolean {
  if (actor.organizationId !== project.organizationId) return false;
  switch (action) {
    case "view":
    case "analyze":
      return true;
    case "connect":
      return actor.role !== "member";
  }
}

/** Whether somebody may connect a new repository to their organisation. */
export function mayConnect(actor: Actor): boolean {
  return actor.role !== "member";
}
