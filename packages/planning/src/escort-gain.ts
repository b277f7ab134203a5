/**
 * What one more escort team would bring, measured by planning again with it. Knows how to compare two plans; how one is
 * made it leaves to `makePlan`.
 */
import type { Brief, Plan } from "@antar/domain";

/** The gain of one more team; everything is 0 when planning with it found nothing better. */
export interface EscortGain {
  /** Teams with the one more. */
  readonly teams: number;
  readonly found: boolean;
  /** More TPS served. */
  readonly served: number;
  /** More seconds of slack; the last TPS receives so much earlier. */
  readonly slack: number;
  /** Money saved, in the currency of the brief; below zero: it costs more. */
  readonly saved: number;
  /** When the last convoy is done, as written in the plans; undefined where there is none. */
  readonly convoysDone: { readonly usual: string | undefined; readonly more: string | undefined };
}

/** Settings that give `brief` one more escort team; undefined when it has no escort. */
export function moreEscorts(brief: Brief): { readonly escorts: string } | undefined {
  return brief.escort && { escorts: `${brief.escort.teams + 1}` };
}

function lastConvoy({ convoys }: Plan): string | undefined {
  return convoys
    .map((convoy) => convoy.end)
    .sort((left, right) => Date.parse(left) - Date.parse(right))
    .at(-1);
}

/** Below zero when `left` is the better plan, in the order of docs/model.md. */
function comparePlans(brief: Brief, left: Plan, right: Plan): number {
  const short = ({ summary }: Plan): number => Math.max(0, brief.slackTarget - (summary.slack ?? 0));
  return (
    left.unassigned.length - right.unassigned.length ||
    short(left) - short(right) ||
    left.summary.cost - right.summary.cost
  );
}

/**
 * The gain of `more`, a plan of `brief` with one more team, over `usual`, one without it. A worse plan is no loss, for the
 * additional team need not be used: it is no gain.
 */
export function escortGain(brief: Brief, usual: Plan, more: Plan): EscortGain {
  const teams = (brief.escort?.teams ?? 0) + 1;
  const done = lastConvoy(usual);
  if (comparePlans(brief, more, usual) >= 0) {
    return { teams, found: false, served: 0, slack: 0, saved: 0, convoysDone: { usual: done, more: done } };
  }
  return {
    teams,
    found: true,
    served: more.summary.served - usual.summary.served,
    slack: (more.summary.slack ?? 0) - (usual.summary.slack ?? 0),
    saved: usual.summary.cost - more.summary.cost,
    convoysDone: { usual: done, more: lastConvoy(more) },
  };
}
