/**
 * The routes that a request lays down in `steps`: for plan mode as they stand, for solving as a first solution.
 */

import { ticksOf } from "./legs.ts";
import type { VroomRequest, VroomStep, VroomVehicle } from "./request.ts";
import { type RouteReport, reportRoute, type Stage } from "./route-report.ts";
import { badInput } from "./vroom-error.ts";

function stageOf(request: VroomRequest, vehicle: VroomVehicle, step: VroomStep, place: string): Stage {
  const bounds = { after: step.at ?? step.after, before: step.at ?? step.before };
  switch (step.type) {
    case "start":
    case "end":
      return { kind: step.type, ...bounds };
    case "break": {
      const pause = vehicle.breaks.find(({ id }) => id === step.id);
      return pause
        ? { kind: "break", pause, ...bounds }
        : badInput(place, `vehicle ${vehicle.id} has no break ${step.id}`);
    }
    default: {
      const task = request.tasks.findIndex(({ kind, id }) => kind === step.type && id === step.id);
      return task >= 0 ? { kind: "task", task, ...bounds } : badInput(place, `there is no ${step.type} ${step.id}`);
    }
  }
}

/** The stages of a vehicle's `steps`, start and end added where they lack. Throws VroomError 2. */
export function stagesOfSteps(request: VroomRequest, vehicle: VroomVehicle): Stage[] {
  const name = `vehicle ${vehicle.id}.steps`;
  const stages = (vehicle.steps ?? []).map((step, index) => stageOf(request, vehicle, step, `${name}[${index}]`));
  const first = stages[0]?.kind === "start" ? [] : [{ kind: "start" } as const];
  const last = stages.at(-1)?.kind === "end" ? [] : [{ kind: "end" } as const];
  const all = [...first, ...stages, ...last];
  all.forEach(({ kind }, index) => {
    if (kind === "start" && index > 0) badInput(name, "start comes first");
    if (kind === "end" && index < all.length - 1) badInput(name, "end comes last");
  });
  return all;
}

/** Each task at most once over all routes. Throws VroomError 2. */
function refuseRepeats(request: VroomRequest, routes: readonly (readonly Stage[])[]): void {
  const seen = new Set<number>();
  for (const stage of routes.flat()) {
    if (stage.kind !== "task") continue;
    const task = request.tasks[stage.task];
    if (seen.has(stage.task)) badInput("steps", `${task?.kind} ${task?.id} appears twice`);
    seen.add(stage.task);
  }
}

/** Plan mode: the routes of the request as laid down, timed, with every violation. Throws VroomError 2. */
export function planReports(request: VroomRequest): RouteReport[] {
  const vehicles = request.vehicles.filter(({ steps }) => steps !== undefined && steps.length > 0);
  const routes = vehicles.map((vehicle) => stagesOfSteps(request, vehicle));
  refuseRepeats(request, routes);
  return vehicles.map((vehicle, index) => {
    const report = reportRoute(request, vehicle, routes[index] ?? []);
    const ticks = ticksOf(request);
    report.stages.forEach(({ stage, start }, step) => {
      const kept = start >= (stage.after ?? 0) * ticks && start <= (stage.before ?? Number.POSITIVE_INFINITY) * ticks;
      if (!kept)
        badInput(
          `vehicle ${vehicle.id}.steps[${step}]`,
          "its service_at, service_after or service_before cannot be kept",
        );
    });
    return report;
  });
}

/** The tasks of each vehicle's `steps` by the id of the vehicle; undefined when no vehicle has any. Throws VroomError 2. */
export function firstRoutes(request: VroomRequest): ReadonlyMap<number, readonly number[]> | undefined {
  const given = request.vehicles.filter(({ steps }) => steps?.some(({ type }) => type !== "start" && type !== "end"));
  if (given.length === 0) return undefined;
  const routes = given.map((vehicle) =>
    stagesOfSteps(request, vehicle)
      .filter(({ kind }) => kind !== "break")
      .map((stage): Stage => (stage.kind === "task" ? { kind: "task", task: stage.task } : stage)),
  );
  refuseRepeats(request, routes);
  return new Map(
    given.map((vehicle, index) => {
      const stages = routes[index] ?? [];
      const { violations, stages: timed } = reportRoute(request, { ...vehicle, breaks: [] }, stages);
      const [broken] = [...violations, ...timed.flatMap((stage) => stage.violations)];
      if (broken) badInput(`vehicle ${vehicle.id}.steps`, `the route breaks a constraint: ${broken.cause}`);
      return [vehicle.id, stages.flatMap((stage) => (stage.kind === "task" ? [stage.task] : []))];
    }),
  );
}
