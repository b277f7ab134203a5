/**
 * A plan in the formats of other programs: the schedule as CSV, a vehicle's day as GPX. Knows the formats; refuses to know
 * where plans come from. JSON and GeoJSON are what the API answers anyway.
 */
import type { AssignmentView } from "@antar/dispatch";
import type { Brief, Plan } from "@antar/domain";

/** A cell as RFC 4180 wants it. A text that a spreadsheet would take for a formula gets an apostrophe before it. */
function cell(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const head = [
  "vehicle",
  "vehicle_type",
  "trip",
  "convoy",
  "from",
  "order",
  "place",
  "name",
  "longitude",
  "latitude",
  "arrival",
  "start",
  "end",
  "kits",
  "boxes",
  "metres",
  "seconds",
  "takes_from",
];

/** Every stop of the plan in one line each, by vehicle and time; UTF-8 with a mark, so that spreadsheets read it right. */
export function scheduleCsv(plan: Plan, brief: Brief): string {
  const places = new Map(brief.places.map((place) => [place.code, place]));
  const lines = plan.routes.flatMap(({ vehicle, vehicleType, trips }) =>
    trips.flatMap((trip) =>
      trip.stops.map((stop, index) => {
        const place = places.get(stop.place);
        const [lon = "", lat = ""] = place?.point ?? [];
        return [
          vehicle,
          vehicleType,
          trip.id,
          trip.convoy ?? "",
          trip.origin,
          index + 1,
          stop.place,
          place?.name ?? "",
          lon,
          lat,
          stop.arrival,
          stop.start,
          stop.end,
          stop.kits.length,
          stop.boxes,
          stop.leg.metres,
          stop.leg.seconds,
          stop.takes?.trip ?? "",
        ];
      }),
    ),
  );
  return `\uFEFF${[head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
/** `text` for XML 1.0: marked-up letters written out, letters that XML does not know left out. */
const xml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"']/g, (x) => escapes[x] ?? x);

function trackOf(feature: AssignmentView["drawing"]["features"][number]): string {
  if (feature.geometry.type !== "LineString") return "";
  const points = feature.geometry.coordinates.flatMap((point) =>
    Array.isArray(point) ? [`<trkpt lat="${Number(point[1])}" lon="${Number(point[0])}"/>`] : [],
  );
  const name = xml(String(feature.properties?.trip ?? ""));
  return `<trk><name>${name}</name><trkseg>${points.join("")}</trkseg></trk>`;
}

/** The day of one vehicle as GPX 1.1: stops as waypoints with their times, trips as tracks along the roads. */
export function assignmentGpx({ title, vehicle, route, places, drawing, roads }: AssignmentView): string {
  const known = new Map(places.map((place) => [place.code, place]));
  const waypoints = route.trips.flatMap((trip) =>
    trip.stops.flatMap((stop, index) => {
      const place = known.get(stop.place);
      if (!place) return [];
      const [lon, lat] = place.point;
      const time = new Date(stop.arrival).toISOString();
      const load = stop.takes
        ? `ambil alih ${stop.takes.kits.length} kit dari trip ${stop.takes.trip}`
        : `${stop.kits.length} kit`;
      const about = `${trip.id}, ${index + 1}: ${load}, ${stop.arrival}`;
      return [
        `<wpt lat="${lat}" lon="${lon}"><time>${time}</time><name>${xml(`${place.code} ${place.name}`)}</name><desc>${xml(about)}</desc></wpt>`,
      ];
    }),
  );
  const notice = roads.synthetic ? `SYNTHETIC ROADS. ${roads.attribution}` : roads.attribution;
  return `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Antar" xmlns="http://www.topografix.com/GPX/1/1">
<metadata><name>${xml(`${title} - ${vehicle}`)}</name><desc>${xml(notice)}</desc></metadata>
${waypoints.join("\n")}
${drawing.features.map(trackOf).filter(Boolean).join("\n")}
</gpx>
`;
}
