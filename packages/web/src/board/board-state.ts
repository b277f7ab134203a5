/**
 * What the wall board says of each TPS, of the six *tepat* and of what needs a hand, from the plan, the rows of the vehicles
 * and the alarms. Refuses to know colours.
 */
import type { AlarmView, BoardRow, BoardView } from "@antar/api";
import type { Schedule } from "../schedule/schedule.ts";

/** State of one TPS: its kit is there, its vehicle is under way, still planned, late by the projection, or left out. */
export type CellState = "received" | "under-way" | "planned" | "late" | "unserved";

/** One TPS on the board. `planned` is when the plan has its hand-over end, epoch seconds. */
export interface Cell {
  readonly code: string;
  readonly name: string;
  readonly state: CellState;
  readonly planned: number | undefined;
  readonly vehicle: string | undefined;
}

/** The cells of one kelurahan (or other direct parent), in the order of their codes. */
export interface CellGroup {
  readonly kecamatan: string;
  readonly name: string;
  readonly cells: readonly Cell[];
}

function openState(row: BoardRow | undefined, planned: number, deadline: number): CellState {
  if (planned > deadline || (row && row.slack < 0 && row.state !== "done")) return "late";
  return row?.state === "under-way" || row?.state === "problem" ? "under-way" : "planned";
}

/** Every TPS with its state: received where a log says so, whichever vehicle brought it. */
export function cellsOf(schedule: Schedule, rows: readonly BoardRow[]): readonly Cell[] {
  const byVehicle = new Map(rows.map((row) => [row.vehicle, row]));
  const received = new Set(rows.flatMap((row) => row.received));
  const cells = new Map<string, Cell>();
  for (const vehicle of schedule.vehicles) {
    const row = byVehicle.get(vehicle.id);
    for (const { place, end } of vehicle.trips.flatMap((trip) => trip.stops)) {
      if (place.kind !== "tps") continue;
      const state = received.has(place.code) ? "received" : openState(row, end, schedule.deadline);
      cells.set(place.code, { code: place.code, name: place.name, state, planned: end, vehicle: vehicle.id });
    }
  }
  const tps = [...schedule.places.values()].filter((place) => place.kind === "tps");
  return tps
    .sort((left, right) => (left.code < right.code ? -1 : 1))
    .map(
      ({ code, name }) => cells.get(code) ?? { code, name, state: "unserved", planned: undefined, vehicle: undefined },
    );
}

/** The cells by kelurahan: TPS codes without their last three digits, named by the place of that code. */
export function groupsOf(schedule: Schedule, cells: readonly Cell[]): readonly CellGroup[] {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const parent = cell.code.slice(0, -3);
    groups.set(parent, [...(groups.get(parent) ?? []), cell]);
  }
  return [...groups.entries()].map(([parent, own]) => ({
    kecamatan: schedule.places.get(own[0]?.code ?? "")?.kecamatan ?? "",
    name: (schedule.places.get(parent)?.name ?? parent).replace(/^PPS\s+/, ""),
    cells: own,
  }));
}

/** Something that needs a hand; `kind` decides which action is proposed. */
export interface RedItem {
  readonly kind: "unserved" | "problem" | "late" | "silent" | "conflict" | "job-failed" | "finding";
  readonly subject: string;
  readonly says: { readonly id: string; readonly en: string } | undefined;
  readonly seconds: number | undefined;
  /** Chance that a hand-over of the vehicle ends after the deadline, where it was projected. */
  readonly chance: number | undefined;
  /** The alarm that says so, where one does: somebody can say that it is taken care of. */
  readonly alarm?: string;
  /** What a receiver has reported against, where the alarm knows. */
  readonly tepat?: AlarmView["tepat"];
}

const urgency: readonly RedItem["kind"][] = [
  "problem",
  "late",
  "silent",
  "conflict",
  "unserved",
  "finding",
  "job-failed",
];

/** A sentence of an alarm without the action after its semicolon: the board proposes one of its own. */
function plain({ id, en }: AlarmView["says"]): AlarmView["says"] {
  const before = (text: string): string => text.split(";")[0] ?? text;
  return { id: before(id), en: before(en) };
}

/** From this chance on a vehicle is named although it is not late yet. */
const likelyLate = 0.5;

const chanceOf = ({ expected }: BoardRow): number => expected?.late ?? 0;

/**
 * The most urgent items, at most `most`: problems, late vehicles (latest first), those that are more likely late than not, silent ones, conflicts in the logs, unserved
 * TPS, blocking findings. An alarm that was cleared or that somebody has seen is left out; what the rows say themselves
 * needs no alarm.
 */
