import { Writable } from "node:stream";
import { main } from "../../../server/cli/main.js";

/** What a command printed and how it ended. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `sealgrade ARGS` in this process. */
export async function sealgrade(...args: readonly string[]): Promise<Outcome> {
  const stdout = collector();
  const stderr = collector();
  const status = await main(args, { stdout: stdout.stream, stderr: stderr.stream });
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

function collector(): { stream: Writable; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString("utf8") };
}
