/**
 * The map drawn with WebGL by MapLibre. Knows how to keep it in step with selection, filter and theme; refuses to know
 * where the plan comes from.
 */
import "maplibre-gl/dist/maplibre-gl.css";
import {
  type GeoJSONSource,
  MapLibreMap,
  type MapMouseEvent,
  type MapOptions,
  Marker,
  NavigationControl,
  prewarm,
  ScaleControl,
  setWorkerUrl,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { usePreferences } from "../preferences.tsx";
import { everything } from "../schedule/find.ts";
import {
  boxOfInterest,
  chosenPlace,
  chosenRoutes,
  nothing,
  numberedStops,
  placeFeatures,
  routeFeatures,
  type Selection,
  stopFeatures,
} from "./features.ts";
import { iconOf } from "./icons.ts";
import { mapLook } from "./look.ts";
import type { MapProps } from "./map-props.ts";
import { emphasisOf, styleOf } from "./style.ts";

setWorkerUrl(workerUrl);
prewarm(); // The worker starts while the plan is still on its way.

const touchable = ["live", "numbered", "unassigned", "hub", "tps", "route-chosen", "route"];

function pickAt(map: MapLibreMap, event: MapMouseEvent): Selection | undefined {
  const { x, y } = event.point;
  const layers = touchable.filter((layer) => map.getLayer(layer));
  const found = map.queryRenderedFeatures(
    [
      [x - 6, y - 6],
      [x + 6, y + 6],
    ],
    { layers },
  );
  const [nearest] = [...found].sort(
    (left, right) => touchable.indexOf(left.layer.id) - touchable.indexOf(right.layer.id),
  );
  if (!nearest) return undefined;
  const textOf = (value: unknown): string | undefined =>
    typeof value === "string" && value !== "" ? value : undefined;
  const { code, vehicle, trip } = nearest.properties;
  return { place: textOf(code), vehicle: textOf(vehicle), trip: textOf(trip) };
}

/** Padding that keeps what is shown clear of legend and controls. */
function roomAround(element: HTMLElement): { top: number; right: number; bottom: number; left: number } {
  const small = element.clientWidth < 700;
  return small ? { top: 28, right: 40, bottom: 88, left: 28 } : { top: 36, right: 64, bottom: 140, left: 44 };
}

interface GlMapProps extends MapProps {
  /** Called when the browser gives no WebGL; always the same function. */
  readonly onUnable: () => void;
}

/** A map, or undefined when the browser gives no WebGL: only trying tells. */
function mapOrNone(options: MapOptions): MapLibreMap | undefined {
  try {
    return new MapLibreMap(options);
  } catch {
    return undefined;
  }
}

function useMap(container: React.RefObject<HTMLDivElement | null>, props: GlMapProps): MapLibreMap | undefined {
  const { theme, text } = usePreferences();
  const { schedule, base, drawing, onUnable } = props;
  const [map, setMap] = useState<MapLibreMap>();
  const style = useMemo(
    () =>
      styleOf({ base, routes: routeFeatures(schedule, drawing, theme), places: placeFeatures(schedule, theme) }, theme),
    [base, drawing, schedule, theme],
  );
  const first = useRef({ style, schedule, text });
  useEffect(() => {
    if (!container.current) return;
    const { style: firstStyle, schedule: firstSchedule, text: words } = first.current;
    const [west, south, east, north] = boxOfInterest(firstSchedule, wholeView) ?? [95, -11, 141, 6];
    const made = mapOrNone({
      container: container.current,
      style: firstStyle,
      bounds: [west, south, east, north],
      fitBoundsOptions: { padding: roomAround(container.current) },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      fadeDuration: 0,
      validateStyle: false,
      renderWorldCopies: false,
      maxZoom: 18,
      locale: {
        "NavigationControl.ZoomIn": words.zoomIn,
        "NavigationControl.ZoomOut": words.zoomOut,
        "Map.Title": words.map,
      },
    });
    if (!made) return onUnable();
    made.touchZoomRotate.disableRotation();
    made.addControl(new NavigationControl({ showCompass: false }), "top-right");
    made.addControl(new ScaleControl({ maxWidth: 110 }), "bottom-right");
    setMap(made);
    return () => {
      setMap(undefined);
      made.remove();
    };
  }, [container, onUnable]);
  useEffect(() => {
    if (!map) return;
    map.setMissingStyleImageResolver((name) => {
      const picture = iconOf(name, mapLook[theme]);
      if (picture && !map.hasImage(name)) map.addImage(name, picture, { pixelRatio: 2 });
    });
    if (style !== first.current.style) map.setStyle(style, { diff: false });
    first.current.style = style;
  }, [map, style, theme]);
  return map;
}

/** Nothing selected, nothing filtered. Routes stay between their places here: their lines need not be looked at. */
const wholeView = {
  selection: nothing,
  filter: everything,
  drawing: { type: "FeatureCollection" as const, features: [] },
};

const filled = new WeakSet<GeoJSONSource>();

/** Gives a source of the style its features. One that is empty already is left alone: each call makes the map draw anew. */
function fill(map: MapLibreMap, name: string, data: GeoJSON.FeatureCollection): void {
  const source = map.getSource<GeoJSONSource>(name);
  if (!source || (data.features.length === 0 && !filled.has(source))) return;
  filled.add(source);
  void source.setData(data);
}

/** Calls `apply` now, and again whenever a new style has come, which knows nothing of what was applied to the last one. */
function useStyled(map: MapLibreMap | undefined, apply: (map: MapLibreMap) => void): void {
  useEffect(() => {
    if (!map) return;
    const styled = (): void => apply(map);
    if (map.getSource("numbered")) styled();
    map.on("style.load", styled);
    return () => {
      map.off("style.load", styled);
    };
  }, [map, apply]);
}

/** The filter and what it fades. */
function useEmphasis(map: MapLibreMap | undefined, props: MapProps): void {
  const { schedule, selection, shown, filter } = props;
  const all = shown.size === schedule.vehicles.length;
  const idle = selection.vehicle === undefined;
  const looking = useMemo(
    () => ({ shown: all ? undefined : shown, kecamatan: filter.kecamatan }),
    [all, shown, filter.kecamatan],
  );
  const apply = useCallback(
    (styled: MapLibreMap) => {
      const { filters, routeOpacity, arrowOpacity } = emphasisOf(idle, looking);
      for (const [layer, expression] of filters) styled.setFilter(layer, expression);
      styled.setPaintProperty("route", "line-opacity", routeOpacity);
      styled.setPaintProperty("route-arrow", "icon-opacity", arrowOpacity);
    },
    [idle, looking],
  );
  useStyled(map, apply);
}

/** What is selected lies in small sources of its own: the thousands of places and routes stay as they are. */
function useChosen(map: MapLibreMap | undefined, { schedule, selection, drawing }: MapProps): void {
  const { theme } = usePreferences();
  const apply = useCallback(
    (styled: MapLibreMap) => {
      fill(styled, "chosen-routes", chosenRoutes(schedule, drawing, { selection, theme }));
      fill(styled, "chosen-place", chosenPlace(schedule, selection));
      fill(styled, "numbered", stopFeatures(numberedStops(schedule, selection, theme)));
    },
    [schedule, drawing, selection, theme],
  );
  useStyled(map, apply);
}

function useCamera(map: MapLibreMap | undefined, props: MapProps): void {
  const { schedule, selection, filter, drawing, focus } = props;
  const moved = useRef(false);
  useEffect(() => {
    if (!map) return;
    const place = selection.place === undefined ? undefined : schedule.places.get(selection.place);
    const duration = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 600;
    if (focus === "map") return;
    if (place) {
      map.easeTo({ center: [place.point[0], place.point[1]], zoom: Math.max(map.getZoom(), 13.5), duration });
      moved.current = true;
      return;
    }
    const idle = selection.vehicle === undefined && filter.kecamatan === undefined;
    if (idle && !moved.current) return;
    const [west, south, east, north] = boxOfInterest(schedule, { selection, filter, drawing }) ?? [];
    if (west === undefined || south === undefined || east === undefined || north === undefined) return;
    moved.current = true;
    map.fitBounds([west, south, east, north], { padding: roomAround(map.getContainer()), maxZoom: 15, duration });
  }, [map, schedule, selection, filter, drawing, focus]);
}

/** Keeps a source of the style in step with what changes while the style stays. */
function useData(map: MapLibreMap | undefined, name: "closures" | "live", props: MapProps): void {
  const data = props[name];
  const apply = useCallback((styled: MapLibreMap) => fill(styled, name, data), [name, data]);
  useStyled(map, apply);
}

function usePointing(map: MapLibreMap | undefined, { onSelect, onDraw }: MapProps): void {
  useEffect(() => {
    if (!map) return;
    const click = (event: MapMouseEvent): void => {
      if (onDraw) onDraw([event.lngLat.lng, event.lngLat.lat]);
      else onSelect(pickAt(map, event));
    };
    const move = (event: MapMouseEvent): void => {
      map.getCanvas().style.cursor = onDraw ? "crosshair" : pickAt(map, event) ? "pointer" : "";
    };
    map.on("click", click);
    map.on("mousemove", move);
    return () => {
      map.off("click", click);
      map.off("mousemove", move);
    };
  }, [map, onSelect, onDraw]);
}

/** A sign that can be dragged where the point of a place is being put right. */
function useMover(map: MapLibreMap | undefined, { moving, onDraw }: MapProps): void {
  const marker = useRef<Marker>(undefined);
  const isMoving = moving !== undefined;
  useEffect(() => {
    if (!map || !isMoving || !onDraw) return;
    const made = new Marker({ draggable: true, color: "#b3261e" }).setLngLat([0, 0]).addTo(map);
    made.on("dragend", () => {
      const { lng, lat } = made.getLngLat();
      onDraw([lng, lat]);
    });
    marker.current = made;
    return () => {
      marker.current = undefined;
      made.remove();
    };
  }, [map, isMoving, onDraw]);
  useEffect(() => {
    if (moving) marker.current?.setLngLat([moving[0], moving[1]]);
  }, [moving]);
}

/** The WebGL map. Marks its element `data-ready` once everything is drawn. */
export function GlMap(props: GlMapProps) {
  const container = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  const map = useMap(container, props);
  useEmphasis(map, props);
  useChosen(map, props);
  useCamera(map, props);
  useData(map, "closures", props);
  useData(map, "live", props);
  usePointing(map, props);
  useMover(map, props);
  useEffect(() => {
    const done = (): void => setReady(true);
    map?.once("idle", done);
  }, [map]);
  return <div className="map-canvas" data-ready={ready} data-kind="webgl" ref={container} />;
}
