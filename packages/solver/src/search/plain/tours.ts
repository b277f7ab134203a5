/**
 * The working routes of a plain search: linked lists with loads and, with windows, the earliest departure and latest
 * arrival at each visit. Knows how to link, unlink and undo; refuses to decide what goes where.
 *
 * Every link and unlink is logged, so that a rejected change is undone in the time that it took (no copies).
 */
import type { Plain } from "./layout.ts";

/** Stands for a moment that is never reached in time. */
const tooLate = 0x60000000;

/** Routes of a plain search; fields are for reading. A route's first visit has no previous (-1), its last no next. */
export interface Tours {
  readonly plain: Plain;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  /** Route of a visit, -1 when absent. */
  readonly route: Int32Array;
  /** Length of the leg after a visit, to the next or home. */
  readonly leg: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly load: Int32Array;
  readonly backLoad: Int32Array;
  readonly size: Int32Array;
  /** Earliest departure from, and latest arrival at, each visit. */
  readonly departure: Int32Array;
  readonly latest: Int32Array;
  /** Routes in use and absent visits: the first `counts` entries. */
  readonly used: Int32Array;
  readonly absent: Int32Array;
  readonly counts: { used: number; absent: number; touched: number };
  /** Distance, fixed prices over all routes and prizes of the absent, and the weight of the absent. */
  readonly totals: { cost: number; level: number };
  /** Routes changed since `begin`: the first `counts.touched` entries. */
  readonly touched: Int32Array;
  /** A route without visits, or -1. */
  freeRoute(): number;
  begin(): void;
  /** Undoes everything since `begin`. */
  undo(): void;
  /** Puts an absent visit on route `r` after visit `after`, or first with -1. Clocks are brought up to date. */
  insert(visit: number, r: number, after: number): void;
  /** Takes a visit out. The route's clocks stay stale until `settle`. */
  remove(visit: number): void;
  /** Recomputes the clocks of a route. */
  settle(r: number): void;
  /** Turns route `r` round. Only for symmetric legs without clocks; not undone by `undo`. */
  turn(r: number): void;
  /** As `turn` for the visits from `from` on to `to`, which follows it on the same route. */
  turnStretch(from: number, to: number): void;
  /**
   * Lets routes `r` and `s` exchange what comes after visit `a` of `r` and `b` of `s`, -1: the whole route. Neither may
   * become empty, loads after `a` and `b` are the caller's: `load` and `backLoad` move from `r` to `s`. Not undone by `undo`.
   */
  exchangeTails(r: number, a: number, s: number, b: number, load: number, backLoad: number): void;
  /** Writes all routes, each ended by -1; answers the length. */
  write(into: Int32Array): number;
  /** Replaces all routes by what `write` wrote. */
  read(from: Int32Array, length: number): void;
}

