/**
 * The cost of the best plan so far over time, as a search reports it. Knows how to draw what it has heard; a search that began
 * before the page was open has no past here.
 */
import type { ProgressView } from "@antar/api";
import { useEffect, useState } from "react";
import { number } from "../format/numbers.ts";
import { usePreferences } from "../preferences.tsx";

/** The best plan at a moment: seconds since the search began. */
export interface Incumbent {
  readonly at: number;
  readonly lost: number;
  readonly cost: number;
}

/** Width and height of the drawing, in its own units. */
const [width, height] = [320, 64];

/** `curve` with what was heard at `at` seconds; the same curve when nothing is new. */
export function withIncumbent(
  curve: readonly Incumbent[],
  at: number,
  best: ProgressView["best"],
): readonly Incumbent[] {
  const last = curve.at(-1);
  if (!best || (last && last.lost === best.lost && last.cost === best.cost)) return curve;
  return [...curve, { at, ...best }];
}

/** A falling staircase in SVG's path language, from the first report to `until` seconds. */
export function stairs(curve: readonly Incumbent[], until: number): string {
  const first = curve[0];
  if (!first) return "";
  const costs = curve.map(({ cost }) => cost);
  const [low, high] = [Math.min(...costs), Math.max(...costs)];
  const x = (at: number): number => Math.round(((at - first.at) / Math.max(1, until - first.at)) * width);
  const y = (cost: number): number => Math.round(4 + ((high - cost) / Math.max(1, high - low)) * (height - 8));
  const steps = curve.slice(1).map(({ at, cost }) => `H${x(at)}V${y(cost)}`);
  return `M0 ${y(first.cost)}${steps.join("")}H${width}`;
}

interface Props {
  readonly best: ProgressView["best"];
  /** Seconds since the search began. */
  readonly elapsed: number;
}

/** The curve with the best cost and what is left out, once a first plan was heard of. */
export function CostCurve({ best, elapsed }: Props) {
  const { text, language } = usePreferences();
  const [curve, setCurve] = useState<readonly Incumbent[]>([]);
  useEffect(() => setCurve((heard) => withIncumbent(heard, elapsed, best)), [best, elapsed]);
  if (!best) return null;
  return (
    <figure className="cost-curve">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={stairs(curve, elapsed)} />
      </svg>
      <figcaption>
        <span>{text.planBestCost(number(best.cost, language))}</span>
        <span data-lost={best.lost}>{text.planLost(number(best.lost, language))}</span>
      </figcaption>
    </figure>
  );
}
