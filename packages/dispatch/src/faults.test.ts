import type { MemoryTables } from "@antar/store/testing";
import { beforeAll, expect, test } from "vitest";
import { fanOutSchedule } from "./testing/fan-out-schedule.ts";
import { firstTables } from "./testing/fault-world.ts";
import { type ProtocolBug, protocolBugs } from "./testing/protocol-bugs.ts";
import { driverSchedule, plannerSchedule, workerSchedule } from "./testing/schedules.ts";

let tables: MemoryTables;
beforeAll(async () => {
  tables = await firstTables();
});

const schedules = [driverSchedule, plannerSchedule, workerSchedule];
const soak = Number(process.env.ANTAR_FAULT_SEEDS ?? 0);
const seeds = soak > 0 ? soak : 5_000;

/** Every twelfth seed fans a plan out, the others take the three schedules in turn; a bug of the fan-out is sought there. */
async function violationsOf(seed: number, bug?: ProtocolBug): Promise<string[]> {
  const fans = bug ? bug.fans === true : seed % 12 === 0;
  const schedule = fans ? fanOutSchedule : (schedules[seed % schedules.length] ?? driverSchedule);
  return schedule(seed, tables, bug);
}

test(`no seeded schedule of faults loses, doubles or alters anything`, { timeout: 3_600_000 }, async () => {
  for (let seed = 1; seed <= seeds; seed++) {
    expect([seed, await violationsOf(seed)]).toEqual([seed, []]);
  }
});

test("the same seed gives the same history", async () => {
  const bug = protocolBugs[0];
  const runs = await Promise.all(
    [1, 2].map(async () => {
      const found: string[][] = [];
      for (let seed = 1; seed <= 30; seed++) found.push(await violationsOf(seed, bug));
      return found;
    }),
  );
  expect(runs[0]).toEqual(runs[1]);
});

test.each(protocolBugs.map((bug) => [bug.name, bug] as const))("the harness catches: %s", async (_, bug) => {
  let caught: number | undefined;
  for (let seed = 1; seed <= 100 && caught === undefined; seed++) {
    const violations = await violationsOf(seed, bug);
    if (violations.length > 0) caught = seed;
  }
  expect(caught).toBeDefined();
});
