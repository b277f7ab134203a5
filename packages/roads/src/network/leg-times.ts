/**
 * How long a leg takes that is driven while speeds change by the hour. Knows 24 durations and a clock;
 * refuses to know roads, so that whoever plans and whoever audits count alike.
 */

const hourSeconds = 3600;

/**
 * Seconds from `departure` (seconds since local midnight, any day: it may be negative or past 24 h) to arrival.
 * `byHour[h]` is how many seconds the whole leg takes at the speeds of hour h; Infinity = impassable in that hour.
 *
 * While it is hour h, the share 1 / byHour[h] of the leg is done each second (the speed model of Ichoua, Gendreau and
 * Potvin, EJOR 2003, with the whole leg as one road): who departs later never arrives earlier, whatever the durations.
 * Where the fastest path differs between hours, the leg is that mixture of them. Arrival is rounded to whole
 * milliseconds. Infinity when the leg is impassable at all hours; throws RangeError unless there are 24 durations >= 0.
 */
export function legSeconds(byHour: ArrayLike<number>, departure: number): number {
  if (byHour.length !== 24)
    throw new RangeError(`A leg needs 24 durations, one for each hour; this has ${byHour.length}.`);
  let fastest = Number.POSITIVE_INFINITY;
  for (let hour = 0; hour < 24; hour++) {
    const seconds = byHour[hour] ?? Number.NaN;
    if (!(seconds >= 0)) throw new RangeError(`The duration at hour ${hour} is ${seconds}; give seconds of 0 or more.`);
    fastest = Math.min(fastest, seconds);
  }
  if (fastest === Number.POSITIVE_INFINITY) return fastest;
  let left = 1;
  let hour = Math.floor(departure / hourSeconds);
  let now = departure;
  for (;;) {
    const whole = byHour[((hour % 24) + 24) % 24] ?? fastest;
    const room = (hour + 1) * hourSeconds - now;
    const needed = whole === 0 ? 0 : left * whole;
    if (needed <= room) return Math.round((now + needed - departure) * 1000) / 1000;
    if (whole !== Number.POSITIVE_INFINITY) left -= room / whole;
    now += room;
    hour++;
  }
}
