/**
 * Branded quantities in house units. Knows that a second is not a metre; refuses to know what is measured.
 */
declare const brand: unique symbol;
type Quantity<Unit extends string> = number & { readonly [brand]: Unit };

/** A duration in seconds. */
export type Seconds = Quantity<"seconds">;
/** A length in metres. */
export type Metres = Quantity<"metres">;
/** A mass in grams. */
export type Grams = Quantity<"grams">;
/** A volume in litres. */
export type Litres = Quantity<"litres">;

function finite(value: number, unit: string): number {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a number of ${unit}`);
  return value;
}

function notNegative(value: number, unit: string): number {
  if (finite(value, unit) < 0) throw new RangeError(`${value} ${unit} is below zero`);
  return value;
}

/** `value` as seconds; may be negative (an advance). Throws RangeError when not finite. */
export function seconds(value: number): Seconds {
  return finite(value, "seconds") as Seconds;
}

/** `value` as metres. Throws RangeError when not finite or below zero. */
export function metres(value: number): Metres {
  return notNegative(value, "metres") as Metres;
}

/** `value` as grams. Throws RangeError when not finite or below zero. */
export function grams(value: number): Grams {
  return notNegative(value, "grams") as Grams;
}

/** `value` as litres. Throws RangeError when not finite or below zero. */
export function litres(value: number): Litres {
  return notNegative(value, "litres") as Litres;
}

/** The one place where a duration is rounded: the nearest whole second, halves up. */
export function wholeSeconds(value: number): Seconds {
  return seconds(Math.floor(value + 0.5));
}

/** The one place where a length is rounded: the nearest whole metre, halves up. */
export function wholeMetres(value: number): Metres {
  return metres(Math.floor(value + 0.5));
}
