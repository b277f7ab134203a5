/**
 * The best solution found so far, kept route by route. Knows how to remember and to restore; refuses to compare.
 */
import type { Routes } from "./routes.ts";

/** Remembers one state of `routes`. */
export interface Incumbent {
  readonly state: { cost: number; level: number; iteration: number };
  /** Tells that a slot changed since the last `remember`. */
  changed(slot: number): void;
  /** Copies the changed slots. `cost`: by default the objective of `routes`. */
  remember(iteration: number, cost?: number): void;
  /** Puts `routes` back to what was remembered. */
  restore(): void;
  /** Visits and -1 - depot for reloads of a slot, as remembered. */
  sequence(slot: number): Int32Array;
}

/** An incumbent that remembers the present state. */
export function createIncumbent(routes: Routes): Incumbent {
  const empty = new Int32Array(0);
  const kept: Int32Array[] = Array.from({ length: routes.slots }, () => empty);
  const dirty = new Uint8Array(routes.slots);
  const queue = new Int32Array(routes.slots);
  const buffer = new Int32Array(2 * routes.instance.visits + 4);
  const state = { cost: 0, level: 0, iteration: 0 };
  let queued = 0;

  function changed(slot: number): void {
    if (dirty[slot] === 1) return;
    dirty[slot] = 1;
    queue[queued++] = slot;
  }

  function remember(iteration: number, cost = routes.objective()): void {
    for (let i = 0; i < queued; i++) {
      const slot = queue[i]!;
      dirty[slot] = 0;
      kept[slot] = buffer.slice(0, routes.read(slot, buffer));
    }
    queued = 0;
    state.cost = cost;
    state.level = routes.totals.level;
    state.iteration = iteration;
  }

  function restore(): void {
    routes.begin();
    const { visits } = routes.instance;
    for (let slot = 0; slot < routes.slots; slot++) routes.assign(slot, empty, 0);
    for (let visit = 0; visit < visits; visit++) routes.setAbsent(visit);
    for (let slot = 0; slot < routes.slots; slot++) {
      const sequence = kept[slot]!;
      if (sequence.length === 0) continue;
      routes.assign(slot, sequence, sequence.length);
      for (const entry of sequence) if (entry >= 0) routes.setPresent(entry);
    }
    for (let i = 0; i < queued; i++) dirty[queue[i]!] = 0;
    queued = 0;
  }

  for (let slot = 0; slot < routes.slots; slot++) changed(slot);
  remember(0);
  return { state, changed, remember, restore, sequence: (slot) => kept[slot]! };
}
