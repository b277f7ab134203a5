/**
 * Transfers as they are ordered: which ones hold, what their trips are called, and which cannot be. Refuses to know how a
 * rescue is made.
 */
import { Refusal } from "@antar/domain";
import { extraNames } from "./extra-trips.ts";
import type { Proposal } from "./group.ts";
import type { Timetable } from "./timetable.ts";
import type { Happening, Transfer, Work } from "./under-way.ts";
import type { Site } from "./world.ts";
import { momentIn, type WrittenPlan } from "./written-plan.ts";

/** The transfers that are ordered now, and those of the plan that have not begun: they are ordered again. */
export function transfersOf({ trips }: WrittenPlan, now: number, { transfers = [] }: Happening): Transfer[] {
  const waiting = trips.flatMap(({ drops, trip, vehicle: { name: to } }): Transfer[] => {
    const from = trips.find(({ id }) => id === drops[0]?.takes?.trip);
    return from && momentIn(trip.loading.start) >= now ? [{ vehicle: from.vehicle.name, to }] : [];
  });
  const told = new Set(transfers.map(({ vehicle }) => vehicle));
  return [...transfers, ...waiting.filter(({ vehicle }) => !told.has(vehicle))];
}

/**
 * Names of trips by their number: a rescue is called after the trip that it takes over from (`T003-R`), trips that carry on
 * what it brings after the rescue (`T003-R-1`), one for extra kits by a number of its own (`X001`).
 */
export function namesOf(
  { trips }: WrittenPlan,
  rescues: readonly Proposal[],
  { groups }: Timetable,
): Map<number, string> {
  const names = new Map(trips.map((each) => [each.id, each.trip.id]));
  const used = new Set(names.values());
  const rescuing = rescues.flatMap(({ loadings }) => loadings.map(({ draft }) => draft));
  for (const { id, drops } of rescuing) names.set(id, `${names.get(drops[0]?.takes?.trip ?? -1)}-R`);
  const bringer = (tps: Site | undefined): string =>
    names.get(rescuing.find(({ drops }) => drops.some(({ kits }) => tps && kits.includes(tps)))?.id ?? -1) ?? "R";
  const drafts = groups.flatMap(({ loadings }) => loadings.map(({ draft }) => draft));
  const fresh = drafts.filter(({ id }) => !names.has(id));
  for (const [id, name] of extraNames(fresh, used)) names.set(id, name);
  for (const draft of fresh) {
    if (names.has(draft.id)) continue;
    let number = 1;
    const name = (): string => `${bringer(draft.drops[0]?.kits[0])}-${number}`;
    while (used.has(name())) number++;
    used.add(name());
    names.set(draft.id, name());
  }
  return names;
}

/** Throws Refusal `bad-input` where a transfer that is ordered now can take nothing over. */
export function refuseIdle(work: Work, { transfers = [] }: Happening, rescues: readonly Proposal[]): void {
  const taken = rescues.flatMap(({ loadings }) =>
    loadings.map(({ draft, duty }) => ({ draft, to: duty.vehicle.name })),
  );
  for (const { vehicle, to } of transfers) {
    const trips = new Set(work.written.trips.filter((each) => each.vehicle.name === vehicle).map(({ id }) => id));
    const takes = taken.some((each) => each.to === to && trips.has(each.draft.drops[0]?.takes?.trip ?? -1));
    if (takes) continue;
    const order = `transfer=${vehicle}=${to}`;
    throw new Refusal("bad-input", {
      id: `${order}: tidak ada muatan yang dapat diambil alih; ${vehicle} tidak membawa muatan saat itu, atau ${to} terlalu kecil, tidak ada jalan, atau waktunya tidak cukup. Pilih kendaraan lain`,
      en: `${order}: nothing can be taken over; ${vehicle} carries nothing then, or ${to} is too small, has no road there, or has too little time. Choose another vehicle`,
    });
  }
}
