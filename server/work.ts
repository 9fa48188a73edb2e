import type { AnalysisStep } from "../db/types.js";
import { MINUTE_MS } from "./clock.js";
import { requestAnalysis } from "./commands/requestAnalysis.js";
import { createAnalyzeRevision } from "./jobs/analyzeRevision.js";
import { createPollProject, pauseMs } from "./jobs/pollProject.js";
import { schedulePolls } from "./jobs/schedulePolls.js";
import { createWorker } from "./jobs/worker.js";
import type { Services } from "./services.js";

/** What a worker that died beside this one left is gone after at most this long. */
const SWEEP_EVERY_MS = 5 * MINUTE_MS;

/** Of one organisation, over all workers, so that one team's pushes do not keep every other waiting. */
const ANALYSES_AT_ONCE = 2;

export interface RunningWorker {
  wake(): void;
  drain(graceMs: number): Promise<void>;
}

export interface WorkOptions {
  /** Called as each step of an analysis begins. */
  readonly onStep?: (step: AnalysisStep) => Promise<void> | void;
  /** How long a claim lasts without a heartbeat, in ms. */
  readonly leaseMs?: number;
}

/** Sweeps what a crash left behind, then runs analyses and polls until drained. */
export async function runWorker(services: Services, options: WorkOptions = {}): Promise<RunningWorker> {
  const { config, logger } = services;
  const sweep = async () => {
    const volumes = await services.intake.sweep();
    if (volumes.length > 0) logger.warn({ volumes }, "volumes that a crash had left were removed");
  };
  await sweep();
  const sweeper = setInterval(
    () => void sweep().catch((err: unknown) => logger.error({ err }, "sweep failed")),
    SWEEP_EVERY_MS,
  ).unref();
  const ask = (request: Parameters<typeof requestAnalysis>[1]) =>
    requestAnalysis({ ...services, wakeWorker: () => worker.wake() }, request);
  const polling = { random: Math.random, intervalMinutes: config.pollIntervalMinutes };
  const analyzeRevision = createAnalyzeRevision({
    ...services,
    ...options,
    timeoutMinutes: config.analysisTimeoutMinutes,
    firstPollAt: (project) => services.clock.now() + pauseMs(polling, project, 0),
  });
  const pollProject = createPollProject({ ...services, ...polling, requestAnalysis: ask });
  const worker = createWorker({
    ...services,
    ...(options.leaseMs === undefined ? {} : { leaseMs: options.leaseMs }),
    handlers: { analyzeRevision, pollProject },
    lanes: [
      { kinds: ["analyzeRevision"], atOncePerOrganization: ANALYSES_AT_ONCE },
      { kinds: ["pollProject"] },
    ],
  });
  worker.start();
  const polls = schedulePolls(services);
  return {
    wake: worker.wake,
    drain: async (graceMs) => {
      polls.stop();
      clearInterval(sweeper);
      await worker.drain(graceMs);
    },
  };
}
