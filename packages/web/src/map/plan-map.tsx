/**
 * The map of the plan: WebGL where the browser has it, SVG where not; legend and notes on top of either.
 */
import { lazy, Suspense, useState } from "react";
import { usePreferences } from "../preferences.tsx";
import { Legend } from "./legend.tsx";
import type { MapProps } from "./map-props.ts";
import { SvgMap } from "./svg-map.tsx";

const GlMap = lazy(() => import("./gl-map.tsx").then((module) => ({ default: module.GlMap })));

function hasWebGl(): boolean {
  if (/[?&]map=svg\b/.test(window.location.search)) return false;
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

/** The map with its legend. `?map=svg` in the address forces the plain map. */
export function PlanMap(props: MapProps) {
  const { text } = usePreferences();
  const [webGl] = useState(hasWebGl);
  const attribution = props.schedule.plan.roads.attribution;
  return (
    <section className="map" aria-label={text.map}>
      {webGl ? (
        <Suspense fallback={<p className="map-note">{text.loadingMap}</p>}>
          <GlMap {...props} />
        </Suspense>
      ) : (
        <SvgMap {...props} />
      )}
      <div className="map-foot">
        <Legend schedule={props.schedule} live={props.live.features.length > 0} />
        <ul className="map-notes">
          {!webGl && <li>{text.mapPlain}</li>}
          {props.base.missing && <li>{text.baseMissing}</li>}
          {props.drawing.features.length === 0 && <li>{text.routesMissing}</li>}
          <li className="attribution">{attribution}</li>
        </ul>
      </div>
    </section>
  );
}
