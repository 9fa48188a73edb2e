import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Prometheus metrics of one running service. Names follow Prometheus' conventions; units come last. */
export interface Metrics {
  readonly registry: Registry;
  readonly httpDurationSeconds: Histogram<"method" | "route" | "status">;
  readonly analyses: Counter<"outcome">;
  readonly analysisDurationSeconds: Histogram<"step">;
  readonly jobs: Gauge<"state">;
}

/** A registry of its own per service, so that two services in one process never share counts. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "sealgrade_" });
  return {
    registry,
    httpDurationSeconds: new Histogram({
      name: "sealgrade_http_request_duration_seconds",
      help: "Time from request to finished response, by route pattern.",
      labelNames: ["method", "route", "status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    analyses: new Counter({
      name: "sealgrade_analyses_total",
      help: "Ended analyses by outcome: done, or the failure's code.",
      labelNames: ["outcome"],
      registers,
    }),
    analysisDurationSeconds: new Histogram({
      name: "sealgrade_analysis_step_duration_seconds",
      help: "Time spent in each step of an analysis.",
      labelNames: ["step"],
      buckets: [0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900],
      registers,
    }),
    jobs: new Gauge({
      name: "sealgrade_jobs",
      help: "Jobs in the queue by state.",
      labelNames: ["state"],
      registers,
    }),
  };
}
