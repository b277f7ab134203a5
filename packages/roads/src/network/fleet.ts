/**
 * The vehicles of one network, made when first asked for: by profile, hour and weather, with and without closures.
 * Knows what they can share, and how much memory the kept ones may take.
 */
import { RoadsError } from "../errors.ts";
import type { NetworkParts } from "../file/network-file.ts";
import type { VehicleLayer } from "../graph/vehicle-layer.ts";
import { createFrame, type HierarchyFrame } from "../hierarchy/hierarchy.ts";
import type { ClosedEdges } from "./closures.ts";
import { junctionRouting, type RoutingFrame } from "./junction-space.ts";
import { type Circumstances, createMetric, type NodeCosts, nodeCosts, ruleFactors } from "./metric.ts";
import { createNodeLookup, type NodePlace } from "./node-places.ts";
import { createGridSearch, type GridSearch } from "./snap-grid.ts";
import { turnRouting } from "./turn-space.ts";
import { createVehicle, type Vehicle } from "./vehicle.ts";

/** Vehicles without closures are kept while their customised weights fit into this many bytes; two are always kept. */
const keptBytes = 160e6;

/** The vehicles of a network. */
export interface Fleet {
  readonly grid: GridSearch;
  nodes(): (id: number) => NodePlace;
  /** Throws RoadsError `unknown-profile`. */
  vehicle(profile: string, when: Circumstances): Vehicle;
  /** The vehicle under closures: quick when the open one is at hand. The caller keeps it. */
  closedVehicle(profile: string, when: Circumstances, closures: ClosedEdges): Vehicle;
  /** For each hour 0..23 the first hour of the day at which every vehicle has the same speeds. */
  hourClasses(): readonly number[];
}

/** What all hours and closures of one layer share. */
interface LayerFrame {
  readonly layer: VehicleLayer;
  readonly nodes: NodeCosts;
  readonly routing: RoutingFrame;
  readonly frame: HierarchyFrame;
}

/** Keeps the values used last, while they are few or light. */
function createKeeper<T>(weigh: (value: T) => number) {
  const kept = new Map<string, T>();
  let newest = "";
  return {
    get: (key: string) => kept.get(key),
    put(key: string, value: T): void {
      if (key === newest) return;
      newest = key;
      kept.delete(key);
      kept.set(key, value);
      let bytes = [...kept.values()].reduce((sum, one) => sum + weigh(one), 0);
      for (const [oldest, one] of kept) {
        if (kept.size <= 2 || bytes <= keptBytes) break;
        kept.delete(oldest);
        bytes -= weigh(one);
      }
    },
  };
}

/** A value made on first use. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Refuses an hour that is none. Throws RoadsError `bad-question`. */
export function checkHour({ hour }: Circumstances): void {
  if (hour !== undefined && !(Number.isInteger(hour) && hour >= 0 && hour <= 23)) {
    throw new RoadsError("bad-question", `${hour} is not an hour of the day; give a whole number from 0 to 23.`);
  }
}

/** The layers of `parts` by profile, each framed when first asked for. */
function createLayerFrames(parts: NetworkParts): (profile: string) => LayerFrame {
  const { graph, layers, metadata, turning } = parts;
  const junctions = once(() => ({ frame: createFrame(parts.junctions), routing: junctionRouting(graph) }));
  const turns = once(() => (turning === undefined ? undefined : { ...turning, frame: createFrame(turning.topology) }));
  const framed = new Map<string, LayerFrame>();

  function frameOf(layer: VehicleLayer): LayerFrame {
    const nodes = nodeCosts(graph, layer);
    const { kinds } = layer;
    const turn = kinds === undefined ? undefined : turns();
    if (kinds === undefined || turn === undefined) return { layer, nodes, ...junctions() };
    const routing = turnRouting(graph, layer, nodes, { turns: turn.turns, kinds });
    return { layer, nodes, routing, frame: turn.frame };
  }

  return (profile) => {
    const known = framed.get(profile);
    if (known !== undefined) return known;
    const layer = layers.find((one) => one.profile.id === profile);
    if (layer === undefined) {
      const have = metadata.profiles.join(", ");
      throw new RoadsError("unknown-profile", `This network has no profile "${profile}"; it has: ${have}.`);
    }
    const frame = frameOf(layer);
    framed.set(profile, frame);
    return frame;
  };
}

/** The fleet of `parts`. */
export function createFleet(parts: NetworkParts): Fleet {
  const { graph, layers } = parts;
  const grid = createGridSearch(graph, parts.grid);
  const framesOf = createLayerFrames(parts);
  const open = createKeeper<Vehicle>(({ hierarchy }) => hierarchy.weights.byteLength * 1.5);

  /** Vehicles of equal keys have equal speeds. Remembered, because every question asks for it. */
  const keys = new WeakMap<Circumstances, Map<string, string>>();
  function keyOf({ layer }: LayerFrame, when: Circumstances): string {
    const { id } = layer.profile;
    const ofMoment = keys.get(when) ?? new Map<string, string>();
    const key = ofMoment.get(id) ?? `${id} ${ruleFactors(layer, when).join(" ")}`;
    keys.set(when, ofMoment.set(id, key));
    return key;
  }

  return {
    grid,
    nodes: once(() => createNodeLookup(graph)),
    vehicle(profile, when) {
      const frame = framesOf(profile);
      const key = keyOf(frame, when);
      const vehicle =
        open.get(key) ?? createVehicle(createMetric(graph, frame.layer, when, frame.nodes), { grid, ...frame });
      open.put(key, vehicle);
      return vehicle;
    },
    closedVehicle(profile, when, closures) {
      const frame = framesOf(profile);
      const metric = createMetric(graph, frame.layer, { ...when, ...closures }, frame.nodes);
      const vehicle = open.get(keyOf(frame, when));
      const from = vehicle === undefined ? undefined : { vehicle, touched: closures.touched };
      return createVehicle(metric, { grid, ...frame }, from);
    },
    hourClasses() {
      const first = new Map<string, number>();
      return Array.from({ length: 24 }, (_, hour) => {
        const key = layers.map((layer) => ruleFactors(layer, { hour }).join(" ")).join(";");
        const known = first.get(key) ?? hour;
        first.set(key, known);
        return known;
      });
    },
  };
}
