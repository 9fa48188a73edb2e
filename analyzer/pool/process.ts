/**
 * Entry of the analyzer process, which runs inside the sandbox without network or files: frames with blobs
 * come in on standard input, answers leave on standard output (`protocol.ts`). The module of its worker
 * threads, `thread.mjs`, lies beside its bundle, so that one folder is all the sandbox must see.
 *
 *   node analyzer.mjs --grammars FOLDER --workers N
 */
import { once } from "node:events";
import { parseArgs } from "node:util";
import { z } from "zod";
import { ANALYZER_VERSION } from "../version.js";
import { createEncodedPool, type PoolOf } from "./pool.js";
import { encodeFileAnswer, encodeReady, type Frame, FrameDecoder, ProtocolError } from "./protocol.js";

const EXIT_MALFORMED_INPUT = 2;
const EXIT_FAILED = 1;

const optionsSchema = z.object({
  grammars: z.string().min(1),
  workers: z.coerce.number().int().min(1).max(64),
});

await runProcess();

/** Answers every frame of standard input once, then ends; says in one line on stderr what went wrong. */
async function runProcess(): Promise<void> {
  const { values } = parseArgs({ options: { grammars: { type: "string" }, workers: { type: "string" } } });
  const options = optionsSchema.parse(values);
  const pool = createEncodedPool({
    grammarFolder: options.grammars,
    workers: options.workers,
    workerFile: new URL("thread.mjs", import.meta.url),
  });
  try {
    await pool.ready();
    await answerAll(pool, createWriter(process.stdout));
  } catch (error) {
    const malformed = error instanceof ProtocolError;
    process.exitCode = malformed ? EXIT_MALFORMED_INPUT : EXIT_FAILED;
    process.stderr.write(`${malformed ? error.message : "the analyzer process failed"}\n`);
  } finally {
    process.stdin.destroy();
    await pool.close();
  }
}

async function answerAll(pool: PoolOf<Uint8Array>, output: Writer): Promise<void> {
  output.write(encodeReady(ANALYZER_VERSION));
  const decoder = new FrameDecoder();
  const open = new Set<Promise<void>>();
  for await (const chunk of process.stdin) {
    for (const frame of decoder.push(chunk)) {
      await pool.room();
      await output.room();
      const answering = answer(pool, output, frame)
        .catch((error: unknown) => void process.stdin.destroy(toError(error)))
        .finally(() => open.delete(answering));
      open.add(answering);
    }
  }
  await Promise.all(open);
  decoder.end();
}

async function answer(pool: PoolOf<Uint8Array>, output: Writer, { header, blob }: Frame): Promise<void> {
  const result = await pool.analyze(header.id, header.path, blob, header.language, header.settings);
  output.write(encodeFileAnswer(header.id, result));
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new Error("something that is no error was thrown", { cause: thrown });
}

interface Writer {
  write(bytes: Uint8Array): void;
  /** Resolves when the reader has kept up. */
  room(): Promise<void>;
}

function createWriter(stream: NodeJS.WriteStream): Writer {
  let drained: Promise<unknown> = Promise.resolve();
  return {
    write(bytes) {
      const keptUp = stream.write(bytes);
      if (!keptUp && stream.listenerCount("drain") === 0) drained = once(stream, "drain");
    },
    async room() {
      await drained;
    },
  };
}
