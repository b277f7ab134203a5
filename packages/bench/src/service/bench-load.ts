/**
 * `npm run bench -- load`: an election day of one city against a real service, then raised until it breaks. Knows how often
 * whom asks what; prints what came of it.
 */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { type Device, inLanes, listOf, signIn, textOf } from "./devices.ts";
import { type Memory, type RunningService, startService } from "./running-service.ts";

const usage = `npm run bench -- load [--minutes N] [--times N] [--step S]

Starts antar serve on Kendari with sign-in and asks it as one city does on the day: every vehicle sends its position every 30 s
(and an event with every fourth), every TPS phone asks what comes every 60 s (and tells an event with every tenth), 20 boards are
read every 5 s. All of it --times times (3), for --minutes (10). Then in steps of --step seconds (30), each with half as much
again, until answers fail or one of a hundred takes longer than two seconds.`;

const limitMs = 2_000;
const fleet = 107;

interface Client {
  readonly every: number;
  act(turn: number): Promise<number>;
}

interface Town {
  readonly service: RunningService;
  readonly admin: Device;
  readonly brief: string;
  readonly vehicles: readonly string[];
  readonly places: readonly string[];
}

async function openTown(): Promise<Town> {
  const service = await startService();
  const { address, secret } = service;
  const admin = await signIn(address, "secret", { tenant: "kendari", person: "admin", secret });
  const [first] = listOf((await admin.send("GET", "/briefs")).body, "briefs");
  const brief = textOf(first, "id");
  const document = (await admin.send("GET", `/briefs/${brief}`)).body;
  const assignments = listOf((await admin.send("GET", `/briefs/${brief}/assignments`)).body, "assignments");
  const places = listOf(document, "places").filter((place) => textOf(place, "kind") === "tps");
  await admin.send("PUT", "/people/papan", { name: "Papan", role: "observer" });
  const planned = assignments.map((one) => textOf(one, "vehicle"));
  // A plan may leave vehicles at home; on the day their drivers are asked to send positions all the same.
  const spare = Array.from({ length: Math.max(0, fleet - planned.length) }, (_, index) => `cadangan-${index + 1}`);
  return {
    service,
    admin,
    brief,
    vehicles: [...planned, ...spare],
    places: places.map((place) => textOf(place, "code")),
  };
}

async function deviceFor({ service, admin }: Town, wish: unknown): Promise<Device> {
  const { body } = await admin.send("POST", "/codes", wish);
  return signIn(service.address, "code", { tenant: "kendari", code: textOf(body, "code") });
}

let events = 0;
const event = (unit: string, kind: string) => {
  events += 1;
  return {
    events: [{ schema: 1, id: `load-${String(events).padStart(8, "0")}`, kind, unit, at: new Date().toISOString() }],
  };
};

async function vehicleOf(town: Town, vehicle: string): Promise<Client> {
  const device = await deviceFor(town, { vehicle });
  await device.send("PUT", "/me/consent", { positions: true });
  const base = `/briefs/${town.brief}`;
  return {
    every: 30_000,
    act: async (turn) => {
      if (turn % 4 === 3)
        return (await device.send("POST", `${base}/events`, event(`vehicle:${vehicle}`, "arrived"))).status;
      const positions = [{ at: new Date().toISOString(), point: [122.5 + turn / 10_000, -4] }];
      return (await device.send("POST", `${base}/positions`, { vehicle, positions })).status;
    },
  };
}

async function phoneOf(town: Town, place: string): Promise<Client> {
  const device = await deviceFor(town, { place, role: "kpps" });
  const base = `/briefs/${town.brief}`;
  return {
    every: 60_000,
    act: async (turn) => {
      const tells = turn % 10 === 9;
      const answer = tells
        ? await device.send("POST", `${base}/events`, event(`place:${place}`, "arrived"))
        : await device.send("GET", `${base}/places/${place}/deliveries`);
      return answer.status;
    },
  };
}

async function boardOf(town: Town): Promise<Client> {
  const device = await deviceFor(town, { person: "papan" });
  return { every: 5_000, act: async () => (await device.send("GET", `/briefs/${town.brief}/board`)).status };
}

async function clientsOf(town: Town): Promise<Client[]> {
  const clients: Client[] = [];
  const makers = [
    ...town.vehicles.map((vehicle) => () => vehicleOf(town, vehicle)),
    ...town.places.map((place) => () => phoneOf(town, place)),
    ...Array.from({ length: 20 }, () => () => boardOf(town)),
  ];
  await inLanes(makers, 8, async (make) => void clients.push(await make()));
  return clients;
}

interface Tally {
  readonly times: number[];
  failed: Map<string, number>;
}

