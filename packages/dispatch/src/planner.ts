/**
 * The planner over an opened road network: plan, audit, drawing. Blocks its thread while it searches. Knows the order of
 * these three only. Its own door, so that the bundle of the API does not carry planner and roads.
 */
import {
  type Brief,
  canonicalJson,
  readBrief as checkBrief,
  digestOf,
  Plan,
  Refusal,
  RoadClosure,
  underPlan,
  withSettings,
} from "@antar/domain";
import {
  askStop,
  auditPlan,
  compactnessOf,
  editPlan,
  explainPlan,
  heldIn,
  makePlan,
  type PlanEdit,
  type PlanOptions,
  type PlanProgress,
  pendingSubPlans,
  rehearse,
  replan,
  routeGeometries,
  type SubAnswer,
  tryAdditions,
} from "@antar/planning";
import type { RoadNetwork } from "@antar/roads";
import { until } from "@antar/solver";
import * as z from "zod";
import type { PlanOutcome, PlanTask, PlanWatch, StudyOutcome, SubPlansOutcome } from "./ports.ts";
import { type PlanEditGiven, PlanRequest, type ProgressView, type RouteDrawing, StudyRequest } from "./views.ts";

/** What a planning run has besides brief and request. */
export interface RoadsRun extends PlanWatch {
  readonly network: RoadNetwork;
  /** Milliseconds that only ever grow. */
  readonly clock: () => number;
  /** Seconds of search when the request names no budget. */
  readonly seconds: number;
}

const Task = z.object({
  request: PlanRequest,
  closures: z.array(RoadClosure),
  study: StudyRequest.optional(),
  base: Plan.optional(),
  now: z.string(),
  // It comes from the same process, which read it from the store.
  fanOut: z.custom<NonNullable<PlanTask["fanOut"]>>((value) => value !== null && typeof value === "object").optional(),
});

/** A task as another thread sent it. Throws ZodError on anything else. */
export function taskOf(sent: unknown): PlanTask {
  const { study, base, fanOut, ...rest } = Task.parse(sent);
  return { ...rest, ...(study ? { study } : {}), ...(base ? { base } : {}), ...(fanOut ? { fanOut } : {}) };
}

const phases: Readonly<Record<PlanProgress["step"], Omit<ProgressView, "phase">>> = {
  trips: { share: 0.2, says: { id: "Menyusun perjalanan", en: "Forming trips" } },
  timetable: { share: 0.6, says: { id: "Menyusun jadwal", en: "Making the timetable" } },
  causes: { share: 0.85, says: { id: "Mencari sebab yang tak terlayani", en: "Finding why some are left out" } },
  done: { share: 0.9, says: { id: "Memeriksa rencana", en: "Auditing the plan" } },
};

/**
 * A plan of `brief` with its audit and its lines, or the sub-plans that it waits for. Throws Refusal `bad-setting` or `bad-brief` when the settings cannot be
 * laid over the brief, `roads-differ` when the network is not the one that the brief names.
 */
export function planOnRoads(brief: Brief, task: PlanTask, run: RoadsRun): PlanOutcome | StudyOutcome | SubPlansOutcome {
  if (run.network.metadata.sha256 !== brief.roads.sha256) throw differs(brief, run.network);
  return task.study ? studyOnRoads(brief, task, task.study, run) : freshPlan(brief, task, run);
}

/** What sub-plans were answered, by the keys of planning; undefined: all are made here. */
function knownOf(fanOut: PlanTask["fanOut"]) {
  const solutions = fanOut?.answers.flatMap((answer: SubAnswer) => answer.solutions);
  return solutions && new Map(solutions.map(({ key, solution }) => [key, solution]));
}

function freshPlan(
  brief: Brief,
  { request, closures, fanOut, base }: PlanTask,
  run: RoadsRun,
): PlanOutcome | SubPlansOutcome {
  const { network, clock, signal } = run;
  const settings = request.settings ?? {};
  const changed = checkBrief(withSettings(brief, settings));
  const budget =
    request.iterations === undefined
      ? until.seconds(request.seconds ?? run.seconds, clock)
      : until.iterations(request.iterations);
  run.onProgress({ phase: "trips", ...phases.trips });
  const known = knownOf(fanOut);
  const options: PlanOptions = {
    seed: request.seed ?? 1,
    budget,
    briefDigest: digestOf(brief),
    settings,
    ...(closures.length > 0 ? { closures } : {}),
    signal,
    onProgress: incumbents(run),
    ...(request.mode === undefined ? {} : { mode: request.mode }),
    ...(known ? { known } : {}),
    ...(base ? { held: heldIn(base, request.release) } : {}),
  };
  const subPlans = known ? pendingSubPlans(changed, { roads: network, known }, options) : [];
  if (subPlans.length > 0) return { subPlans };
  const plan = makePlan(changed, network, options);
  return outcomeOf(changed, { plan, findings: auditPlan(brief, plan, network), network });
}

/** The outcome of a version; `changed` is the brief with the plan's settings laid over it. */
function outcomeOf(
  changed: Brief,
  { plan, findings, network }: { plan: Plan; findings: PlanOutcome["findings"]; network: RoadNetwork },
): PlanOutcome {
  const { crossings, overlap } = compactnessOf(plan, changed);
  return { plan, findings, drawing: drawingOf(changed, plan, network), compact: { crossings, overlap } };
}

function baseOf({ base }: PlanTask): Plan {
  if (base) return base;
  throw new Error("a study without the version that it is about");
}

