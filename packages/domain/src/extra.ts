/**
 * Extra kits that a plan made anew sends to TPS besides their own. Each delivery is a place of its own, where its TPS is:
 * so every rule about kits holds for it as it stands. Knows how such places are laid over a brief; refuses to know how kits
 * travel.
 */
import type { Brief, Place } from "./brief.ts";
import { type Extra, mostExtraKits, type Plan } from "./plan.ts";
import { readBrief } from "./read-brief.ts";
import { Refusal, type Trouble } from "./refusal.ts";
import { withSettings } from "./settings.ts";

/** All extra deliveries of `plan`, in the order in which they were ordered. */
export function extrasOf({ madeAnew }: Pick<Plan, "madeAnew">): readonly Extra[] {
  return madeAnew ? [...(madeAnew.earlier ?? []), madeAnew].flatMap(({ extra = [] }) => extra) : [];
}

function unfit({ code, tps }: Extra, id: string, en: string): Refusal {
  return new Refusal("bad-plan", {
    id: `Kit tambahan ${code} untuk ${tps}: ${id}`,
    en: `Extra kits ${code} for ${tps}: ${en}`,
  });
}

function extraPlace(places: ReadonlyMap<string, Place>, extra: Extra): Place | undefined {
  const { code, tps, kits } = extra;
  const own = places.get(tps);
  if (own?.kind !== "tps" || own.extraOf !== undefined) {
    throw unfit(
      extra,
      "brief tidak punya TPS itu; pakai brief rencana itu",
      "the brief has no such TPS; use its brief",
    );
  }
  const known = places.get(code);
  if (known && (known.extraOf !== tps || known.kits !== kits)) {
    throw unfit(extra, "kode itu sudah dipakai", "that code is taken already");
  }
  if (known) return undefined;
  const { boxes: _, voters: __, ...same } = own;
  return { ...same, code, kits, extraOf: tps, name: `${own.name.slice(0, 170)} (tambahan / extra)` };
}

/**
 * `brief` with a place for each delivery of `extras`, after all others; one that it has already stays. Throws Refusal
 * `bad-plan` on a TPS that the brief does not have and on a code that is taken.
 */
export function withExtras(brief: Brief, extras: readonly Extra[]): Brief {
  if (extras.length === 0) return brief;
  const places = new Map(brief.places.map((place) => [place.code, place]));
  for (const extra of extras) {
    const place = extraPlace(places, extra);
    if (place) places.set(place.code, place);
  }
  return { ...brief, places: [...places.values()] };
}

/**
 * The brief that `plan` was made from as the plan has it: `given` under its settings and with its extra deliveries. Throws
 * Refusal as `withSettings`, `withExtras` and `readBrief` do.
 */
export function underPlan(given: Brief, plan: Plan): Brief {
  return readBrief(withExtras(withSettings(given, plan.settings), extrasOf(plan)));
}

/** An order: so many kits more go to a TPS. */
export interface ExtraOrder {
  readonly tps: string;
  readonly kits: number;
}

/** A refusal `bad-input` of an order, which it names. */
export function extraRefusal({ tps, kits }: ExtraOrder, id: string, en: string): Refusal {
  const order = `extra ${tps}=${kits}`;
  const says = { id: `${order}: ${id}`, en: `${order}: ${en}` };
  return new Refusal("bad-input", says, [{ field: "extra", place: tps, says } satisfies Trouble]);
}

function mustBeOrder(order: ExtraOrder, place: Place | undefined, plan: Plan): void {
  const { tps, kits } = order;
  if (!Number.isInteger(kits) || kits < 1 || kits > mostExtraKits) {
    const id = `banyaknya kit harus bilangan bulat 1..${mostExtraKits}`;
    throw extraRefusal(order, id, `the number of kits must be a whole number, 1..${mostExtraKits}`);
  }
  const extra = extrasOf(plan).find(({ code }) => code === tps);
  if (extra) {
    const id = `ini kiriman tambahan; tulis kode TPS-nya, ${extra.tps}`;
    throw extraRefusal(order, id, `this is an extra delivery itself; give the code of its TPS, ${extra.tps}`);
  }
  if (place && place.kind !== "tps" && place.kind !== "warehouse") {
    const kind = place.kind.toUpperCase();
    throw extraRefusal(
      order,
      `ini ${kind}, bukan TPS; kit tambahan dikirim ke TPS`,
      `a ${kind} is no TPS; extra kits are sent to a TPS`,
    );
  }
  if (place?.kind === "tps" && plan.supply.some((pair) => pair.place === tps)) return;
  throw extraRefusal(
    order,
    `TPS ${tps} tidak ada dalam rencana; periksa kodenya`,
    `TPS ${tps} is not in the plan; check the code`,
  );
}

/** Throws Refusal `bad-input` on the first of `orders` that `plan` of `brief` cannot take: it names it and what to do. */
export function mustBeExtraOrders(brief: Brief, plan: Plan, orders: readonly ExtraOrder[]): void {
  if (orders.length === 0) return;
  const places = new Map(brief.places.map((place) => [place.code, place]));
  for (const order of orders) mustBeOrder(order, places.get(order.tps), plan);
}
