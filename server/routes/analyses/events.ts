import { PassThrough } from "node:stream";
import type { Analysis } from "../../../db/types.js";
import { SECOND_MS } from "../../clock.js";
import { AppError } from "../../errors.js";
import type { AppContext } from "../../http/requestState.js";
import { presentProgress } from "../present.js";
import type { OpenStreams, Viewer } from "./openStreams.js";

/** The row is looked at this often while somebody follows it; workers write it at most twice a second. */
const LOOK_EVERY_MS = SECOND_MS;
/** Proxies cut connections that stay silent; a comment line keeps them open. */
const KEEP_ALIVE_EVERY_LOOKS = 15;
/** After this many looks the browser is asked to connect anew, so that an ended session ends the stream. */
const LOOKS_PER_CONNECTION = 300;
const RECONNECT_AFTER_MS = 2 * SECOND_MS;

export interface EventDeps {
  /** Aborted when the service stops, so that open streams do not hold it up. */
  readonly stopping: AbortSignal;
  readonly streams: OpenStreams;
}

/**
 * Follows the newest analysis of a project as server-sent events: one `analysis` event now and one whenever
 * its state, step or counts change. The stream ends by itself when the analysis has ended.
 * @throws AppError 429 when the session or its organisation has as many open as it may
 */
export function streamProgress(
  deps: EventDeps,
  ctx: AppContext,
  follow: { viewer: Viewer; load: () => Promise<Analysis | null> },
): void {
  const leave = deps.streams.enter(follow.viewer, () => stop());
  if (leave === null) throw tooManyStreams();
  const stream = new PassThrough();
  ctx.type = "text/event-stream; charset=utf-8";
  ctx.set("Cache-Control", "no-store");
  ctx.set("X-Accel-Buffering", "no");
  ctx.body = stream;
  stream.write(`retry: ${RECONNECT_AFTER_MS}\n\n`);
  let sent = "";
  let looks = 0;
  let looking = false;

  const stop = () => {
    leave();
    clearInterval(timer);
    deps.stopping.removeEventListener("abort", stop);
    stream.end();
  };
  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      const analysis = await follow.load();
      const data = JSON.stringify(analysis === null ? null : presentProgress(analysis));
      if (data !== sent) stream.write(`event: analysis\ndata: ${data}\n\n`);
      else if (looks % KEEP_ALIVE_EVERY_LOOKS === 0) stream.write(": still here\n\n");
      sent = data;
      looks += 1;
      if (analysis === null || !isActive(analysis) || looks >= LOOKS_PER_CONNECTION) stop();
    } catch (error) {
      ctx.state.logger.warn({ err: error }, "events ended early");
      stop();
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  deps.stopping.addEventListener("abort", stop, { once: true });
  ctx.req.once("close", stop);
  void look();
}

function tooManyStreams(): AppError {
  return new AppError(
    "too-many-streams",
    429,
    "Too many pages follow an analysis at once. Close some of them; this one can be reloaded by hand.",
  );
}

function isActive(analysis: Analysis): boolean {
  return analysis.state === "queued" || analysis.state === "running";
}
