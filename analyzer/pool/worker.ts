import type { MessagePort } from "node:worker_threads";
import { encodeResult } from "../facts/codec.js";
import type { LanguageId, MapResult, MapSettings } from "../types.js";

/** What a worker thread is started with. */
export interface WorkerData {
  readonly grammarFolder: string;
}

/** One file for a worker thread; the bytes are transferred. */
export interface WorkerTask {
  readonly bytes: Uint8Array;
  readonly language: LanguageId;
  readonly settings: MapSettings;
}

/** What a worker thread says: once that it is ready, then one encoded result per task, in the order of the tasks. */
export type WorkerMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "result"; readonly result: Uint8Array };

/** The part of the analyzer that a worker runs. */
export interface FileAnalyzer {
  analyzeFile(bytes: Uint8Array, language: LanguageId, settings: MapSettings): Promise<MapResult> | MapResult;
}

/**
 * Serves tasks from a port, one at a time, until the port closes. An analyzer that cannot be made ends the
 * thread before it is ready; a file on which it throws ends the thread too, since WebAssembly memory may be
 * damaged after that: the pool starts a new one and gives up on that file alone.
 */
export async function serveWorker(o: {
  port: MessagePort;
  createAnalyzer: () => Promise<FileAnalyzer>;
}): Promise<void> {
  const analyzer = await o.createAnalyzer();
  let last: Promise<void> = Promise.resolve();
  const say = (message: WorkerMessage, moved: readonly ArrayBuffer[] = []) =>
    o.port.postMessage(message, moved);
  o.port.on("message", (task: WorkerTask) => {
    last = last.then(async () => {
      const result = encodeResult(await analyzer.analyzeFile(task.bytes, task.language, task.settings));
      say({ kind: "result", result }, [result.buffer]);
    });
  });
  say({ kind: "ready" });
}
