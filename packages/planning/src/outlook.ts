/**
 * How a trip would go with a given vehicle if nobody had to wait: the order in which vehicles are tried, so that most of
 * them need not be put in time. An estimate; refuses to know docks, teams and what places take in.
 */
import { cycle } from "./draft.ts";
import type { Pairing, Resources } from "./group.ts";
import { movesFrom } from "./loading.ts";
import { dayOf } from "./world.ts";

/** What a vehicle promises: departure in epoch seconds, and what it adds to the cost besides the trip's own legs. */
export interface Outlook {
  readonly departure: number;
  readonly cost: number;
  /** When it is back at the earliest. */
  readonly back: number;
}

/** The outlook of a trip with a vehicle at the usual hours; undefined when it can be loaded on no day that is left. */
export function outlookOf(resources: Resources, { draft, duty, notBefore }: Pairing): Outlook | undefined {
  const { world, lastDay = world.days.length - 2 } = resources;
  const moves = duty.at !== undefined && duty.at !== draft.origin;
  const leg = moves ? resources.transferLeg(duty, draft.origin) : undefined;
  if (moves && !leg) return undefined;
  const away = leg?.seconds ?? 0;
  for (let day = Math.max(duty.day, dayOf(world, notBefore)); day <= lastDay; day++) {
    const opening = draft.origin.spans[day];
    if (!opening) continue;
    const worked = duty.day === day;
    const free = worked ? movesFrom(duty) : (world.days[day] ?? 0);
    const start = Math.max(opening.start, notBefore, free + away);
    if (start + draft.loading > opening.end) continue;
    const { fixed, perHour, perKilometre } = draft.type.cost;
    const since = worked ? duty.free : start - away;
    const hours = (start + cycle(draft) - since) / 3600;
    const cost = (duty.day < 0 ? fixed : 0) + perHour * hours + (perKilometre * (leg?.metres ?? 0)) / 1000;
    return { departure: start + draft.loading, cost, back: start + cycle(draft) };
  }
  return undefined;
}
