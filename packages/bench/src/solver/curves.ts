/**
 * Convergence as a picture: mean gap over time, one line a solver. Knows SVG and logarithms; refuses to know who solves.
 */
import { gapOf, type Run } from "./runs.ts";

const width = 720;
const height = 420;
const margin = { left: 60, right: 130, top: 30, bottom: 45 };
const colours = ["#1b6ca8", "#d1495b", "#3a8f4d", "#c78a1b", "#6b4fa0"];

interface Line {
  readonly name: string;
  /** Seconds and share above the best known. */
  readonly points: readonly (readonly [number, number])[];
}

function gapAt(run: Run, at: number): number | undefined {
  const { curve, best, cpuSeconds } = run;
  if (best === null) return undefined;
  if (at >= cpuSeconds) return gapOf(run);
  const reached = curve.findLast(([seconds]) => seconds <= at);
  return reached && reached[1] / best - 1;
}

/** Mean gap of all runs at logarithmic moments, from the first at which each has a plan. */
function lineOf(name: string, runs: readonly Run[]): Line {
  const budget = Math.max(...runs.map((run) => run.budget));
  const points: (readonly [number, number])[] = [];
  for (let step = 0; step <= 60; step++) {
    const at = budget * 10 ** ((step - 60) / 20);
    const gaps = runs.map((run) => gapAt(run, at));
    if (gaps.some((gap) => gap === undefined)) continue;
    points.push([at, gaps.reduce<number>((sum, gap) => sum + (gap ?? 0), 0) / gaps.length]);
  }
  return { name, points };
}

function axis(values: readonly number[]): { low: number; high: number } {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return { low: Math.log10(low), high: Math.log10(Math.max(high, low * 1.001)) };
}

/** Ticks 1, 2, 5 of each decade between two logarithms. */
function ticks({ low, high }: { low: number; high: number }): number[] {
  const found: number[] = [];
  for (let decade = Math.floor(low); decade <= Math.ceil(high); decade++)
    for (const digit of [1, 2, 5]) {
      const value = digit * 10 ** decade;
      if (Math.log10(value) >= low - 1e-9 && Math.log10(value) <= high + 1e-9) found.push(value);
    }
  return found;
}

const shown = (value: number): string => String(Number(value.toPrecision(2)));

/** A chart with logarithmic axes. */
export function logChart(title: string, lines: readonly Line[], labels: { x: string; y: string }): string {
  const points = lines.flatMap((line) => line.points.filter(([x, y]) => x > 0 && y > 0));
  if (points.length === 0)
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="40"><text x="10" y="25">${title}: nothing to draw</text></svg>\n`;
  const horizontal = axis(points.map(([x]) => x));
  const vertical = axis(points.map(([, y]) => y));
  const x = (value: number): string =>
    (
      margin.left +
      ((Math.log10(value) - horizontal.low) / (horizontal.high - horizontal.low)) * (width - margin.left - margin.right)
    ).toFixed(1);
  const y = (value: number): string =>
    (
      height -
      margin.bottom -
      ((Math.log10(value) - vertical.low) / (vertical.high - vertical.low)) * (height - margin.top - margin.bottom)
    ).toFixed(1);
  const right = width - margin.right;
  const floor = height - margin.bottom;
  const parts = [
    `<text x="${margin.left}" y="18" font-weight="bold">${title}</text>`,
    ...ticks(horizontal).map(
      (value) =>
        `<path d="M${x(value)} ${margin.top}V${floor}" stroke="#ddd"/><text x="${x(value)}" y="${floor + 16}" text-anchor="middle">${shown(value)}</text>`,
    ),
    ...ticks(vertical).map(
      (value) =>
        `<path d="M${margin.left} ${y(value)}H${right}" stroke="#ddd"/><text x="${margin.left - 6}" y="${Number(y(value)) + 4}" text-anchor="end">${shown(value)}</text>`,
    ),
    `<text x="${(margin.left + right) / 2}" y="${height - 8}" text-anchor="middle">${labels.x}</text>`,
    `<text x="14" y="${(margin.top + floor) / 2}" text-anchor="middle" transform="rotate(-90 14 ${(margin.top + floor) / 2})">${labels.y}</text>`,
  ];
  lines.forEach(({ name, points: own }, index) => {
    const colour = colours[index % colours.length];
    const drawn = own.filter(([a, b]) => a > 0 && b > 0);
    const path = drawn.map(([a, b], at) => `${at === 0 ? "M" : "L"}${x(a)} ${y(b)}`).join("");
    parts.push(`<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`);
    for (const [a, b] of drawn.length < 15 ? drawn : [])
      parts.push(`<circle cx="${x(a)}" cy="${y(b)}" r="3" fill="${colour}"/>`);
    parts.push(
      `<path d="M${right + 10} ${margin.top + 18 * index + 6}h18" stroke="${colour}" stroke-width="2"/><text x="${right + 34}" y="${margin.top + 18 * index + 10}">${name}</text>`,
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12"><title>${title}</title><rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>\n`;
}

/** Convergence curves of the runs of one set and budget; solvers that report no incumbents are left out. */
export function curvesOf(runs: readonly Run[]): string {
  const [first] = runs;
  const lines = [...new Set(runs.map(({ solver }) => solver))]
    .map((solver) => runs.filter((run) => run.solver === solver && run.cost !== null && run.curve.length > 0))
    .filter((own) => own.length > 0)
    .map((own) =>
      lineOf(
        own[0]?.solver ?? "",
        own.map((run) => run),
      ),
    )
    .map(({ name, points }) => ({ name, points: points.map(([at, gap]) => [at, 100 * gap] as const) }));
  return logChart(`${first?.set}: mean gap to best known`, lines, { x: "CPU seconds", y: "gap %" });
}
