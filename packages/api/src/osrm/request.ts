/**
 * The URL of an OSRM request taken apart: `/{service}/v1/{profile}/{coordinates}[.json]?options`.
 * Knows the shape of the URL; what the options of each service mean stands in options.ts.
 */
import polyline from "@mapbox/polyline";
import { OsrmRefusal } from "./refusal.ts";

/** The services that answer; `trip` and `tile` are known and refused. */
export const services = ["nearest", "route", "table", "match"] as const;
/** A service. */
export type Service = (typeof services)[number];

/** A position as the client sends it: longitude, latitude. */
export type Position = readonly [lon: number, lat: number];

/** The parts of a request. */
export interface OsrmRequest {
  readonly service: Service;
  readonly profile: string;
  readonly coordinates: readonly Position[];
  readonly query: Readonly<Record<string, string>>;
}

function decoded(text: string, code: "InvalidUrl" | "InvalidQuery"): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new OsrmRefusal(code, `"${text.slice(0, 80)}" is not a percent-encoded text; encode it as UTF-8.`);
  }
}

function positionsOf(text: string): [number, number][] {
  const encoded = /^polyline(6?)\((.*)\)$/s.exec(text);
  if (encoded) {
    const line = polyline.decode(encoded[2] ?? "", encoded[1] === "6" ? 6 : 5);
    return line.map(([lat, lon]) => [lon, lat]);
  }
  return text.split(";").map((pair, i) => {
    const parts = /^(-?\d+(?:\.\d*)?),(-?\d+(?:\.\d*)?)$/.exec(pair);
    if (parts) return [Number(parts[1]), Number(parts[2])];
    throw new OsrmRefusal(
      "InvalidQuery",
      `Coordinate ${i} "${pair.slice(0, 40)}" is not longitude,latitude in degrees.`,
    );
  });
}

function coordinatesOf(text: string): Position[] {
  const positions = positionsOf(text);
  for (const [i, [lon, lat]] of positions.entries()) {
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) {
      throw new OsrmRefusal(
        "InvalidValue",
        `Coordinate ${i} [${lon},${lat}] is not on the globe; longitude comes first.`,
      );
    }
  }
  return positions;
}

function queryOf(search: string): Record<string, string> {
  const query = new Map<string, string>();
  for (const part of search.replace(/^\?/, "").split("&")) {
    if (part === "") continue;
    const [, name, value] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
    if (name === undefined || value === undefined || name === "") {
      throw new OsrmRefusal("InvalidQuery", `"${part.slice(0, 40)}" is not option=value.`);
    }
    const option = decoded(name, "InvalidQuery");
    if (query.has(option)) throw new OsrmRefusal("InvalidQuery", `Option ${option} is given twice.`);
    query.set(option, decoded(value, "InvalidQuery"));
  }
  return Object.fromEntries(query);
}

function serviceOf(name: string): Service {
  const found = services.find((service) => service === name);
  if (found) return found;
  if (name === "trip" || name === "tile") {
    throw new OsrmRefusal("NotImplemented", `Service ${name} is not offered here; there are ${services.join(", ")}.`);
  }
  throw new OsrmRefusal(
    "InvalidService",
    `There is no service ${name.slice(0, 40)}; there are ${services.join(", ")}.`,
  );
}

/** Takes `path` (from the service on, with a leading slash) and `search` apart. Throws OsrmRefusal. */
export function readRequest(path: string, search: string): OsrmRequest {
  const [, service = "", version, profile, ...rest] = path.split("/");
  const last = rest.join("/");
  if (profile === undefined || rest.length === 0 || last === "") {
    if (services.every((one) => one !== service) && service !== "" && version !== undefined) serviceOf(service);
    throw new OsrmRefusal("InvalidUrl", "The address must be /{service}/v1/{profile}/{coordinates}?option=value.");
  }
  const named = serviceOf(service);
  if (version !== "v1") throw new OsrmRefusal("InvalidVersion", `There is no version ${version}; write v1.`);
  const text = decoded(last, "InvalidUrl");
  const [, format] = /\.(json|flatbuffers)$/.exec(text) ?? [];
  if (format === "flatbuffers") {
    throw new OsrmRefusal("NotImplemented", "Answers are JSON only; leave .flatbuffers out of the address.");
  }
  return {
    service: named,
    profile: decoded(profile, "InvalidUrl"),
    coordinates: coordinatesOf(format === undefined ? text : text.slice(0, -format.length - 1)),
    query: queryOf(search),
  };
}
