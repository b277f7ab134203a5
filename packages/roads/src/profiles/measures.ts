/**
 * Numbers inside tag values: speeds, sizes, weights, durations. Knows the units that mappers write
 * (wiki.openstreetmap.org/wiki/Map_features/Units); refuses to know vehicles.
 */

const kmhPerMph = 1.609344;
const kmhPerKnot = 1.852;
const metresPerFoot = 0.3048;
const tonnesPerPound = 0.000_453_592_37;
const tonnesPerShortTon = 0.907_184_74;

/** `50`, `50 km/h`, `30 mph`, `10 knots`, `walk` in km/h; undefined for words without a figure (`none`, `signals`). */
export function speedKmhOf(text: string, words: Readonly<Record<string, number>> = {}): number | undefined {
  if (Object.hasOwn(words, text)) return words[text];
  if (text === "walk") return 5;
  const found = /^(\d+(?:\.\d+)?)\s*(km\/h|kmh|kph|mph|knots)?$/.exec(text);
  if (found === null) return undefined;
  const value = Number(found[1]);
  if (found[2] === "mph") return value * kmhPerMph;
  if (found[2] === "knots") return value * kmhPerKnot;
  return value;
}

/** An unsigned decimal number and nothing else. */
export function plainNumberOf(text: string): number | undefined {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/**
 * A limit in metres or tonnes: `3.5`, `3.5 t`, `3500 kg`, `7'6"`, `12 ft`, `250 cm`, `2,5 m`; undefined for words
 * (`default`, `none`, `below_default`) and lists.
 */
export function limitOf(text: string): number | undefined {
  const feet = /^(\d+)\s*(?:'|ft)\s*(?:(\d+)\s*(?:"|in)?)?$/.exec(text);
  if (feet !== null) return (Number(feet[1]) + Number(feet[2] ?? 0) / 12) * metresPerFoot;
  const found = /^(\d+(?:[.,]\d+)?)\s*(t|kg|m|cm|mm|lbs|st)?$/.exec(text);
  if (found === null) return undefined;
  return Number((found[1] ?? "").replace(",", ".")) * unitFactor(found[2]);
}

function unitFactor(unit: string | undefined): number {
  switch (unit) {
    case "kg":
    case "mm":
      return 0.001;
    case "cm":
      return 0.01;
    case "lbs":
      return tonnesPerPound;
    case "st":
      return tonnesPerShortTon;
    default:
      return 1;
  }
}

/** Minutes (`90`), `1:30`, `1:30:00` or ISO 8601 (`PT1H30M`, `P1DT2H`) in seconds; undefined when it is none of these or zero. */
export function durationOf(text: string): number | undefined {
  const seconds = clockSeconds(text) ?? isoSeconds(text);
  return seconds !== undefined && seconds > 0 ? seconds : undefined;
}

function clockSeconds(text: string): number | undefined {
  const found = /^(\d{1,4})(?::(\d{2}))?(?::(\d{2}))?$/.exec(text);
  if (found === null) return undefined;
  const [, first, second, third] = found;
  if (second === undefined) return Number(first) * 60;
  return Number(first) * 3600 + Number(second) * 60 + Number(third ?? 0);
}

function isoSeconds(text: string): number | undefined {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (found === null || text.length < 3) return undefined;
  const [days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  return (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
}
