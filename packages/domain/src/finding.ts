/**
 * Findings of an audit, classed by KPU's own words. Refuses to know how they are found.
 */
import type { Sentence } from "./refusal.ts";

/** KPU's six rights (Kpt 421/2020): number, kind, target, time, quality, efficiency. */
export type Tepat = "jumlah" | "jenis" | "sasaran" | "waktu" | "kualitas" | "efisien";

/** One thing that an audit found. A blocking finding forbids publishing. */
export interface Finding {
  /** Short kebab-case code, stable across versions. */
  readonly code: string;
  /** Code of the place concerned; the vehicle or trip when no place is. */
  readonly place: string;
  readonly tepat: Tepat;
  readonly blocking: boolean;
  readonly says: Sentence;
}