function audited(brief: Brief, plan: Plan, { network }: RoadsRun): PlanOutcome {
  return outcomeOf(underPlan(brief, plan), { plan, findings: auditPlan(brief, plan, network), network });
}

function studyOnRoads(brief: Brief, task: PlanTask, study: StudyRequest, run: RoadsRun): PlanOutcome | StudyOutcome {
  switch (study.kind) {
    case "check":
      return { study: audited(brief, study.plan, run) };
    case "save":
      return audited(brief, study.plan, run);
    case "rehearse":
      return { study: rehearsed(brief, baseOf(task), { study, run }) };
    case "ask": {
      const known = underPlan(brief, baseOf(task)).places.some((place) => place.code === study.place);
      if (!known) throw noPlace(study.place);
      return { study: askStop(brief, baseOf(task), { place: study.place, roads: run.network }) };
    }
    case "edit": {
      const edits = study.edits.map(editOf);
      const { plan, findings, diff } = editPlan(brief, baseOf(task), { edits, roads: run.network });
      const outcome = outcomeOf(underPlan(brief, plan), { plan, findings, network: run.network });
      return study.save ? outcome : { study: { ...outcome, diff } };
    }
    case "explain": {
      const plan = baseOf(task);
      const budget = until.seconds(study.seconds, run.clock);
      return { study: explainPlan(underPlan(brief, plan), plan, { seed: study.seed, budget, roads: run.network }) };
    }
    case "replan": {
      const plan = baseOf(task);
      const { now = task.now, delays, broken, transfers = [], extra = [], release = [] } = study;
      const known = new Set((plan.closures ?? []).map((closure) => canonicalJson(closure)));
      const happening = {
        now,
        release,
        transfers,
        extra,
        closures: task.closures.filter((closure) => !known.has(canonicalJson(closure))),
        ...(delays ? { delays } : {}),
        ...(broken
          ? { broken: broken.map(({ vehicle, until: end }) => (end ? { vehicle, until: end } : { vehicle })) }
          : {}),
      };
      const remade = replan(underPlan(brief, plan), plan, { roads: run.network, happening });
      return audited(brief, remade.plan, run);
    }
    default:
      return study satisfies never;
  }
}

/** Iterations of each plan that is made to try one more resource. */
const tryIterations = 200;

/** The odds of a plan; with `improve` each more resource planned and rehearsed too, the most helpful first. */
function rehearsed(
  brief: Brief,
  plan: Plan,
  { study, run }: { study: Extract<StudyRequest, { kind: "rehearse" }>; run: RoadsRun },
) {
  const { seed, runs, improve } = study;
  const changed = underPlan(brief, plan);
  const odds = rehearse(changed, plan, { seed, runs });
  if (!improve) return odds;
  const budget = until.iterations(tryIterations);
  const options = { seed, runs, network: run.network, budget, briefDigest: digestOf(brief), mode: plan.mode };
  return { ...odds, tried: tryAdditions(changed, options) };
}

/** The edit as planning takes it: a position that is not given is absent. */
function editOf(given: PlanEditGiven): PlanEdit {
  switch (given.kind) {
    case "move-trip":
    case "move-stop": {
      const { position, ...edit } = given;
      return position === undefined ? edit : { ...edit, position };
    }
    case "own-trip":
    case "lock":
    case "unlock":
      return given;
    default:
      return given satisfies never;
  }
}

function noPlace(place: string): Refusal {
  return new Refusal("not-found", {
    id: `Tempat ${place} tidak ada dalam brief`,
    en: `The place ${place} is not in the brief`,
  });
}

/** Between two reports of one step pass at least so many milliseconds. */
const reportEvery = 300;

/** Reports of a run: each new step, and the best plan so far now and then. */
function incumbents({ clock, onProgress }: RoadsRun): (progress: PlanProgress) => void {
  let [last, phase] = [Number.NEGATIVE_INFINITY, ""];
  return ({ step, lost, cost }) => {
    if (step === phase && clock() - last < reportEvery) return;
    [last, phase] = [clock(), step];
    const { share, says } = phases[step];
    const price = String(Math.round(cost)).replace(/\B(?=(\d{3})+$)/g, ".");
    onProgress({
      phase: step,
      share,
      best: { lost, cost: Math.round(cost) },
      says: {
        id: `${says.id}: ${lost} belum terlayani, biaya ${price}`,
        en: `${says.en}: ${lost} not served yet, cost ${price}`,
      },
    });
  };
}

function differs(brief: Brief, network: RoadNetwork): Refusal {
  const [asked, given] = [brief.roads.sha256.slice(0, 12), network.metadata.sha256.slice(0, 12)];
  return new Refusal("roads-differ", {
    id: `Brief menyebut jaringan jalan ${asked}…, yang ada ${given}… (${network.metadata.source}); bangun ulang jaringan jalan`,
    en: `The brief names roads ${asked}…, those at hand are ${given}… (${network.metadata.source}); build the roads again`,
  });
}

/** Lines and stops of the plan as plain GeoJSON with `vehicle` and `trip` in the properties. */
function drawingOf(brief: Brief, plan: Plan, network: RoadNetwork): RouteDrawing {
  const features = routeGeometries(plan, brief, network).features.map(({ geometry, properties }) => ({
    type: "Feature" as const,
    geometry: { type: geometry.type, coordinates: [...geometry.coordinates] },
    properties: { ...properties },
  }));
  return { type: "FeatureCollection", features };
}
