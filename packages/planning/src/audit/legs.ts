/**
 * True legs between places, worked out from raw arcs. Knows profiles and places; refuses to know what a plan claims.
 */
import type { Place } from "@antar/domain";
import { wholeMetres, wholeSeconds } from "@antar/measure";
import type { EdgePlace, RawArcs } from "@antar/roads";
import { isCutOff } from "../road-closures.ts";
import { createPlainSearch, type Reach } from "./dijkstra.ts";
import { groupBy } from "./intervals.ts";
import type { AuditSpell } from "./spells.ts";

/** A drive between two places that somebody wants to know. */
export interface LegQuestion {
  readonly profile: string;
  readonly from: Place;
  readonly to: Place;
}

/** The fastest drive in whole seconds and metres; undefined when the roads do not lead there. */
export type TrueLeg = { readonly seconds: number; readonly metres: number } | undefined;

/** Names a question; place codes hold no blanks, so no two questions share a name. */
export function legKey({ profile, from, to }: LegQuestion): string {
  return `${from.code} ${to.code} ${profile}`;
}

function shorter(a: Reach | undefined, b: Reach | undefined): Reach | undefined {
  if (!a || !b) return a ?? b;
  if (a.milliseconds !== b.milliseconds) return a.milliseconds < b.milliseconds ? a : b;
  return a.decimetres <= b.decimetres ? a : b;
}

function toLeg(reach: Reach | undefined): TrueLeg {
  return reach && { seconds: wholeSeconds(reach.milliseconds / 1000), metres: wholeMetres(reach.decimetres / 10) };
}

/** Ends of all `targets` on the arcs, the vertices that a search must reach, and when it has seen enough. */
function endsOf(arcs: RawArcs, targets: readonly (EdgePlace | undefined)[]) {
  const ends = targets.map((target) => (target ? arcs.ends(target) : []));
  const at = new Map<number, { readonly target: number; readonly milliseconds: number }[]>();
  for (const [target, own] of ends.entries()) {
    for (const { vertex, milliseconds } of own) at.set(vertex, [...(at.get(vertex) ?? []), { target, milliseconds }]);
  }
  // What is slower than the slowest target by the ways found so far can make none of them faster.
  const found = new Map(ends.flatMap((own, target) => (own.length > 0 ? [[target, Number.POSITIVE_INFINITY]] : [])));
  const enough = (vertex: number, milliseconds: number): number => {
    for (const end of at.get(vertex) ?? []) {
      found.set(end.target, Math.min(found.get(end.target) ?? 0, milliseconds + end.milliseconds));
    }
    return Math.max(...found.values());
  };
  return { ends, goals: new Set(at.keys()), enough };
}

/** Where a place stands on the roads; undefined when it is cut off. */
function spotOn({ roads, usual, closures }: Spelled, profile: string, { point }: Place): EdgePlace | undefined {
  const now = roads.nearest(profile, point);
  if (closures.length === 0) return now;
  return isCutOff(closures, point, { usual: usual.nearest(profile, point), now }) ? undefined : now;
}

function legsOfProfile(
  spelled: Spelled,
  profile: string,
  questions: readonly LegQuestion[],
  answer: Map<string, TrueLeg>,
) {
  const { roads } = spelled;
  const arcs = roads.arcs(profile);
  const search = createPlainSearch(arcs);
  const spots = new Map<string, EdgePlace | undefined>();
  const spotOf = (place: Place): EdgePlace | undefined => {
    if (!spots.has(place.code)) spots.set(place.code, spotOn(spelled, profile, place));
    return spots.get(place.code);
  };
  for (const [from, group] of groupBy(questions, (question) => question.from)) {
    const source = spotOf(from);
    const targets = group.map(({ to }) => spotOf(to));
    const { ends, goals, enough } = endsOf(arcs, targets);
    const reached = search.from(source ? arcs.starts(source) : [], goals, enough);
    for (const [index, question] of group.entries()) {
      const target = targets[index];
      let best: Reach | undefined = source && target ? arcs.along(source, target) : undefined;
      for (const end of ends[index] ?? []) {
        const way = reached(end.vertex);
        if (!way) continue;
        const { milliseconds, decimetres } = end;
        const whole = { milliseconds: way.milliseconds + milliseconds, decimetres: way.decimetres + decimetres };
        best = shorter(best, whole);
      }
      answer.set(legKey(question), toLeg(best));
    }
  }
}

/** Roads of one spell beside those without closures. */
type Spelled = Omit<AuditSpell, "until">;

/**
 * The true leg of each question by `legKey`, one search per profile and place of departure. Questions of a profile that
 * the network does not have get no entry.
 */
export function trueLegs(spelled: Spelled, questions: readonly LegQuestion[]): Map<string, TrueLeg> {
  const distinct = new Map(questions.map((question) => [legKey(question), question]));
  const answer = new Map<string, TrueLeg>();
  for (const [profile, group] of groupBy([...distinct.values()], (question) => question.profile)) {
    if (spelled.roads.metadata.profiles.includes(profile)) legsOfProfile(spelled, profile, group, answer);
  }
  return answer;
}
