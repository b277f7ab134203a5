/**
 * What is expected now of the stops of a vehicle, beside the plan. Knows how it is said; refuses to know how it came about.
 */
import type { EtaList } from "@antar/api";
import { useEffect, useState } from "react";
import { fetchEtas } from "../client.ts";
import { percentOf, worthSaying } from "../format/chance.ts";
import { clock, epochOf } from "../format/moments.ts";
import { usePreferences } from "../preferences.tsx";

/** The arrival expected at one stop, with the interval that holds it nine times out of ten and the chance of being late. */
export interface Expectation {
  readonly expected: EtaList["stops"][number]["arrival"];
  readonly late: number;
}

/** Milliseconds between two looks: the service projects once a minute. */
const every = 60_000;

/** Milliseconds for which a projection is worth showing without network. */
const keptFor = 15 * 60_000;

/** What is expected by trip and place of the stops that are not done; empty before the day is near, or long without network. */
export function useEtas(brief: string, vehicle: string): ReadonlyMap<string, Expectation> {
  const [etas, setEtas] = useState<ReadonlyMap<string, Expectation>>(new Map());
  useEffect(() => {
    const controller = new AbortController();
    let heard = 0;
    const look = (): void =>
      void fetchEtas(brief, vehicle, controller.signal).then(
        ({ stops }) => {
          heard = Date.now();
          setEtas(byStop(stops));
        },
        () => {
          if (!controller.signal.aborted && Date.now() - heard > keptFor) setEtas(new Map());
        },
      );
    look();
    const timer = setInterval(look, every);
    return () => {
      controller.abort();
      clearInterval(timer);
    };
  }, [brief, vehicle]);
  return etas;
}

/** Name of a stop: a place may be called at by several trips. */
export const stopName = (trip: string, place: string): string => `${trip} ${place}`;

/** The open stops of `stops` by their name. */
export function byStop(stops: EtaList["stops"]): ReadonlyMap<string, Expectation> {
  const open = stops.filter(({ done }) => !done);
  return new Map(open.map(({ trip, place, arrival, late }) => [stopName(trip, place), { expected: arrival, late }]));
}

/** One line with the time and its interval, and another when the deadline is in danger. */
export function Expected({ of, timeZone }: { readonly of: Expectation; readonly timeZone: string }) {
  const { text, language } = usePreferences();
  const at = (moment: string): string => clock(epochOf(moment), timeZone, language);
  const { median, from, to } = of.expected;
  return (
    <>
      <p className="expected">{text.expectedNow(at(median), at(from), at(to))}</p>
      {of.late >= worthSaying && <p className="caution">{text.lateChance(percentOf(of.late, language))}</p>}
    </>
  );
}
