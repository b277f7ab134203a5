/**
 * Roads that remember what they were asked: a brief is solved many times with one setting changed, over the same places.
 * Knows questions and answers; refuses to know what a road is.
 */
import type { LonLat } from "@antar/measure";
import type { Table } from "@antar/roads";
import type { Roads } from "./roads-in-time.ts";

const remembering = new WeakSet<Roads>();

function once<Answer>(answers: Map<string, Answer>, key: string, ask: () => Answer): Answer {
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = ask();
  answers.set(key, answer);
  return answer;
}

function tableKey(profile: string, sources: readonly LonLat[], targets: readonly LonLat[]): string {
  const list = (points: readonly LonLat[]): string => points.join(" ");
  return `${profile} ${list(sources)} ${sources === targets ? "" : list(targets)}`;
}

/** `roads` that answer each question once, for as long as the result is held. The tables are shared: nobody may change them. */
export function rememberRoads(roads: Roads): Roads {
  if (remembering.has(roads)) return roads;
  const tables = new Map<string, Table>();
  const others = new Map<string, Roads>();
  const [closed, at] = [roads.withClosures?.bind(roads), roads.at?.bind(roads)];
  const [nearest, classes] = [roads.nearest?.bind(roads), roads.hourClasses?.bind(roads)];
  const remembered: Roads = {
    table: (profile, sources, targets) =>
      once(tables, tableKey(profile, sources, targets), () => roads.table(profile, sources, targets)),
    ...(nearest ? { nearest } : {}),
    ...(classes ? { hourClasses: classes } : {}),
    ...(closed
      ? {
          withClosures: (closures) =>
            once(others, `closed ${JSON.stringify(closures)}`, () => rememberRoads(closed(closures))),
        }
      : {}),
    ...(at ? { at: (when) => once(others, `at ${when.hour}`, () => rememberRoads(at(when))) } : {}),
  };
  remembering.add(remembered);
  return remembered;
}
