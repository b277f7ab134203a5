/**
 * A Lambda function on this machine: a local Runtime API and a process that runs a bundle against it. The process is AWS's
 * runtime interface client where ANTAR_LAMBDA_RIC names the unpacked package, else a loop of our own.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A running function. */
export interface LocalLambda {
  /** Sends an event; rejects with what the function threw. */
  invoke(event: unknown): Promise<unknown>;
  /** Its standard output so far. */
  output(): string;
  stop(): Promise<void>;
}

interface Waiting {
  readonly id: string;
  readonly event: unknown;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

const loop = fileURLToPath(new URL("./runtime-loop.mjs", import.meta.url));

/** What the client's native part does, over node:http: it is built from C++ with curl, which takes ten minutes. */
const nativePart = `const http = require("node:http");
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const ask = (method, path, body, headers = {}) => new Promise((resolve, reject) => {
  const request = http.request({ host, port, method, path: "/2018-06-01/runtime/invocation/" + path, headers }, (response) => {
    let text = ""; response.setEncoding("utf8"); response.on("data", (part) => { text += part; });
    response.on("end", () => resolve({ bodyJson: text, headers: response.headers }));
  });
  request.on("error", reject); request.end(body);
});
exports.next = () => ask("GET", "next");
exports.done = (id, body) => { ask("POST", id + "/response", body).catch(() => {}); };
exports.error = (id, body, xray) => { ask("POST", id + "/error", body, { "lambda-runtime-function-xray-error-cause": xray }).catch(() => {}); };
`;

/** The trace of an invocation. */
export const traceOf = (id: string): string =>
  `1-67440b00-${Buffer.from(id).toString("hex").slice(-24).padStart(24, "0")}`;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** The Runtime API: events out, answers in. */
function runtimeApi(events: Waiting[], waiters: ((waiting: Waiting) => void)[], running: Map<string, Waiting>): Server {
  const answerNext = (response: ServerResponse, waiting: Waiting): void => {
    running.set(waiting.id, waiting);
    response.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": waiting.id,
      "lambda-runtime-deadline-ms": String(Date.now() + 60_000),
      "lambda-runtime-trace-id": `Root=${traceOf(waiting.id)};Parent=53995c3f42cd8ad8;Sampled=1`,
      "lambda-runtime-invoked-function-arn": "arn:aws:lambda:local:0:function:local",
    });
    response.end(JSON.stringify(waiting.event));
  };
  return createServer(async (request, response) => {
    const path = request.url ?? "";
    if (path.endsWith("/invocation/next")) {
      const next = events.shift();
      if (next) answerNext(response, next);
      else waiters.push((waiting) => answerNext(response, waiting));
      return;
    }
    const body = JSON.parse((await bodyOf(request)) || "null");
    const [, id, what] = /\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    const waiting = running.get(id ?? "");
    if (what === "response") waiting?.resolve(body);
    else for (const one of waiting ? [waiting] : events) one.reject(new Error(JSON.stringify(body)));
    response.writeHead(202).end("{}");
  });
}

async function commandIn(folder: string): Promise<string> {
  const client = process.env.ANTAR_LAMBDA_RIC;
  if (!client) return loop;
  const copy = join(folder, "client");
  await mkdir(copy, { recursive: true });
  await copyFile(join(client, "index.mjs"), join(copy, "index.mjs"));
  await writeFile(join(copy, "package.json"), '{"type":"commonjs"}');
  await writeFile(join(copy, "rapid-client.node.js"), nativePart);
  return join(copy, "index.mjs");
}

/** Starts the bundle in `folder/name` with the environment `env`. */
export async function startLambda(folder: string, name: string, env: Record<string, string>): Promise<LocalLambda> {
  const events: Waiting[] = [];
  const waiters: ((waiting: Waiting) => void)[] = [];
  const running = new Map<string, Waiting>();
  const server = runtimeApi(events, waiters, running);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const command = await commandIn(folder);
  const child: ChildProcess = spawn(process.execPath, [command], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env.PATH,
      ...env,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      _HANDLER: "index.handler",
      LAMBDA_TASK_ROOT: join(folder, name),
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "1024",
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: "local",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    },
  });
  let output = "";
  child.stdout?.on("data", (part) => {
    output += String(part);
  });
  let number = 0;
  let ended: Error | undefined;
  child.once("exit", (code) => {
    ended = new Error(`the function ended with ${code}`);
    for (const waiting of [...events, ...running.values()]) waiting.reject(ended);
  });
  return {
    invoke: (event) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        number += 1;
        const waiting = { id: `request-${number}`, event, resolve, reject };
        const waiter = waiters.shift();
        if (waiter) waiter(waiting);
        else events.push(waiting);
      }),
    output: () => output,
    stop: async () => {
      const over = ended ?? new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await over;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
