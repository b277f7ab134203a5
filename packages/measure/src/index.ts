export {
  atLocal,
  between,
  formatInstant,
  type Instant,
  instant,
  isTimeZone,
  type LocalTime,
  later,
  localTime,
  parseInstant,
  zoneOffset,
} from "./instant.ts";
export { earthRadius, haversine, type LonLat, lonLat } from "./lon-lat.ts";
export { cellOf, createMatrix, type Matrix, unreachable } from "./matrix.ts";
export {
  type Grams,
  grams,
  type Litres,
  litres,
  type Metres,
  metres,
  type Seconds,
  seconds,
  wholeMetres,
  wholeSeconds,
} from "./quantities.ts";
export { createRandom, type Random } from "./random.ts";
