/**
 * The limits that bind, said to a person, with their arithmetic. Knows words and sums; refuses to find causes.
 */
import { kitsOf, type Sentence, type VehicleType } from "@antar/domain";
import type { Cause } from "./causes.ts";
import { tripsIn } from "./figures.ts";
import type { Solved } from "./solve-world.ts";
import type { Site, World } from "./world.ts";

const minutes = (seconds: number): number => Math.round(seconds / 60);

function openSeconds(site: Site): number {
  return site.spans.reduce((sum, span) => sum + (span ? span.end - span.start : 0), 0);
}

function openDays(site: Site): number {
  return site.spans.filter((span) => span !== undefined).length;
}

/** Loading minutes wanted and dock minutes offered at `origin`. */
function dockSentence({ ground }: Solved, origin: Site, name: Sentence): Sentence {
  const { world, supply } = ground;
  const tps = (supply.receiversOf.get(origin) ?? []).flatMap((site) => supply.tpsThrough.get(site) ?? []);
  const kits = tps.reduce((sum, site) => sum + kitsOf(site.place), 0);
  const need = minutes(kits * world.brief.handling.loadPerKit);
  const docks = origin.place.docks ?? 0;
  const have = minutes(openSeconds(origin) * docks);
  const days = openDays(origin);
  if (need > have) {
    return {
      id: `${need} menit muat > ${have} menit: ${docks} dermaga ${name.id}, buka ${days} hari`,
      en: `${need} minutes of loading > ${have} minutes: ${docks} dock(s) at ${name.en}, open ${days} day(s)`,
    };
  }
  return {
    id: `${need} menit muat di ${docks} dermaga ${name.id} (${have} menit, buka ${days} hari): dermaga tidak bebas pada waktunya, karena setelah muat masih ada perjalanan dan serah terima sebelum tutup`,
    en: `${need} minutes of loading at ${docks} dock(s) of ${name.en} (${have} minutes, open ${days} day(s)): no dock is free in time, since the drive and the hand-over must follow before closing time`,
  };
}

function supplierChain({ ground }: Solved, site: Site): Site[] {
  const chain: Site[] = [];
  for (let at = ground.supply.supplierOf.get(site); at; at = ground.supply.supplierOf.get(at)) chain.push(at);
  return chain;
}

function escortSentence(solved: Solved): Sentence {
  const { teams = 0, vehiclesPerConvoy = 0 } = solved.ground.world.brief.escort ?? {};
  const held = solved.best.timetable.groups
    .filter((group) => group.team !== undefined)
    .reduce((sum, group) => sum + group.done - group.departure, 0);
  return {
    id: `${teams} regu pengawal x ${vehiclesPerConvoy} kendaraan: regu sudah terpakai ${minutes(held)} menit dan tidak bebas pada waktunya`,
    en: `${teams} escort team(s) x ${vehiclesPerConvoy} vehicles: the teams are already on the road for ${minutes(held)} minutes and not free in time`,
  };
}

/** The types of vehicle that serve the way to `site`, from the warehouse down. */
function typesTo(solved: Solved, site: Site): VehicleType[] {
  const kinds = new Set(supplierChain(solved, site).map((each) => each.place.kind));
  return [...new Set(solved.ground.fleet.filter(({ base }) => kinds.has(base)).map(({ type }) => type))];
}

function fleetSentence(solved: Solved, site: Site): Sentence {
  const list = typesTo(solved, site).map((type) => `${type.count} ${type.name}`);
  const trips = [...tripsIn(solved.best.timetable.groups)].length;
  return {
    id: `armada ${list.join(", ")}: ${trips} trip sudah termuat, tidak ada kendaraan yang bebas pada waktunya`,
    en: `fleet ${list.join(", ")}: ${trips} trips fit, no vehicle is free in time for more`,
  };
}

function clockOf(world: World): string {
  return world.brief.window.end.slice(0, 16).replace("T", " ");
}

function openingSentence(solved: Solved, site: Site): Sentence {
  const { world } = solved.ground;
  const list = [...new Set([...supplierChain(solved, site), site].map((each) => each.place.kind))].map((kind) => {
    const { from, to } = world.brief.opening[kind];
    return `${kind} ${from}-${to}`;
  });
  return {
    id: `jam buka (${list.join(", ")}) terlalu pendek untuk muat, jalan dan serah terima sampai ${clockOf(world)}`,
    en: `the opening hours (${list.join(", ")}) are too short to load, drive and hand over until ${clockOf(world)}`,
  };
}

