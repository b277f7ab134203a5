/**
 * What the wall board says of each TPS and of what needs a hand, from the plan and the rows of the vehicles. Refuses to
 * know colours.
 */
import type { BoardRow, BoardView } from "@antar/api";
import type { Schedule } from "../schedule/schedule.ts";

/** State of one TPS: its kit is there, its vehicle is under way, still planned, late by the projection, or left out. */
export type CellState = "received" | "under-way" | "planned" | "late" | "unserved";

/** One TPS on the board. `received` is when the plan has its hand-over end, epoch seconds. */
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

function stateOf(row: BoardRow | undefined, index: number, planned: number, deadline: number): CellState {
  if (row && index < row.done) return "received";
  if (planned > deadline || (row && row.slack < 0 && row.state !== "done")) return "late";
  return row?.state === "under-way" ? "under-way" : "planned";
}

/** Every TPS with its state. A vehicle hands over in the order of its plan: its first `done` stops are received. */
export function cellsOf(schedule: Schedule, rows: readonly BoardRow[]): readonly Cell[] {
  const byVehicle = new Map(rows.map((row) => [row.vehicle, row]));
  const cells = new Map<string, Cell>();
  for (const vehicle of schedule.vehicles) {
    const row = byVehicle.get(vehicle.id);
    for (const [index, stop] of vehicle.trips.flatMap((trip) => trip.stops).entries()) {
      const { place } = stop;
      if (place.kind !== "tps") continue;
      const state = stateOf(row, index, stop.end, schedule.deadline);
      cells.set(place.code, { code: place.code, name: place.name, state, planned: stop.end, vehicle: vehicle.id });
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
  readonly kind: "unserved" | "problem" | "late" | "finding";
  readonly subject: string;
  readonly says: { readonly id: string; readonly en: string } | undefined;
  readonly seconds: number | undefined;
}

/** The most urgent items, at most `most`: problems, late vehicles (latest first), unserved TPS, blocking findings. */
export function redItemsOf(board: BoardView, most: number): readonly RedItem[] {
  const problems = board.rows.filter((row) => row.state === "problem");
  const late = board.rows.filter((row) => row.slack < 0 && row.state !== "done" && row.state !== "problem");
  const items: RedItem[] = [
    ...problems.map((row) => ({ kind: "problem" as const, subject: row.vehicle, says: undefined, seconds: undefined })),
    ...[...late]
      .sort((left, right) => left.slack - right.slack)
      .map((row) => ({ kind: "late" as const, subject: row.vehicle, says: undefined, seconds: -row.slack })),
    ...board.unassigned.map(({ code, says }) => ({
      kind: "unserved" as const,
      subject: code,
      says,
      seconds: undefined,
    })),
    ...board.findings
      .filter((finding) => finding.blocking)
      .map(({ place, says }) => ({ kind: "finding" as const, subject: place, says, seconds: undefined })),
  ];
  return items.slice(0, most);
}
