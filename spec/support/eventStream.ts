import https from "node:https";
import type { Client } from "./client.js";

/** An open stream of server-sent events. */
export interface EventStream {
  /** The data of every `analysis` event so far, parsed. */
  readonly events: readonly unknown[];
  readonly headers: Promise<Readonly<Record<string, unknown>>>;
  /** Resolves when the stream is over: ended by the server in order, or cut off with its connection. */
  readonly ended: Promise<"in order" | "cut off">;
  close(): void;
}

/** Opens one as the client. */
export function openEvents(url: string, client: Client, path: string): EventStream {
  const { hostname, port } = new URL(url);
  const events: unknown[] = [];
  const headers = Promise.withResolvers<Readonly<Record<string, unknown>>>();
  const ended = Promise.withResolvers<"in order" | "cut off">();
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
      response.on("end", () => ended.resolve("in order"));
      response.on("error", () => ended.resolve("cut off"));
    },
  );
  request.on("error", headers.reject);
  request.end();
  return { events, headers: headers.promise, ended: ended.promise, close: () => request.destroy() };
}
