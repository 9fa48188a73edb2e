import type { JobRow } from "../../../db/repositories/jobs.js";
import type { Analysis, AnalysisTrigger, Project, TenantRepositories } from "../../../db/types.js";
import type { RevisionIndex } from "../../../server/analysis/revisionIndex.js";
import { openIndex } from "../../../server/analysis/storedReport.js";
import { requestAnalysis } from "../../../server/commands/requestAnalysis.js";
import type { Services } from "../../../server/services.js";
import { type RunningWorker, runWorker, type WorkOptions } from "../../../server/work.js";
import { eventually } from "../../support/eventually.js";
import {
  type Installation,
  type InstallationOptions,
  startInstallation,
} from "../../support/installation.js";
import { type ConnectedProject, type ConnectOptions, connectRepository } from "./projectFixture.js";

/** Long enough for what runs to end by itself on a slow machine. */
const DRAIN_MS = 60_000;

/** A service whose worker runs only while a spec wants it to. */
export interface Bench {
  readonly installation: Installation;
  readonly services: Services;
  readonly tenant: TenantRepositories;
  connect(options: ConnectOptions): Promise<ConnectedProject>;
  ask(project: Project, commit?: string | null, trigger?: AnalysisTrigger): Promise<Analysis>;
  /** The job behind an analysis that `ask` made. */
  jobOf(analysis: Analysis): Promise<JobRow>;
  /** Starts a worker; `changes` replace parts of its services. It is drained with the bench, if not before. */
  startWorker(options?: WorkOptions, changes?: Partial<Services>): Promise<RunningWorker>;
  /** Asks for an analysis of the head and runs a worker until it has ended. */
  analyze(project: Project, options?: WorkOptions, changes?: Partial<Services>): Promise<Analysis>;
  ended(id: string): Promise<Analysis>;
  /** The stored report of an analysis that is done. */
  indexOf(analysis: Analysis): Promise<RevisionIndex>;
  /** The page of a project, as its owner sees it. */
  page(project: Project): Promise<string>;
  remove(): Promise<void>;
}

/** A service without a worker of its own. */
export async function startBench(options: InstallationOptions = {}): Promise<Bench> {
  const installation = await startInstallation({
    ...options,
    overrides: { runWorker: false, analyzerWorkers: 1, ...options.overrides },
  });
  const { services, service } = installation;
  const { organizationId } = service;
  const tenant = services.database.repositories.forOrganization(organizationId);
  const servers: ConnectedProject["ssh"][] = [];
  const workers: RunningWorker[] = [];
  const ended: Bench["ended"] = (id) =>
    eventually("the analysis ends", async () => {
      const analysis = await tenant.analyses.load(id);
      return analysis.finishedAt !== null && analysis;
    });
  const startWorker: Bench["startWorker"] = async (work, changes) => {
    const worker = await runWorker({ ...services, ...changes }, work);
    workers.push(worker);
    return worker;
  };
  const jobs = new Map<string, string>();
  const ask: Bench["ask"] = async (project, commit = null, trigger = "click") => {
    const made: string[] = [];
    const newId = () => {
      made.push(services.newId());
      return made.at(-1) ?? "";
    };
    const deps = { ...services, newId, wakeWorker: () => undefined };
    const request = { organizationId, projectId: project.id, trigger, commit };
    const { analysis, joined } = await requestAnalysis(deps, request);
    // The job's id is the last one that was made.
    if (!joined) jobs.set(analysis.id, made.at(-1) ?? "");
    return analysis;
  };
  return {
    installation,
    services,
    tenant,
    ask,
    startWorker,
    ended,
    jobOf: async (analysis) => {
      const job = await services.database.repositories.jobs.find(jobs.get(analysis.id) ?? "");
      if (job === null) throw new Error("the analysis has no job");
      return job;
    },
    connect: async (repository) => {
      const connected = await connectRepository(installation, repository);
      servers.push(connected.ssh);
      return connected;
    },
    analyze: async (project, work, changes) => {
      const analysis = await ask(project);
      const worker = await startWorker(work, changes);
      const after = await ended(analysis.id);
      await worker.drain(DRAIN_MS);
      return after;
    },
    indexOf: async (analysis) => {
      const revision = await tenant.revisions.load(analysis.revisionId ?? "");
      return openIndex(services.vault, revision);
    },
    page: async (project) => (await installation.owner.get(`/projects/${project.id}`)).body,
    remove: async () => {
      await Promise.all(workers.map((worker) => worker.drain(DRAIN_MS)));
      await Promise.all(servers.map((ssh) => ssh.stop()));
      await installation.remove();
    },
  };
}
