import { expect } from "chai";
import { RowNotFound } from "../../../db/errors.js";
import { newId } from "../../../db/ids.js";
import type { AnalysisRequest } from "../../../db/repositories/analyses.js";
import { forEachDatabase } from "../../support/databases.js";
import { anOrganization, aProject, aProjectIn, clock, NOW } from "../rows.js";

const COMMIT = "c".repeat(40);

function aRequest(projectId: string, fields: Partial<AnalysisRequest> = {}): AnalysisRequest {
  return { id: newId(clock), projectId, trigger: "click", requestedCommit: null, createdAt: NOW, ...fields };
}

describe("analyses", () => {
  forEachDatabase((_name, { open, settings, connect }) => {
    it("of any number of simultaneous requests for one head, exactly one is made and all get it", async () => {
      const where = await settings();
      const [one, two] = [await connect(where), await connect(where)];
      await one.migrate();
      const { organization, project, owned } = await aProjectIn(one);
      const other = two.repositories.forOrganization(organization.id);

      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          (index % 2 === 0 ? owned : other).analyses.createOrJoin(aRequest(project.id)),
        ),
      );

      expect(answers.filter(({ joined }) => !joined)).to.have.length(1);
      expect(new Set(answers.map(({ analysis }) => analysis.id)).size).to.equal(1);
      expect(await owned.analyses.list(project.id, 50)).to.have.length(1);
    });

    it("requests for different commits or projects, or after the first has ended, do not join", async () => {
      const { owned, project } = await aProjectIn(await open());
      const second = aProject({ name: "second" });
      await owned.projects.create(second);
      const head = await owned.analyses.createOrJoin(aRequest(project.id));

      const byCommit = await owned.analyses.createOrJoin(aRequest(project.id, { requestedCommit: COMMIT }));
      const sameCommit = await owned.analyses.createOrJoin(aRequest(project.id, { requestedCommit: COMMIT }));
      const elsewhere = await owned.analyses.createOrJoin(aRequest(second.id));
      await owned.analyses.update(head.analysis.id, { state: "running" });
      const whileRunning = await owned.analyses.createOrJoin(aRequest(project.id));
      await owned.analyses.update(head.analysis.id, { state: "done", finishedAt: NOW });
      const afterwards = await owned.analyses.createOrJoin(aRequest(project.id));

      expect(byCommit.joined).to.equal(false);
      expect(sameCommit).to.deep.include({ joined: true });
      expect(sameCommit.analysis.id).to.equal(byCommit.analysis.id);
      expect(elsewhere.joined).to.equal(false);
      expect(whileRunning.joined).to.equal(true);
      expect(whileRunning.analysis.id).to.equal(head.analysis.id);
      expect(afterwards.joined).to.equal(false);
    });

    it("a request takes part in the caller's transaction", async () => {
      const database = await open();
      const { owned, project } = await aProjectIn(database);

      const failing = database.transaction(async (tx) => {
        await owned.analyses.createOrJoin(aRequest(project.id), tx);
        throw new Error("enqueueing failed");
      });

      expect(await failing.catch((error: Error) => error.message)).to.equal("enqueueing failed");
      expect(await owned.analyses.list(project.id, 5)).to.deep.equal([]);
    });

    it("a request for another organization's project is refused as missing", async () => {
      const database = await open();
      const { project } = await aProjectIn(database);
      const stranger = (await anOrganization(database)).repositories;

      const outcome = stranger.analyses.createOrJoin(aRequest(project.id)).catch((error: unknown) => error);

      expect(await outcome).to.be.instanceOf(RowNotFound);
    });

    it("the row says what was asked and what became of it", async () => {
      const { organization, owned, project } = await aProjectIn(await open());
      const request = aRequest(project.id, { trigger: "poll", requestedCommit: COMMIT });
      await owned.analyses.createOrJoin(request);
      const failed = {
        state: "failed",
        step: "fetch",
        progressDone: 3,
        progressTotal: 9,
        failureCode: "key-rejected",
        failureMessage: "The host refused the deploy key — add it again.",
        attempts: 1,
        startedAt: NOW + 1,
        finishedAt: NOW + 2,
      } as const;

      await owned.analyses.update(request.id, failed);

      expect(await owned.analyses.load(request.id)).to.deep.equal({
        ...request,
        ...failed,
        organizationId: organization.id,
        revisionId: null,
      });
    });

    it("latest, active and list see one project, newest first", async () => {
      const { owned, project } = await aProjectIn(await open());
      const make = async (id: string, createdAt: number, requestedCommit: string): Promise<void> => {
        await owned.analyses.createOrJoin(aRequest(project.id, { id, createdAt, requestedCommit }));
      };
      await make("a", NOW, "1");
      await make("b", NOW + 1, "2");
      await make("c", NOW + 2, "3");
      await owned.analyses.update("c", { state: "cancelled" });

      expect((await owned.analyses.latest(project.id))?.id).to.equal("c");
      expect((await owned.analyses.active(project.id))?.id).to.equal("b");
      expect((await owned.analyses.list(project.id, 2)).map(({ id }) => id)).to.deep.equal(["c", "b"]);
      expect(await owned.analyses.countActive()).to.equal(2);
      expect(await owned.analyses.active("elsewhere")).to.equal(null);
    });
  });
});
