/**
 * Rule 21: extra kits are ordered once and travel after they were ordered. That they come, all of them and to the right
 * place, the rules about kits say: each delivery is a place of the judged brief.
 */
import { type Extra, extrasOf, type Finding } from "@antar/domain";
import { findingOf } from "./finding-of.ts";
import type { Reading, ReadTrip } from "./reading.ts";

/** The deliveries of extra kits by the code of each, with the moment of their order, epoch seconds. */
function ordersIn({ plan, remakings }: Reading): Map<string, number> {
  const { madeAnew } = plan;
  const orders = madeAnew ? [...(madeAnew.earlier ?? []), madeAnew] : [];
  const lists = orders.map(({ extra = [] }): readonly Extra[] => extra);
  return new Map(lists.flatMap((list, index) => list.map(({ code }) => [code, remakings[index]?.at ?? Number.NaN])));
}

function* doubledFindings(reading: Reading): Generator<Finding> {
  const codes = extrasOf(reading.plan).map(({ code }) => code);
  for (const code of new Set(codes.filter((each, index) => codes.indexOf(each) !== index))) {
    const id = `${reading.label(code)}: pesanan kit tambahan tercatat dua kali`;
    const en = `${reading.label(code)}: the order of extra kits is noted twice`;
    yield findingOf({ code: "extra-doubled", place: code, tepat: "jumlah", id, en });
  }
}

function carriedBy({ trip }: ReadTrip): string[] {
  return [...trip.stops, ...(trip.breakdown?.undelivered ?? [])].flatMap(({ kits }) => kits);
}

/** Orders that are noted twice, and trips that carry extra kits that nobody had ordered when they were loaded. */
export function* extraFindings(reading: Reading): Generator<Finding> {
  const orders = ordersIn(reading);
  if (orders.size === 0) return;
  yield* doubledFindings(reading);
  const { label } = reading;
  const { show } = reading.calendar;
  for (const read of reading.trips) {
    // What a rescue takes over was loaded by the trip before it.
    if (read.takes) continue;
    for (const code of new Set(carriedBy(read))) {
      const at = orders.get(code);
      if (at === undefined || read.start >= at) continue;
      const { id: name } = read.trip;
      const id = `${label(code)}: trip ${name} memuat kit tambahan ${show(read.start)}, padahal baru dipesan ${show(at)}`;
      const en = `${label(code)}: trip ${name} loads extra kits at ${show(read.start)}, but they were ordered at ${show(at)} only`;
      yield findingOf({ code: "extra-too-early", place: code, tepat: "waktu", id, en });
    }
  }
}
