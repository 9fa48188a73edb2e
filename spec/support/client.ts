import type { IncomingHttpHeaders } from "node:http";
import http from "node:http";
import https from "node:https";

/** An answer, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `Set-Cookie` lines as they came. */
  readonly cookies: readonly string[];
}

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Fields of a posted form. */
  readonly form?: Readonly<Record<string, string>> | URLSearchParams;
  readonly body?: string;
}

/** Speaks HTTPS (or HTTP, as a proxy does) like a browser: keeps cookies, says where its requests come from, follows nothing by itself. */
export interface Client {
  /** `path` goes out as it is: dot segments and wrong escapes stay. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(
    path: string,
    form?: RequestOptions["form"],
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  request(path: string, options?: RequestOptions): Promise<Answer>;
  signIn(link: string): Promise<Answer>;
  /** The cookies it holds, as a `Cookie` header. */
  cookie(): string;
  /** Forgets its cookies for this one. */
  useCookie(line: string): void;
}

/** A client of the service at `url`, whose self-signed certificate it accepts; `cookie` is one it has already. */
export function createClient(url: string, cookieLine = ""): Client {
  const jar = new Map<string, string>();
  if (cookieLine !== "") keep(jar, cookieLine);
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");

  const request: Client["request"] = async (path, options = {}) => {
    const body =
      options.body ?? (options.form === undefined ? "" : new URLSearchParams(options.form).toString());
    const headers: Record<string, string> = { accept: "text/html", ...options.headers };
    if (jar.size > 0) headers["cookie"] ??= cookie();
    if (options.form !== undefined) headers["content-type"] ??= "application/x-www-form-urlencoded";
    const answer = await send(url, path, { method: options.method ?? "GET", headers, body });
    for (const line of answer.cookies) keep(jar, line);
    return answer;
  };

  const post: Client["post"] = (path, form = {}, headers = {}) =>
    request(path, { method: "POST", form, headers: { "sec-fetch-site": "same-origin", ...headers } });

  return {
    request,
    post,
    cookie,
    useCookie: (line) => {
      jar.clear();
      keep(jar, line);
    },
    get: (path, headers) => request(path, headers === undefined ? {} : { headers }),
    signIn: (link) => post(new URL(link).pathname),
  };
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = ""] = line.split(";");
  const at = pair.indexOf("=");
  const name = pair.slice(0, at);
  const value = pair.slice(at + 1);
  if (value === "") jar.delete(name);
  else jar.set(name, value);
}

function send(
  url: string,
  path: string,
  options: { method: string; headers: Record<string, string>; body: string },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, headers } = options;
    const { hostname, port, protocol } = new URL(url);
    const start = protocol === "https:" ? https.request : http.request;
    const request = start(
      { hostname, port, path, method, headers, rejectUnauthorized: false, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString("utf8"),
            cookies: response.headers["set-cookie"] ?? [],
          });
        });
      },
    );
    request.on("error", reject);
    request.end(options.body);
  });
}
