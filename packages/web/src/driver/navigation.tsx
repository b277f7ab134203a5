/**
 * Handing a place over to a navigation app: the phone's own by `geo:`, or a map in the browser. The links are followed only
 * when tapped; the page itself asks nobody.
 */
import { usePreferences } from "../preferences.tsx";

interface NavigationProps {
  readonly name: string;
  /** `[lon, lat]`. */
  readonly point: readonly [number, number];
}

/** The links. */
export function Navigation({ name, point: [lon, lat] }: NavigationProps) {
  const { text } = usePreferences();
  const maps = [
    ["Google Maps", `https://www.google.com/maps/dir/?api=1&destination=${lat},${lon}`],
    ["Waze", `https://waze.com/ul?ll=${lat},${lon}&navigate=yes`],
    ["OpenStreetMap", `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=17/${lat}/${lon}`],
  ] as const;
  return (
    <>
      <a className="quiet" href={`geo:${lat},${lon}?q=${lat},${lon}(${encodeURIComponent(name)})`}>
        {text.navigate}
      </a>
      <p className="map-links">
        {text.navigateBy}{" "}
        {maps.map(([label, address]) => (
          <a key={label} href={address} target="_blank" rel="noreferrer">
            {label}
          </a>
        ))}
      </p>
    </>
  );
}
