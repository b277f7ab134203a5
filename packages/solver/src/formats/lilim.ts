/**
 * Reads Li-Lim `.txt` files: goods fetched at one task and brought to another by equal vehicles from one depot. The
 * fewest vehicles count first there, so each carries a fixed cost that is no part of the cost in the file's unit.
 */
import type { Shipment, Stop } from "../model.ts";
import { largest } from "../validate.ts";
import { countAt, FormatError, numberAt, type Row, rowsOf, wholeAt } from "./format-error.ts";
import { fleetOf, type RoutingInstance } from "./instance.ts";
import { euclidean, longestOf, matricesOf, type Rounding, type Scale, scaled, scaleFor } from "./rounding.ts";

const columns = ["ID", "X", "Y", "DEMAND", "READY", "DUE", "SERVICE", "PICKUP", "DELIVERY"] as const;

interface Task {
  readonly line: number;
  readonly id: number;
  readonly point: readonly [number, number];
  readonly amount: number;
  readonly window: readonly [number, number];
  readonly service: number;
  readonly delivery: number;
  readonly pickup: number;
}

function taskOf({ line, cells }: Row, index: number): Task {
  if (cells.length !== columns.length)
    throw new FormatError(line, "TASK", `has ${cells.length} columns where ${columns.length} are needed`);
  const id = wholeAt(line, "ID", cells[0]);
  if (id !== index) throw new FormatError(line, "ID", `${id} where ${index} was expected`);
  const window = [numberAt(line, "READY", cells[4]), numberAt(line, "DUE", cells[5])] as const;
  if (window[0] < 0 || window[0] > window[1])
    throw new FormatError(line, "READY", `${window[0]} is negative or after DUE ${window[1]}`);
  const service = numberAt(line, "SERVICE", cells[6]);
  if (service < 0) throw new FormatError(line, "SERVICE", `${service} is negative`);
  const amount = numberAt(line, "DEMAND", cells[3]);
  if (!Number.isSafeInteger(amount)) throw new FormatError(line, "DEMAND", `${amount} must be a whole number`);
  return {
    line,
    id,
    point: [numberAt(line, "X", cells[1]), numberAt(line, "Y", cells[2])],
    amount,
    window,
    service,
    pickup: wholeAt(line, "PICKUP", cells[7]),
    delivery: wholeAt(line, "DELIVERY", cells[8]),
  };
}

/** Pickup and delivery of each shipment. Throws FormatError when a task has no mate or they disagree. */
function pairsOf(tasks: readonly Task[]): (readonly [Task, Task])[] {
  const pairs: (readonly [Task, Task])[] = [];
  for (const task of tasks.slice(1)) {
    const mate = tasks[task.delivery === 0 ? task.pickup : task.delivery];
    if (!mate || mate.id === 0)
      throw new FormatError(task.line, "DELIVERY", `task ${task.id} names neither a pickup nor a delivery that exists`);
    const [from, to] = task.delivery === 0 ? [mate, task] : [task, mate];
    if (from.delivery !== to.id || to.pickup !== from.id || to.delivery !== 0)
      throw new FormatError(task.line, "DELIVERY", `tasks ${from.id} and ${to.id} do not name each other`);
    if (from.amount < 0 || to.amount !== -from.amount)
      throw new FormatError(task.line, "DEMAND", `${from.amount} fetched and ${to.amount} brought do not match`);
    if (task === from) pairs.push([from, to]);
  }
  return pairs;
}

function stopOf({ service, window }: Task, scale: Scale): Stop {
  return { service: scaled(service, scale), windows: [[scaled(window[0], scale), scaled(window[1], scale)]] };
}

/** The problem in `text`. Throws FormatError. */
export function readLiLim(text: string, rounding: Rounding): RoutingInstance {
  const [head, ...rows] = rowsOf(text);
  const line = head?.line ?? 0;
  const count = countAt(line, "VEHICLES", head?.cells[0]);
  const capacity = wholeAt(line, "CAPACITY", head?.cells[1]);
  // Some of the published files say 0; the benchmark's rule is that a unit of distance takes a unit of time.
  const speed = numberAt(line, "SPEED", head?.cells[2]);
  if (speed !== 0 && speed !== 1)
    throw new FormatError(line, "SPEED", `is ${speed}; only 1 (or 0, meaning 1) is known`);
  const tasks = rows.map(taskOf);
  const [depot] = tasks;
  if (!depot) throw new FormatError(line, "TASK", "the depot is missing");
  const pairs = pairsOf(tasks);
  const order = [depot, ...pairs.flat()];
  const leg = euclidean(order.map(({ point }) => point));
  const longest = longestOf(order.length, leg);
  const scale = scaleFor(rounding, longest, depot.window[1]);
  const shift = [scaled(depot.window[0], scale), scaled(depot.window[1], scale)] as const;
  const fixedCost = Math.min(largest, Math.ceil(longest * scale.factor * order.length));
  const shipments = pairs.map(
    ([from, to]): Shipment => ({ amount: [from.amount], pickup: stopOf(from, scale), delivery: stopOf(to, scale) }),
  );
  return {
    name: "",
    format: "lilim",
    problem: {
      depots: [{ window: shift }],
      clients: [],
      shipments,
      vehicleTypes: [{ count, capacity: [capacity], startDepot: 0, endDepot: 0, shift, fixedCost }],
      matrices: [matricesOf(order.length, leg, scale)],
    },
    scale,
    labels: order.slice(1).map(({ id }) => id),
    vehicles: fleetOf(0, count),
    aligned: false,
    leg,
  };
}
