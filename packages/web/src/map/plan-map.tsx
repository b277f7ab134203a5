/**
 * The map of the plan: WebGL where the browser has it, SVG where not; legend and notes on top of either.
 */
import "../styles/plain-map.css";
import { lazy, Suspense, useCallback, useState } from "react";
import { usePreferences } from "../preferences.tsx";
import { attributionOf } from "./external.ts";
import { Legend } from "./legend.tsx";
import type { MapProps } from "./map-props.ts";
import { SvgMap } from "./svg-map.tsx";

const loadGlMap = () => import("./gl-map.tsx").then((module) => ({ default: module.GlMap }));
const GlMap = lazy(loadGlMap);

/** False where the map must be plain from the start; a browser that cannot draw with WebGL after all says so later. */
function mayHaveWebGl(): boolean {
  return !/[?&]map=svg\b/.test(window.location.search) && "WebGL2RenderingContext" in window;
}

// Fetched beside the plan, not after it.
if (mayHaveWebGl()) void loadGlMap().catch(() => undefined);

/** The map with its legend. `?map=svg` in the address forces the plain map. */
export function PlanMap(props: MapProps) {
  const { text } = usePreferences();
  const [webGl, setWebGl] = useState(mayHaveWebGl);
  const withoutWebGl = useCallback(() => setWebGl(false), []);
  const { external } = props.base;
  const attribution = props.schedule.plan.roads.attribution;
  return (
    <section className="map" aria-label={text.map}>
      {webGl ? (
        <Suspense fallback={<p className="map-note">{text.loadingMap}</p>}>
          <GlMap {...props} onUnable={withoutWebGl} />
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
          {webGl && external && <li className="attribution">{attributionOf(external)}</li>}
        </ul>
      </div>
    </section>
  );
}