function warehouseSentence({ ground: { world } }: Solved): Sentence {
  const days = openDays(world.warehouse);
  const open = minutes(openSeconds(world.warehouse));
  return {
    id: `gudang buka ${days} hari, ${open} menit: terlalu pendek untuk muat, jalan dan serah terima sampai ${clockOf(world)}`,
    en: `the warehouse is open ${days} day(s), ${open} minutes: too short to load, drive and hand over until ${clockOf(world)}`,
  };
}

function capacitySentence(solved: Solved, site: Site): Sentence {
  const { ground } = solved;
  const holder = [site, ...supplierChain(solved, site)].find(
    (at) => (ground.supply.tpsThrough.get(at) ?? []).length > 1,
  );
  const kits = (ground.supply.tpsThrough.get(holder ?? site) ?? []).reduce((sum, tps) => sum + kitsOf(tps.place), 0);
  return {
    id: `muatan ${(holder ?? site).place.name} (${kits} kit) melebihi kapasitas setiap kendaraan dan tidak boleh dibagi`,
    en: `the load of ${(holder ?? site).place.name} (${kits} kits) exceeds every vehicle and may not be split`,
  };
}

function driverSentence({ ground }: Solved): Sentence {
  const { shift, breakAfter } = ground.world.brief.drivers;
  return {
    id: `jam kerja pengemudi ${minutes(shift)} menit, istirahat setelah ${minutes(breakAfter)} menit: perjalanan ini tidak muat`,
    en: `a driver's shift of ${minutes(shift)} minutes with a break after ${minutes(breakAfter)} is too short for this trip`,
  };
}

/** The same of a lock whose release was solved with. */
export function lockSentence(trip: string, vehicle: string): Sentence {
  return {
    id: `trip ${trip} dikunci pada ${vehicle}; lepaskan kuncinya (release=${trip}), sudah dicoba dan tempat ini terlayani`,
    en: `trip ${trip} is locked to ${vehicle}; release the lock (release=${trip}), which was tried and serves this place`,
  };
}

/** Why `site` is left out, as a sentence without its name. */
export function sentenceOf(solved: Solved, cause: Exclude<Cause, "locked">, site: Site): Sentence {
  const chain = supplierChain(solved, site);
  const ppk = chain.find((at) => at.place.kind === "ppk") ?? solved.ground.world.warehouse;
  switch (cause) {
    case "docks-warehouse":
      return dockSentence(solved, solved.ground.world.warehouse, { id: "gudang", en: "the warehouse" });
    case "docks-ppk":
      return dockSentence(solved, ppk, { id: ppk.place.name, en: ppk.place.name });
    case "escort":
      return escortSentence(solved);
    case "fleet":
      return fleetSentence(solved, site);
    case "opening-warehouse":
      return warehouseSentence(solved);
    case "opening":
      return openingSentence(solved, site);
    case "capacity":
      return capacitySentence(solved, site);
    case "drivers":
      return driverSentence(solved);
    case "overnight":
      return {
        id: "kit tidak boleh menginap di tempat pemasoknya dan tidak sempat diteruskan pada hari yang sama",
        en: "kits may not stay overnight at the supplying place and cannot be passed on the same day",
      };
    case "unreachable":
      return {
        id: `tidak ada jalan pergi-pulang dari ${chain[0]?.place.name ?? "pemasok"} untuk kendaraan yang ada`,
        en: `no road leads there and back from ${chain[0]?.place.name ?? "its supplier"} for the vehicles at hand`,
      };
    case "no-vehicle":
      return {
        id: `tidak ada kendaraan di ${chain[0]?.place.name ?? "tempat pemasok"}`,
        en: `there is no vehicle at ${chain[0]?.place.name ?? "the supplying place"}`,
      };
    case "combined":
      return {
        id: "beberapa batas mengikat sekaligus; melonggarkan satu saja tidak cukup",
        en: "several limits bind at once; lifting any single one is not enough",
      };
    default:
      return cause satisfies never;
  }
}