/** Lets every client act at its pace, `speed` times as often, for `ms`; clients are spread over their period. */
async function run(clients: readonly Client[], { ms, speed }: { ms: number; speed: number }): Promise<Tally> {
  const tally: Tally = { times: [], failed: new Map() };
  const until = performance.now() + ms;
  await Promise.all(
    clients.map(async (client, index) => {
      const period = client.every / speed;
      let due = performance.now() + period * ((index * 0.618) % 1);
      for (let turn = index; due < until; turn++) {
        const wait = due - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        const began = performance.now();
        const status = await client.act(turn).catch((error) => String(error.cause ?? error).slice(0, 60));
        tally.times.push(performance.now() - began);
        const good = status === 200 || status === 304;
        if (!good) tally.failed.set(String(status), (tally.failed.get(String(status)) ?? 0) + 1);
        due = Math.max(due + period, performance.now());
      }
    }),
  );
  tally.times.sort((left, right) => left - right);
  return tally;
}

const share = (times: readonly number[], part: number): number => times[Math.floor((times.length - 1) * part)] ?? 0;
const failuresOf = ({ failed }: Tally): number => [...failed.values()].reduce((sum, count) => sum + count, 0);

function line(name: string, tally: Tally, seconds: number, processor: number): string {
  const rate = (tally.times.length / seconds).toFixed(0);
  const [p50, p99] = [share(tally.times, 0.5), share(tally.times, 0.99)].map((ms) => ms.toFixed(0));
  const busy = ((processor / seconds) * 100).toFixed(0);
  const what = [...tally.failed].map(([status, count]) => `${count} x ${status}`).join(", ");
  return `${name.padEnd(8)} ${rate.padStart(5)} requests/s   p50 ${p50} ms   p99 ${p99} ms   errors ${failuresOf(tally)}${what ? ` (${what})` : ""}   service ${busy} % of a core`;
}

async function measured(
  town: Town,
  clients: readonly Client[],
  { name, ms, speed }: { name: string; ms: number; speed: number },
) {
  const before = (await town.service.processor()) ?? 0;
  const tally = await run(clients, { ms, speed });
  const used = ((await town.service.processor()) ?? 0) - before;
  process.stdout.write(`${line(name, tally, ms / 1_000, used)}\n`);
  return { tally, busy: (used * 1_000) / ms };
}

/** A line for each part of the memory of the service's process, right after a collection. */
function growth(first: Memory, last: Memory, when: string): string {
  const parts = [
    ["live objects", first.heap, last.heap],
    ["buffers of JavaScript", first.external, last.external],
    ["resident, no file's", first.resident, last.resident],
    ["resident, of files", first.mapped, last.mapped],
    ["database on disk", first.disk, last.disk],
  ] as const;
  const lines = parts.map(([name, before, after]) => {
    const [from, to] = [before, after].map((bytes) => (bytes / 1e6).toFixed(1).padStart(6));
    return `  ${name.padEnd(22)} ${from} -> ${to} MB   ${(((after - before) / before) * 100).toFixed(1)} %\n`;
  });
  return `memory of the service (its database runs in the same process), ${when} and at the end:\n${lines.join("")}`;
}

async function steady(town: Town, clients: readonly Client[], minutes: number, times: number): Promise<boolean> {
  const settle = Math.min(2, minutes / 2);
  await measured(town, clients, { name: `x ${times}`, ms: settle * 60_000, speed: times });
  const first = await town.service.memory();
  const { tally } = await measured(town, clients, {
    name: `x ${times}`,
    ms: (minutes - settle) * 60_000,
    speed: times,
  });
  const last = await town.service.memory();
  if (first && last) process.stdout.write(growth(first, last, `after ${settle.toFixed(1)} min`));
  return failuresOf(tally) === 0;
}

async function breaking(town: Town, clients: readonly Client[], { from, step }: { from: number; step: number }) {
  for (let speed = from * 1.5; speed < 2_000; speed *= 1.5) {
    const name = `x ${speed.toFixed(1)}`;
    const { tally, busy } = await measured(town, clients, { name, ms: step * 1_000, speed });
    const slow = share(tally.times, 0.99) > limitMs;
    if (failuresOf(tally) === 0 && !slow) continue;
    const crowded = (loadavg()[0] ?? 0) > cpus().length;
    const cause = tally.failed.has("429")
      ? "a device is cut off at 1,200 requests a minute"
      : busy > 0.85
        ? "the one thread of the service is busy all the time"
        : crowded
          ? `the machine has other work: load ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`
          : "the answers wait for something else than the service's thread (disk, or this generator beside it)";
    process.stdout.write(`breaks at x ${speed.toFixed(1)}: ${slow ? "p99 over 2 s" : "errors"}; ${cause}\n`);
    return;
  }
}

/** The bench. Answers the exit code: 1 when a request failed in the steady part. */
export async function benchLoad(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const text = { type: "string" } as const;
  const { values } = parseArgs({ args: [...args], options: { minutes: text, times: text, step: text } });
  const [minutes, times, step] = [Number(values.minutes ?? 10), Number(values.times ?? 3), Number(values.step ?? 30)];
  const town = await openTown();
  try {
    const clients = await clientsOf(town);
    process.stdout.write(`${town.vehicles.length} vehicles, ${town.places.length} phones, 20 boards signed in\n`);
    const whole = await steady(town, clients, minutes, times);
    await breaking(town, clients, { from: times, step });
    return whole ? 0 : 1;
  } finally {
    await town.service.stop();
  }
}
