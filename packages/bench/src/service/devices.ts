/**
 * Devices that talk to a service as phones, vehicles and boards do: signed in with a code, a fresh token every few minutes,
 * ETags kept. Knows the API's addresses; refuses to know how often they are asked.
 */

/** What came of one request. */
export interface Sent {
  readonly status: number;
  readonly body: unknown;
}

/** A device that has signed in. */
export interface Device {
  send(method: string, path: string, body?: unknown): Promise<Sent>;
}

interface Session {
  readonly device: string;
  readonly secret: string;
  readonly token: string;
}

const renewAfterMs = 480_000;

function field(value: unknown, name: string): unknown {
  return value !== null && typeof value === "object" ? Reflect.get(value, name) : undefined;
}

/** The text under `name`. Throws Error when there is none. */
export function textOf(value: unknown, name: string): string {
  const found = field(value, name);
  if (typeof found === "string") return found;
  throw new Error(`no ${name} in ${JSON.stringify(value).slice(0, 200)}`);
}

/** The list under `name`. Throws Error when there is none. */
export function listOf(value: unknown, name: string): readonly unknown[] {
  const found = field(value, name);
  if (Array.isArray(found)) return found;
  throw new Error(`no ${name} in ${JSON.stringify(value).slice(0, 200)}`);
}

async function ask(address: string, method: string, path: string, given: { body?: unknown; headers?: HeadersInit }) {
  const { body, headers } = given;
  const response = await fetch(`${address}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, tag: response.headers.get("etag"), body: text === "" ? null : JSON.parse(text) };
}

async function session(address: string, how: string, body: unknown): Promise<Session> {
  const answer = await ask(address, "POST", `/sign-in/${how}`, { body });
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return {
    device: textOf(answer.body, "device"),
    secret: String(field(answer.body, "secret") ?? ""),
    token: textOf(answer.body, "token"),
  };
}

/** Signs a device in: `how` and `body` as the API takes them. */
export async function signIn(address: string, how: "secret" | "code", body: unknown): Promise<Device> {
  let current = await session(address, how, body);
  let at = performance.now();
  let renewing: Promise<void> | undefined;
  const tags = new Map<string, string>();
  const renew = async (): Promise<void> => {
    const { device, secret } = current;
    const { token } = await session(address, "again", { tenant: "kendari", device, secret });
    current = { device, secret, token };
    at = performance.now();
    renewing = undefined;
  };
  return {
    send: async (method, path, sent) => {
      if (performance.now() - at > renewAfterMs) {
        renewing ??= renew();
        await renewing;
      }
      const known = method === "GET" ? tags.get(path) : undefined;
      const headers = { authorization: `Bearer ${current.token}`, ...(known ? { "if-none-match": known } : {}) };
      const answer = await ask(address, method, path, { headers, ...(sent === undefined ? {} : { body: sent }) });
      if (method === "GET" && answer.tag) tags.set(path, answer.tag);
      return answer;
    },
  };
}

/** Runs `work` on every item, `lanes` at once. */
export async function inLanes<Item>(items: readonly Item[], lanes: number, work: (item: Item) => Promise<void>) {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}
