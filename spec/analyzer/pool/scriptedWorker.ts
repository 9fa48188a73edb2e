import { isMainThread, parentPort, threadId } from "node:worker_threads";
import { serveWorker } from "../../../analyzer/pool/worker.js";
import { plainFacts } from "../grading/facts.js";

/** Fills the heap until the thread's limit ends it. */
function fillHeap(): number {
  const kept: string[][] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => `${kept.length}/${index}`));
}

/** A worker thread that does what a file's text says; a number is measured as so many lines with errors. */
if (!isMainThread && parentPort !== null) {
  let files = 0;
  await serveWorker({
    port: parentPort,
    createAnalyzer: async () => ({
      analyzeFile(bytes) {
        files++;
        const script = Buffer.from(bytes).toString().trim();
        if (script === "exit") process.exit(1); // a worker that dies
        if (script === "throw") throw new Error("scripted");
        if (script === "worn" && files > 1) process.exit(1); // what only a fresh worker has the memory for
        if (script === "heap") fillHeap();
        while (script === "hang");
        const number = script === "?" || script === "worn" ? threadId : Number(script);
        return { kind: "facts", facts: plainFacts({ parseErrorLines: number }) };
      },
    }),
  });
}
