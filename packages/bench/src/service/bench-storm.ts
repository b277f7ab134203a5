/**
 * `npm run bench -- storm`: the network comes back and every phone sends what it has kept. Counts what is in the logs
 * afterwards.
 */
import { parseArgs } from "node:util";
import { type Device, inLanes, listOf, signIn, textOf } from "./devices.ts";
import { startService } from "./running-service.ts";

const usage = `npm run bench -- storm [--phones N] [--events N]

Starts antar serve on Kendari with sign-in; --phones (660) phones send --events (50) events each at once, in batches of 25; every
third batch is sent twice, as a phone does that lost the answer. Then reads every log: nothing lost, nothing doubled.`;

interface Phone {
  readonly unit: string;
  readonly ids: readonly string[];
  readonly device: Device;
}

/** Sends a batch until it is taken; answers how often it was sent. */
async function insist(device: Device, path: string, body: unknown): Promise<number> {
  for (let sent = 1; ; sent++) {
    const { status } = await device.send("POST", path, body).catch(() => ({ status: 0 }));
    if (status === 200) return sent;
    if (sent > 50) throw new Error(`a batch was refused 50 times, at last with ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 200 * Math.min(sent, 10)));
  }
}

async function storm(phones: readonly Phone[], path: string): Promise<{ batches: number; repeated: number }> {
  const told = { batches: 0, repeated: 0 };
  await Promise.all(
    phones.map(async ({ unit, ids, device }, index) => {
      for (let from = 0; from < ids.length; from += 25) {
        const events = ids.slice(from, from + 25).map((id, place) => ({
          schema: 1,
          id,
          kind: "arrived",
          unit,
          at: new Date(Date.UTC(2024, 10, 25, 1, 0, from + place)).toISOString(),
        }));
        const twice = (index + from / 25) % 3 === 0;
        const all = await Promise.all((twice ? [1, 2] : [1]).map(() => insist(device, path, { events })));
        told.batches += 1;
        told.repeated += all.reduce((sum, sent) => sum + sent, 0) - 1;
      }
    }),
  );
  return told;
}

async function counted(admin: Device, brief: string, phones: readonly Phone[]) {
  const found = { lost: 0, doubled: 0, broken: 0 };
  await inLanes(phones, 8, async ({ unit, ids }) => {
    const { body } = await admin.send("GET", `/briefs/${brief}/logs/${encodeURIComponent(unit)}`);
    const stored = listOf(body, "entries").map((entry) => textOf(Reflect.get(Object(entry), "event"), "id"));
    const kept = new Set(stored);
    found.lost += ids.filter((id) => !kept.has(id)).length;
    found.doubled += stored.length - kept.size;
    if (Reflect.get(Object(body), "intact") !== true) found.broken += 1;
  });
  return found;
}

/** The bench. Answers the exit code: 1 when an event was lost or doubled. */
export async function benchStorm(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const text = { type: "string" } as const;
  const { values } = parseArgs({ args: [...args], options: { phones: text, events: text } });
  const [count, each] = [Number(values.phones ?? 660), Number(values.events ?? 50)];
  const service = await startService();
  try {
    const admin = await signIn(service.address, "secret", {
      tenant: "kendari",
      person: "admin",
      secret: service.secret,
    });
    const [first] = listOf((await admin.send("GET", "/briefs")).body, "briefs");
    const brief = textOf(first, "id");
    const phones: Phone[] = [];
    await inLanes(
      Array.from({ length: count }, (_, index) => index),
      8,
      async (index) => {
        const place = `P${index}`;
        const { body } = await admin.send("POST", "/codes", { place, role: "kpps" });
        const device = await signIn(service.address, "code", { tenant: "kendari", code: textOf(body, "code") });
        const ids = Array.from({ length: each }, (_, number) => `storm-${index}-${number}-00`);
        phones.push({ unit: `place:${place}`, ids, device });
      },
    );
    const [began, used] = [performance.now(), (await service.processor()) ?? 0];
    const { batches, repeated } = await storm(phones, `/briefs/${brief}/events`);
    const seconds = (performance.now() - began) / 1_000;
    const busy = ((await service.processor()) ?? 0) - used;
    const { lost, doubled, broken } = await counted(admin, brief, phones);
    process.stdout.write(
      `${count} phones x ${each} events, ${batches} batches, ${repeated} sent again: ${lost} lost, ${doubled} doubled, ${broken} chains broken; ${seconds.toFixed(0)} s, ${busy.toFixed(0)} s of processor in the service\n`,
    );
    return lost + doubled + broken > 0 ? 1 : 0;
  } finally {
    await service.stop();
  }
}