/** Empty routes over `plain`: every visit is absent. */
export function createTours(plain: Plain): Tours {
  const { n, slots, distance, duration, out, home, outTime, homeTime, amount, back, service, open, close } = plain;
  const { timed, twoWay, departs, returns, fixed, level, prize } = plain;
  const next = new Int32Array(n).fill(-1);
  const previous = new Int32Array(n).fill(-1);
  const route = new Int32Array(n).fill(-1);
  const leg = new Int32Array(n);
  const first = new Int32Array(slots).fill(-1);
  const last = new Int32Array(slots).fill(-1);
  const load = new Int32Array(slots);
  const backLoad = new Int32Array(slots);
  const size = new Int32Array(slots);
  const departure = new Int32Array(timed ? n : 0);
  const latest = new Int32Array(timed ? n : 0);
  const used = new Int32Array(slots);
  const usedAt = new Int32Array(slots).fill(-1);
  const free = Int32Array.from({ length: slots }, (_, i) => slots - 1 - i);
  const absent = new Int32Array(n);
  const absentAt = new Int32Array(n);
  const counts = { used: 0, absent: 0, touched: 0 };
  const totals = { cost: 0, level: 0 };
  const touched = new Int32Array(slots);
  const touchedIn = new Int32Array(slots);
  let freeCount = slots;
  let transaction = 1;
  let log = new Int32Array(3 * 256);
  let logged = 0;
  let savedCost = 0;
  let savedLevel = 0;

  function enter(visit: number): void {
    absentAt[visit] = counts.absent;
    absent[counts.absent++] = visit;
    totals.level += level[visit]!;
    totals.cost += prize[visit]!;
  }

  function leave(visit: number): void {
    const lastOne = absent[--counts.absent]!;
    const at = absentAt[visit]!;
    absent[at] = lastOne;
    absentAt[lastOne] = at;
    totals.level -= level[visit]!;
    totals.cost -= prize[visit]!;
  }

  function touch(r: number): void {
    if (touchedIn[r] === transaction) return;
    touchedIn[r] = transaction;
    touched[counts.touched++] = r;
  }

  function record(visit: number, r: number, after: number): void {
    if (logged + 3 > log.length) {
      const longer = new Int32Array(2 * log.length);
      longer.set(log);
      log = longer;
    }
    log[logged++] = visit;
    log[logged++] = r;
    log[logged++] = after;
  }

  /** Links without a log. */
  function link(visit: number, r: number, after: number): void {
    const before = after < 0 ? first[r]! : next[after]!;
    next[visit] = before;
    previous[visit] = after;
    if (after < 0) first[r] = visit;
    else next[after] = visit;
    if (before < 0) last[r] = visit;
    else previous[before] = visit;
    const to = after < 0 ? out[visit]! : distance[after * n + visit]!;
    const from = before < 0 ? home[visit]! : distance[visit * n + before]!;
    let added = to + from;
    leg[visit] = from;
    if (size[r]!++ > 0) added -= after < 0 ? out[before]! : leg[after]!;
    else {
      added += fixed;
      freeCount--;
      usedAt[r] = counts.used;
      used[counts.used++] = r;
    }
    if (after >= 0) leg[after] = to;
    totals.cost += added;
    route[visit] = r;
    load[r]! += amount[visit]!;
    if (twoWay) backLoad[r]! += back[visit]!;
  }

  /** Unlinks without a log. */
  function unlink(visit: number): void {
    const r = route[visit]!;
    const after = previous[visit]!;
    const before = next[visit]!;
    if (after < 0) first[r] = before;
    else next[after] = before;
    if (before < 0) last[r] = after;
    else previous[before] = after;
    let saved = (after < 0 ? out[visit]! : leg[after]!) + leg[visit]!;
    if (--size[r]! > 0) {
      const joined = before < 0 ? home[after]! : after < 0 ? out[before]! : distance[after * n + before]!;
      if (after >= 0) leg[after] = joined;
      saved -= joined;
    } else {
      saved += fixed;
      const at = usedAt[r]!;
      const moved = used[--counts.used]!;
      used[at] = moved;
      usedAt[moved] = at;
      usedAt[r] = -1;
      free[freeCount++] = r;
    }
    totals.cost -= saved;
    route[visit] = -1;
    load[r]! -= amount[visit]!;
    if (twoWay) backLoad[r]! -= back[visit]!;
  }

  /** Departures from `visit` on, until one is as it was. */
  function forth(visit: number): void {
    const before = previous[visit]!;
    let at = visit;
    let time = before < 0 ? departs + outTime[visit]! : departure[before]! + duration[before * n + visit]!;
    for (;;) {
      time = Math.max(time, open[at]!);
      time = time > close[at]! ? tooLate : time + service[at]!;
      if (departure[at] === time && at !== visit) return;
      departure[at] = time;
      const after = next[at]!;
      if (after < 0) return;
      time += duration[at * n + after]!;
      at = after;
    }
  }

  /** Latest arrivals from `visit` back, until one is as it was. */
  function backwards(visit: number): void {
    const after = next[visit]!;
    let at = visit;
    let time = after < 0 ? returns - homeTime[visit]! : latest[after]! - duration[visit * n + after]!;
    for (;;) {
      time = Math.min(time - service[at]!, close[at]!);
      if (time < open[at]!) time = -tooLate;
      if (latest[at] === time && at !== visit) return;
      latest[at] = time;
      const before = previous[at]!;
      if (before < 0) return;
      time -= duration[before * n + at]!;
      at = before;
    }
  }

  function settle(r: number): void {
    if (!timed || size[r] === 0) return;
    let at = first[r]!;
    let time = departs + outTime[at]!;
    for (;;) {
      time = Math.max(time, open[at]!) + service[at]!;
      departure[at] = time;
      const after = next[at]!;
      if (after < 0) break;
      time += duration[at * n + after]!;
      at = after;
    }
    time = returns - homeTime[at]!;
    for (;;) {
      time = Math.min(time - service[at]!, close[at]!);
      latest[at] = time;
      const before = previous[at]!;
      if (before < 0) return;
      time -= duration[before * n + at]!;
      at = before;
    }
  }

  function begin(): void {
    transaction++;
    counts.touched = 0;
    logged = 0;
    savedCost = totals.cost;
    savedLevel = totals.level;
  }

  function undo(): void {
    while (logged > 0) {
      logged -= 3;
      const visit = log[logged]!;
      const r = log[logged + 1]!;
      if (r < 0) {
        unlink(visit);
        enter(visit);
      } else {
        leave(visit);
        link(visit, r, log[logged + 2]!);
      }
    }
    if (timed) for (let i = 0; i < counts.touched; i++) settle(touched[i]!);
    totals.cost = savedCost;
    totals.level = savedLevel;
  }

  function insert(visit: number, r: number, after: number): void {
    touch(r);
    record(visit, -1, 0);
    leave(visit);
    link(visit, r, after);
    if (!timed) return;
    forth(visit);
    backwards(visit);
  }

  function remove(visit: number): void {
    const r = route[visit]!;
    touch(r);
    record(visit, r, previous[visit]!);
    unlink(visit);
    enter(visit);
  }

  /** Legs and links of the stretch are turned in place; the two legs at its ends are set anew. */
  function turnStretch(from: number, to: number): void {
    const r = route[from]!;
    const before = previous[from]!;
    const after = next[to]!;
    const old = (before < 0 ? out[from]! : leg[before]!) + leg[to]!;
    for (let at = to, left = after; ; ) {
      const right = previous[at]!;
      const done = at === from;
      previous[at] = at === to ? before : left;
      next[at] = done ? after : right;
      leg[at] = done ? (after < 0 ? home[from]! : distance[from * n + after]!) : leg[right]!;
      if (done) break;
      left = at;
      at = right;
    }
    if (before < 0) first[r] = to;
    else next[before] = to;
    if (after < 0) last[r] = from;
    else previous[after] = from;
    const entry = before < 0 ? out[to]! : distance[before * n + to]!;
    if (before >= 0) leg[before] = entry;
    totals.cost += entry + leg[from]! - old;
  }

  /** The tail that begins at `head` now belongs to route `r`, after visit `after`. */
  function hang(r: number, after: number, head: number, end: number): void {
    if (after < 0) first[r] = head;
    else next[after] = head;
    if (head < 0) {
      last[r] = after;
      leg[after] = home[after]!;
      return;
    }
    previous[head] = after;
    last[r] = end;
    if (after >= 0) leg[after] = distance[after * n + head]!;
    for (let at = head; at >= 0; at = next[at]!) route[at] = r;
  }

  /** Length of the leg that leaves `visit` of route `r`, or of the first with -1. */
  function legAfter(r: number, visit: number): number {
    return visit < 0 ? out[first[r]!]! : leg[visit]!;
  }

  function exchangeTails(r: number, a: number, s: number, b: number, moved: number, movedBack: number): void {
    const old = legAfter(r, a) + legAfter(s, b);
    const headR = a < 0 ? first[r]! : next[a]!;
    const headS = b < 0 ? first[s]! : next[b]!;
    const endR = last[r]!;
    const endS = last[s]!;
    hang(r, a, headS, endS);
    hang(s, b, headR, endR);
    totals.cost += legAfter(r, a) + legAfter(s, b) - old;
    load[r]! -= moved;
    load[s]! += moved;
    backLoad[r]! -= movedBack;
    backLoad[s]! += movedBack;
    let count = 0;
    for (let at = first[r]!; at >= 0; at = next[at]!) count++;
    size[s]! += size[r]! - count;
    size[r] = count;
    settle(r);
    settle(s);
  }

  function write(into: Int32Array): number {
    let length = 0;
    for (let i = 0; i < counts.used; i++) {
      for (let at = first[used[i]!]!; at >= 0; at = next[at]!) into[length++] = at;
      into[length++] = -1;
    }
    return length;
  }

  function read(from: Int32Array, length: number): void {
    begin();
    for (let visit = 0; visit < n; visit++) if (route[visit]! >= 0) remove(visit);
    let r = freeRoute();
    for (let i = 0, after = -1; i < length; i++) {
      const visit = from[i]!;
      if (visit >= 0) {
        leave(visit);
        link(visit, r, after);
      } else {
        settle(r);
        r = freeRoute();
      }
      after = visit;
    }
    begin();
  }

  function freeRoute(): number {
    return freeCount > 0 ? free[freeCount - 1]! : -1;
  }

  for (let visit = 0; visit < n; visit++) enter(visit);
  return {
    plain,
    next,
    previous,
    route,
    leg,
    first,
    last,
    load,
    backLoad,
    size,
    departure,
    latest,
    used,
    absent,
    counts,
    totals,
    touched,
    freeRoute,
    begin,
    undo,
    insert,
    remove,
    settle,
    turn: (r) => turnStretch(first[r]!, last[r]!),
    turnStretch,
    exchangeTails,
    write,
    read,
  };
}
