import { expect } from "chai";
import { type EventStream, openEvents } from "../../support/eventStream.js";
import { eventually } from "../../support/eventually.js";
import { type Installation, startInstallation } from "../../support/installation.js";
import { addProject } from "../../support/otherOrganization.js";

describe("events of a running analysis", function () {
  this.timeout(60_000);
  let installation: Installation;
  let project: { projectId: string; analysisId: string };

  beforeEach(async () => {
    installation = await startInstallation({ overrides: { runWorker: false } });
    const { services, service } = installation;
    project = await addProject(services, service.organizationId, { name: "Own" });
  });
  afterEach(() => installation.remove());

  const analyses = () =>
    installation.services.database.repositories.forOrganization(installation.service.organizationId).analyses;
  const open = (): EventStream =>
    openEvents(installation.service.url, installation.owner, `/projects/${project.projectId}/events`);
  const arrived = (stream: EventStream, count: number) =>
    eventually(`event ${count}`, () => stream.events.length >= count);

  it("say state, step and counts at once and at every change, and end with the analysis", async () => {
    const { analysisId } = project;
    await analyses().update(analysisId, { state: "running", finishedAt: null });
    const stream = open();
    await arrived(stream, 1);
    await analyses().update(analysisId, { step: "read", progressDone: 3, progressTotal: 8 });
    await arrived(stream, 2);
    await analyses().update(analysisId, { state: "done", step: "destroy", progressDone: 8 });
    expect(await stream.ended).to.equal("in order");
    const zero = { id: analysisId, state: "running", step: null, progressDone: 0, progressTotal: 0 };
    expect(stream.events).to.deep.equal([
      zero,
      { ...zero, step: "read", progressDone: 3, progressTotal: 8 },
      { ...zero, state: "done", step: "destroy", progressDone: 8, progressTotal: 8 },
    ]);
    const headers = await stream.headers;
    expect(headers["content-type"]).to.equal("text/event-stream; charset=utf-8");
    expect(headers["cache-control"]).to.equal("no-store");
  });

  it("end at once where nothing runs", async () => {
    const stream = open();
    expect(await stream.ended).to.equal("in order");
    expect(stream.events).to.have.length(1).and.have.nested.property("[0].state", "cancelled");
  });

  it("end when the service stops, and do not hold it up", async () => {
    await analyses().update(project.analysisId, { state: "running", finishedAt: null });
    const stream = open();
    await arrived(stream, 1);
    await installation.service.stop();
    expect(await stream.ended).to.equal("in order");
    expect(stream.events).to.have.length(1);
  });

  it("stop being looked for when the browser leaves", async () => {
    await analyses().update(project.analysisId, { state: "running", finishedAt: null });
    const stream = open();
    await arrived(stream, 1);
    stream.close();
    // The request's own line is written when its connection is gone, and the look-ups end with it.
    await eventually("the end of the request", () =>
      installation.log().includes('"route":"/projects/:projectId/events"'),
    );
  });

  it("P19 end when their session is signed out", async () => {
    await analyses().update(project.analysisId, { state: "running", finishedAt: null });
    const stream = open();
    await arrived(stream, 1);
    await installation.owner.post("/sign-out");
    expect(await stream.ended).to.equal("in order");
  });

  it("are six at most for one session, and a closed one makes room", async () => {
    await analyses().update(project.analysisId, { state: "running", finishedAt: null });
    const address = `/projects/${project.projectId}/events`;
    const streams = Array.from({ length: 6 }, open);
    for (const stream of streams) await arrived(stream, 1);
    const refused = await installation.owner.get(address);
    expect(refused.status).to.equal(429);
    expect(refused.body).to.contain("Close some of them");
    streams[0]?.close();
    const again = await eventually("room for another", () => {
      const stream = open();
      streams.push(stream);
      return stream.headers.then(
        (headers) => String(headers["content-type"]).startsWith("text/event-stream") && stream,
      );
    });
    await arrived(again, 1);
    for (const stream of streams) stream.close();
  });
});
