/**
 * Which vehicles may take a group of trips. Knows who is used already and who is fresh; refuses to know time.
 */
import type { Draft } from "./draft.ts";
import type { Vehicle } from "./fleet.ts";
import { type Duty, movesFrom } from "./loading.ts";
import type { Site } from "./world.ts";

interface Pool {
  readonly used: Duty[];
  readonly fresh: Duty[];
}

/** Vehicles sorted by where they load and whether they have worked. */
export interface Garage {
  /** Every sensible choice of vehicles for `drafts`, one for each draft, no vehicle twice. */
  choices(drafts: readonly Draft[]): Iterable<readonly Duty[]>;
  /** The vehicle of that name; undefined when it is not in the garage. */
  named(name: string): Duty | undefined;
  /** Notes that these vehicles have work now. */
  use(duties: readonly Duty[]): void;
  /** Takes that back for vehicles that had none before, the last ones first. */
  giveBack(duties: readonly Duty[]): void;
}

function poolKey(type: string, home: Site | undefined, kind: string): string {
  return `${type} ${home ? home.index : kind}`;
}

/** So many vehicles of a pool are looked at one by one; of more, those at the origin and those free first. */
const considered = 32;

function likely(pool: Pool, origin: Site): readonly Duty[] {
  if (pool.used.length <= considered) return pool.used;
  const byFree = [...pool.used].sort((left, right) => movesFrom(left) - movesFrom(right));
  const here = byFree.filter((duty) => duty.at === origin).slice(-considered / 2);
  return [...new Set([...here, ...byFree.slice(0, considered / 2)])];
}

function* single(pool: Pool, origin: Site): Iterable<readonly Duty[]> {
  for (const duty of likely(pool, origin)) yield [duty];
  const [fresh] = pool.fresh;
  if (fresh) yield [fresh];
}

function mixture(pools: readonly Pool[], fresh: number): readonly Duty[] | undefined {
  const taken = new Set<Duty>();
  for (const [index, pool] of pools.entries()) {
    const wantsFresh = index >= pools.length - fresh;
    let best: Duty | undefined;
    if (wantsFresh) best = pool.fresh.find((duty) => !taken.has(duty));
    else {
      for (const duty of pool.used) if (!taken.has(duty) && (!best || movesFrom(duty) < movesFrom(best))) best = duty;
    }
    if (!best) return undefined;
    taken.add(best);
  }
  return [...taken];
}

/** The garage of `vehicles`; at most `limits[type]` of each type are ever used. */
export function openGarage(vehicles: readonly Vehicle[], limits: Readonly<Record<string, number>> = {}): Garage {
  const pools = new Map<string, Pool>();
  const left = new Map(Object.entries(limits));
  const names = new Map<string, Duty>();
  for (const vehicle of vehicles) {
    const room = left.get(vehicle.type.id);
    if (room !== undefined) {
      if (room <= 0) continue;
      left.set(vehicle.type.id, room - 1);
    }
    const key = poolKey(vehicle.type.id, vehicle.home, vehicle.base);
    const pool = pools.get(key) ?? { used: [], fresh: [] };
    pools.set(key, pool);
    const duty: Duty = { vehicle, at: undefined, free: 0, day: -1, workStart: 0, rested: 0 };
    names.set(vehicle.name, duty);
    pool.fresh.push(duty);
  }
  const poolOf = ({ type, origin }: Draft): Pool =>
    pools.get(poolKey(type.id, type.roams ? undefined : origin, origin.place.kind)) ?? { used: [], fresh: [] };
  const poolOfDuty = ({ vehicle }: Duty): Pool | undefined =>
    pools.get(poolKey(vehicle.type.id, vehicle.home, vehicle.base));
  return {
    *choices(drafts) {
      const [first] = drafts;
      if (first && drafts.length === 1) return yield* single(poolOf(first), first.origin);
      const all = drafts.map(poolOf);
      for (let fresh = 0; fresh <= all.length; fresh++) {
        const chosen = mixture(all, fresh);
        if (chosen) yield chosen;
      }
    },
    named: (name) => names.get(name),
    use(duties) {
      for (const duty of duties) {
        if (duty.day >= 0) continue;
        const pool = poolOfDuty(duty);
        if (pool) pool.used.push(...pool.fresh.splice(pool.fresh.indexOf(duty), 1));
      }
    },
    giveBack(duties) {
      for (const duty of [...duties].reverse()) {
        const pool = poolOfDuty(duty);
        if (pool) pool.fresh.unshift(...pool.used.splice(pool.used.lastIndexOf(duty), 1));
      }
    },
  };
}
