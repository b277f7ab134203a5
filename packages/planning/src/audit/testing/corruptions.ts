/**
 * Every small corruption of a plan: each number one more or less, each moment a second away, each place another one, each
 * item of a list dropped, doubled or swapped with its neighbour. For tests only.
 */
import type { Plan } from "@antar/domain";
import { formatInstant, later, parseInstant } from "@antar/measure";

/** What is changed, and how to change it in a copy. */
export interface Corruption {
  /** Path and change, e.g. `routes.0.trips.1.load.kits + 1`. */
  readonly says: string;
  apply(plan: Plan): Plan;
}

type Path = readonly string[];

function isNode(value: unknown): value is object {
  return value !== null && typeof value === "object";
}

function replaced(node: unknown, path: Path, change: (value: unknown) => unknown): void {
  const [key, ...rest] = path;
  if (!isNode(node) || key === undefined) return;
  if (rest.length > 0) replaced(Reflect.get(node, key), rest, change);
  else Reflect.set(node, key, change(Reflect.get(node, key)));
}

function corruption(path: Path, how: string, change: (value: unknown) => unknown): Corruption {
  return {
    says: `${path.join(".")} ${how}`,
    apply(plan) {
      const copy = structuredClone(plan);
      replaced(copy, path, change);
      return copy;
    },
  };
}

function ofText(path: Path, text: string, zone: string, codes: readonly string[]): Corruption[] {
  const moment = parseInstant(text);
  if (moment !== undefined) {
    return [-1, 1].map((by) => corruption(path, `${by} s`, () => formatInstant(later(moment, by), zone)));
  }
  const at = codes.indexOf(text);
  const other = at < 0 ? `${text}x` : (codes[(at + 1) % codes.length] ?? text);
  return [corruption(path, `-> ${other}`, () => other)];
}

function ofList(path: Path, list: readonly unknown[]): Corruption[] {
  return list.flatMap((item, index) => {
    const next = list[index + 1];
    const swap = corruption(path, `swap ${index}`, () => list.with(index, next).with(index + 1, item));
    return [
      corruption(path, `drop ${index}`, () => list.toSpliced(index, 1)),
      corruption(path, `double ${index}`, () => list.toSpliced(index, 0, structuredClone(item))),
      ...(next === undefined || JSON.stringify(next) === JSON.stringify(item) ? [] : [swap]),
    ];
  });
}

/** All small corruptions of `plan`, in the order of its fields. `codes` are the places that one may be taken for. */
export function corruptionsOf(plan: Plan, codes: readonly string[]): Corruption[] {
  const walk = (value: unknown, path: Path): Corruption[] => {
    if (typeof value === "number") {
      const steps = value > 0 ? [-1, 1] : [1];
      return steps.map((by) => corruption(path, `${by < 0 ? "-" : "+"} 1`, () => value + by));
    }
    if (typeof value === "boolean") return [corruption(path, `-> ${!value}`, () => !value)];
    if (typeof value === "string") return ofText(path, value, plan.timeZone, codes);
    if (!isNode(value)) return [];
    const inner = Object.entries(value).flatMap(([key, field]) => walk(field, [...path, key]));
    return Array.isArray(value) ? [...ofList(path, value), ...inner] : inner;
  };
  return walk(plan, []);
}
