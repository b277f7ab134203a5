/**
 * How many requests one client may send: a bucket for each that fills up again. Knows counts in this process only; a gateway
 * before several processes has its own limit.
 */
import type { Sentence } from "@antar/domain";

/** Thrown when a client sends too much. */
export class TooMany extends Error {
  /** Seconds after which it may try again. */
  readonly retryAfter: number;
  readonly says: Sentence;

  constructor(retryAfter: number) {
    super("too many requests");
    this.name = "TooMany";
    this.retryAfter = retryAfter;
    this.says = {
      id: `Terlalu banyak permintaan; coba lagi setelah ${retryAfter} detik`,
      en: `Too many requests; try again after ${retryAfter} s`,
    };
  }
}

const remembered = 20_000;

/**
 * A function that counts a request of `client` and throws TooMany when it is one too many. `cost` 0 looks whether one more
 * would be, and counts nothing.
 */
export function createLimiter(perMinute: number, now: () => number): (client: string, cost?: 0 | 1) => void {
  const buckets = new Map<string, { left: number; at: number }>();
  return (client, cost = 1) => {
    const moment = now();
    const bucket = buckets.get(client) ?? { left: perMinute, at: moment };
    const left = Math.min(perMinute, bucket.left + ((moment - bucket.at) / 60_000) * perMinute);
    if (left < 1) throw new TooMany(Math.ceil(((1 - left) * 60) / perMinute));
    if (buckets.size >= remembered) {
      for (const [name, { at }] of buckets) if (moment - at >= 60_000) buckets.delete(name);
      if (buckets.size >= remembered) buckets.clear();
    }
    buckets.set(client, { left: left - cost, at: moment });
  };
}
