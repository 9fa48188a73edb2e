import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { compare, loadSubject } from "./bothParsers.js";

/** What `compareAlone` starts. */
const { file, sample, texts } = z
  .strictObject({ file: z.string(), sample: z.string(), texts: z.array(z.string()) })
  .parse(workerData);

const subject = await loadSubject(file, sample);
parentPort?.postMessage(texts.map((text) => compare(subject, text)));
