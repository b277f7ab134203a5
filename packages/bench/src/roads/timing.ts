/**
 * Clocks and tables of the road bench. Knows CPU time; wall time only for single questions, which are too short for it.
 */

/** CPU milliseconds of this process so far, all threads. */
export function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What `work` answered and the CPU milliseconds it took. */
export function timed<T>(work: () => T): { readonly value: T; readonly cpuMs: number } {
  const began = cpuNow();
  const value = work();
  return { value, cpuMs: cpuNow() - began };
}

/** The median CPU milliseconds of `rounds` repetitions after one unmeasured. */
export function medianCpu(rounds: number, work: () => unknown): number {
  work();
  return percentile(
    Array.from({ length: rounds }, () => timed(work).cpuMs),
    50,
  );
}

/** The value below which `percent` of the values lie. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

/** p50 and p99 in microseconds of wall time of single questions, and the mean of CPU time, after four rounds unmeasured. */
export function questionTimes(questions: readonly (() => unknown)[]) {
  for (let round = 0; round < 4; round++) for (const ask of questions) ask();
  const wall: number[] = [];
  const began = cpuNow();
  for (const ask of questions) {
    const at = performance.now();
    ask();
    wall.push((performance.now() - at) * 1000);
  }
  const meanUs = ((cpuNow() - began) * 1000) / questions.length;
  return { p50Us: percentile(wall, 50), p99Us: percentile(wall, 99), meanCpuUs: meanUs };
}

/** Three significant digits. */
export function short(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : "-";
}

/** Lines of `label value` pairs, aligned. */
export function lines(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([label]) => label.length));
  return `\n${title}\n${rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`).join("\n")}\n`;
}
