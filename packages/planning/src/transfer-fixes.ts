/**
 * Loads on broken vehicles, each with what can be done about it: a transfer to a named vehicle that was solved again with, or
 * extra kits. Knows how that is tried and said; refuses to order anything.
 */
import { extrasOf, type Plan, type Unassigned } from "@antar/domain";
import { proposeRescue, type Stranded } from "./rescue.ts";
import { dueFrom, type Rescued, type Transfer, type Work } from "./under-way.ts";

/** A load that nobody takes over, and the vehicles that could, the best first. */
export interface StrandedLoad {
  readonly vehicle: string;
  /** Codes of the TPS and PPK that it is for. */
  readonly codes: ReadonlySet<string>;
  readonly rescuers: readonly string[];
}

/** Vehicles that could bring something of the load, those that bring most and are done first in front. */
function rescuersFor(work: Work, { yard }: Rescued, stranded: Stranded): string[] {
  const known = new Set<string>();
  const able = work.scene.fleet.flatMap(({ name, type, home }) => {
    const duty = yard.garage.named(name);
    if (!duty || work.situation.delay(name) > 0) return [];
    // Of vehicles that stand alike the first is as good as any.
    const key = [type.id, duty.at?.index, home?.index, duty.day, duty.free, duty.rested].join(" ");
    if (known.has(key)) return [];
    known.add(key);
    const rescue = proposeRescue(work, yard, { stranded, duty, id: work.written.trips.length });
    const stops = rescue?.loadings[0]?.draft.drops.length ?? 0;
    return rescue ? [{ name, stops, done: rescue.done }] : [];
  });
  return able.sort((left, right) => right.stops - left.stops || left.done - right.done).map(({ name }) => name);
}

/** So many loads are looked at, and so many vehicles tried for each: each try makes the plan anew. */
const [loads, tried] = [3, 2];

/** The loads that nobody takes over, with those who could. */
export function strandedLoads(work: Work, rescued: Rescued): StrandedLoad[] {
  return rescued.left.slice(0, loads).map((stranded) => ({
    vehicle: stranded.trip.vehicle.name,
    codes: new Set(dueFrom(stranded.drops).map(({ place }) => place.code)),
    rescuers: rescuersFor(work, rescued, stranded),
  }));
}

/** A transfer under which the plan was made anew, and whom it serves. */
interface Tried {
  readonly to: string;
  readonly open: ReadonlySet<string>;
}

function triedFor(
  plan: Plan,
  { vehicle, rescuers }: StrandedLoad,
  again: (order: Transfer) => Plan,
): Tried | undefined {
  for (const to of rescuers.slice(0, tried)) {
    const { unassigned } = again({ vehicle, to });
    if (unassigned.length < plan.unassigned.length) return { to, open: new Set(unassigned.map(({ code }) => code)) };
  }
  return undefined;
}

/** The order of as many extra kits as a TPS has on broken vehicles; empty for boxes, and for what is extra already. */
function extraOrderFor({ routes, madeAnew, supply }: Plan, code: string): string {
  const own = supply.some((pair) => pair.place === code && pair.kind === "tps");
  if (!own || extrasOf({ madeAnew }).some((extra) => extra.code === code)) return "";
  const left = routes.flatMap(({ trips }) => trips.flatMap(({ breakdown }) => breakdown?.undelivered ?? []));
  const kits = left.flatMap((stop) => (stop.takenBy === undefined ? stop.kits : [])).filter((kit) => kit === code);
  return kits.length > 0 ? ` (extra=${code}=${kits.length})` : "";
}

/** What can be done for a place of the load. */
function adviceFor(
  plan: Plan,
  code: string,
  given: { load: StrandedLoad; found: Tried | undefined },
): Unassigned["says"] {
  const { vehicle, rescuers } = given.load;
  const { found } = given;
  const order = extraOrderFor(plan, code);
  if (found && !found.open.has(code)) {
    const transfer = `transfer=${vehicle}=${found.to}`;
    return {
      id: `perintahkan pemindahan ke ${found.to} (${transfer}), sudah dicoba dan tempat ini terlayani`,
      en: `order a transfer to ${found.to} (${transfer}), which was tried and serves this place`,
    };
  }
  return rescuers.length === 0
    ? {
        id: `tidak ada kendaraan lain yang dapat mengambil alihnya tepat waktu; kirim kit tambahan${order}`,
        en: `no other vehicle can take it over in time; send extra kits${order}`,
      }
    : {
        id: `perintahkan pemindahan ke kendaraan lain atau kirim kit tambahan${order}`,
        en: `order a transfer to another vehicle or send extra kits${order}`,
      };
}

/** `plan` with advice for each place whose load is on a broken vehicle; `again` makes it anew with one more transfer. */
export function withAdvice(plan: Plan, stranded: readonly StrandedLoad[], again: (order: Transfer) => Plan): Plan {
  const trials = stranded.map((load) => ({ load, found: triedFor(plan, load, again) }));
  const unassigned = plan.unassigned.map((entry): Unassigned => {
    if (entry.cause !== "broken-down") return entry;
    const { load, found } = trials.find((each) => each.load.codes.has(entry.code)) ?? {};
    const known = load ?? { vehicle: "", codes: new Set(), rescuers: [""] };
    const advice = adviceFor(plan, entry.code, { load: known, found });
    return { ...entry, says: { id: `${entry.says.id}; ${advice.id}`, en: `${entry.says.en}; ${advice.en}` } };
  });
  return { ...plan, unassigned };
}
