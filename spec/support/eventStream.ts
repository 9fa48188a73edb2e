import https from "node:https";
import type { Client } from "./client.js";

/** An open stream of server-sent events. */
export interface EventStream {
  /** The data of every `analysis` event so far, parsed. */
  readonly events: readonly unknown[];
  readonly headers: Promise<Readonly<Record<string, unknown>>>;
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Opens one as the client. */
export function openEvents(url: string, client: Client, path: string): EventStream {
  const { hostname, port } = new URL(url);
  const events: unknown[] = [];
  const headers = Promise.withResolvers<Readonly<Record<string, unknown>>>();
  const ended = Promise.withResolvers<void>();
  const request = https.request(
    { hostname, port, path, headers: { cookie: client.cookie() }, rejectUnauthorized: false, agent: false },
    (response) => {
      headers.resolve(response.headers);
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        const blocks = text.split("\n\n");
        text = blocks.pop() ?? "";
        for (const block of blocks) {
          const data = /^event: analysis\ndata: (.*)$/.exec(block)?.[1];
          if (data !== undefined) events.push(JSON.parse(data));
        }
      });
      response.on("error", () => ended.resolve());
      response.on("close", () => ended.resolve());
    },
  );
  request.on("error", headers.reject);
  request.end();
  return { events, headers: headers.promise, ended: ended.promise, close: () => request.destroy() };
}
