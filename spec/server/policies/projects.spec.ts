import { expect } from "chai";
import type { Actor } from "../../../server/http/requestState.js";
import { may, mayConnect, type ProjectAction } from "../../../server/policies/projects.js";

const ROLES: readonly Actor["role"][] = ["owner", "admin", "member"];
const ACTIONS: readonly ProjectAction[] = ["view", "analyze", "connect"];
const actor = (role: Actor["role"]): Actor => ({
  userId: "one",
  displayName: "One",
  organizationId: "ours",
  role,
});

describe("policy of projects", () => {
  it("P21 lets nobody do anything to another organisation's project, whatever their role", () => {
    for (const role of ROLES) {
      for (const action of ACTIONS)
        expect(may(actor(role), action, { organizationId: "theirs" }), `${role} ${action}`).to.equal(false);
    }
  });

  it("P21 lets members look and ask for analyses, and owners and admins connect as well", () => {
    const allowed = ROLES.map((role) =>
      ACTIONS.filter((action) => may(actor(role), action, { organizationId: "ours" })),
    );
    expect(allowed).to.deep.equal([ACTIONS, ACTIONS, ["view", "analyze"]]);
    expect(ROLES.map((role) => mayConnect(actor(role)))).to.deep.equal([true, true, false]);
  });
});