export function redItemsOf(board: BoardView, most: number, alarms: readonly AlarmView[] = []): readonly RedItem[] {
  const item = (kind: RedItem["kind"], subject: string, more: Partial<RedItem> = {}): RedItem => ({
    kind,
    subject,
    says: undefined,
    seconds: undefined,
    chance: undefined,
    ...more,
  });
  const problems = board.rows.filter((row) => row.state === "problem");
  const open = board.rows.filter((row) => row.state !== "done" && row.state !== "problem");
  const late = open.filter((row) => row.slack < 0);
  const likely = open.filter((row) => row.slack >= 0 && chanceOf(row) >= likelyLate);
  const chances = new Map(board.rows.map((row) => [row.vehicle, row.expected?.late]));
  const told = [
    ...problems.map((row) => item("problem", row.vehicle)),
    ...[...late]
      .sort((left, right) => left.slack - right.slack)
      .map((row) => item("late", row.vehicle, { seconds: -row.slack, chance: row.expected?.late })),
    ...[...likely]
      .sort((left, right) => chanceOf(right) - chanceOf(left))
      .map((row) => item("late", row.vehicle, { chance: chanceOf(row) })),
    ...board.unassigned.map(({ code, says }) => item("unserved", code, { says })),
    ...board.findings.filter(({ blocking }) => blocking).map(({ place, says }) => item("finding", place, { says })),
  ];
  const known = new Set(told.map(({ kind, subject }) => `${kind} ${subject}`));
  const raised = alarms
    .filter((alarm) => alarm.clearedAt === null && alarm.seenAt === null)
    .filter((alarm) => !known.has(`${alarm.kind} ${alarm.about}`) && !known.has(`problem ${alarm.about}`))
    .map(({ alarm, kind, about, says, tepat }) =>
      item(kind, about, { says: plain(says), chance: chances.get(about), alarm, ...(tepat ? { tepat } : {}) }),
    );
  return [...told, ...raised]
    .sort((left, right) => urgency.indexOf(left.kind) - urgency.indexOf(right.kind))
    .slice(0, most);
}

/** One of the six *tepat*, from 0 to 1: `whole` things are meant, `good` of them are as they should be. */
export interface Gauge {
  readonly tepat: "jumlah" | "jenis" | "sasaran" | "waktu" | "kualitas" | "efisien";
  readonly good: number;
  readonly whole: number;
}

/**
 * The six *tepat*, each from the logs of vehicles and (`alarms`) receivers, or from the plan; the page says what each counts. Jumlah: TPS that have received, less those
 * reported short, of those that have or should have by now or were reported. Jenis, kualitas: TPS that have received or that were reported,
 * less those reported with a wrong box, or damaged or refused. Sasaran: TPS that the plan serves. Waktu: TPS that are not late
 * by what was told. Efisien: vehicles without a finding of the audit.
 */
export function gaugesOf(
  board: BoardView,
  cells: readonly Cell[],
  { now, alarms = [] }: { readonly now: number; readonly alarms?: readonly AlarmView[] },
): readonly Gauge[] {
  const count = (state: CellState): number => cells.filter((cell) => cell.state === state).length;
  const whole = cells.length;
  const told = alarms.flatMap(({ tepat, about, clearedAt }) =>
    tepat && clearedAt === null ? [{ tepat, place: about }] : [],
  );
  const reports = [...board.rows.flatMap((row) => row.reports), ...told];
  const reported = (tepat: Gauge["tepat"]): ReadonlySet<string> =>
    new Set(reports.filter((report) => report.tepat === tepat).map(({ place }) => place));
  const received = new Set(cells.filter((cell) => cell.state === "received").map(({ code }) => code));
  const [short, wrong, damaged] = [reported("jumlah"), reported("jenis"), reported("kualitas")];
  const due = cells.filter(({ code, planned }) => received.has(code) || (planned !== undefined && planned <= now));
  const counted = new Set([...due.map(({ code }) => code), ...short]);
  const without = (against: ReadonlySet<string>): Pick<Gauge, "good" | "whole"> => {
    const all = new Set([...received, ...against]);
    return { good: all.size - against.size, whole: all.size };
  };
  const vehicles = board.rows.length;
  const inefficient = new Set(board.findings.filter(({ tepat }) => tepat === "efisien").map(({ place }) => place));
  return [
    { tepat: "jumlah", good: [...received].filter((code) => !short.has(code)).length, whole: counted.size },
    { tepat: "jenis", ...without(wrong) },
    { tepat: "sasaran", good: whole - count("unserved"), whole },
    { tepat: "waktu", good: whole - count("late") - count("unserved"), whole },
    { tepat: "kualitas", ...without(damaged) },
    { tepat: "efisien", good: Math.max(0, vehicles - inefficient.size), whole: vehicles },
  ];
}
