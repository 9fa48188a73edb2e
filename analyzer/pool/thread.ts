/**
 * Entry of the worker threads. It is a module of its own because every thread compiles all that its entry
 * imports, and what checks frames and answers is most of the process's bundle but none of a thread's work.
 */
import { accessSync } from "node:fs";
import path from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { createAnalyzer } from "../createAnalyzer.js";
import { LANGUAGES } from "../languages/registry.js";
import { type FileAnalyzer, serveWorker, type WorkerData } from "./worker.js";

if (parentPort === null) throw new Error("this is the module of a worker thread");
const { grammarFolder }: WorkerData = workerData;
await serveWorker({ port: parentPort, createAnalyzer: () => createCheckedAnalyzer(grammarFolder) });

/**
 * Grammars are loaded when their first file comes. A folder without them must stop the analysis at the
 * start instead of costing every file its result.
 */
function createCheckedAnalyzer(folder: string): Promise<FileAnalyzer> {
  const grammars = LANGUAGES.flatMap((language) => language.grammars);
  for (const file of grammars) accessSync(path.join(folder, file));
  return createAnalyzer({ grammarFolder: folder });
}
