/**
 * What is being dragged in the list: a trip, or a stop of one. One drag at a time; browsers hide its data from the places
 * that it passes over, so it is kept here.
 */
import type { PlanEditGiven } from "@antar/api";
import type { DragEvent } from "react";

/** A trip, or the stop of it at `place`. */
export interface Dragged {
  readonly trip: string;
  readonly vehicle: string;
  readonly place?: string;
}

let dragged: Dragged | undefined;

/** Begins to drag `item`. */
export function beginDrag(event: DragEvent, item: Dragged): void {
  event.stopPropagation();
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", item.place ?? item.trip);
  dragged = item;
}

let marked: Element | undefined;

/** Marks the one element that would take what is dragged, for the eye. */
function mark(element: Element | undefined): void {
  marked?.removeAttribute("data-drop");
  element?.setAttribute("data-drop", "");
  marked = element;
}

/** The drag is over. */
export function endDrag(): void {
  dragged = undefined;
  mark(undefined);
}

/** The change that dropping on a vehicle (or on one of its trips) makes; undefined when it makes none. */
export function editOfDrop(
  item: Dragged | undefined,
  target: { vehicle: string; trip?: string },
): PlanEditGiven | undefined {
  if (!item || item.trip === target.trip) return undefined;
  const { trip, place } = item;
  if (place === undefined) {
    return item.vehicle === target.vehicle ? undefined : { kind: "move-trip", trip, vehicle: target.vehicle };
  }
  if (target.trip !== undefined) return { kind: "move-stop", trip, place, toTrip: target.trip };
  return item.vehicle === target.vehicle ? undefined : { kind: "own-trip", trip, place, vehicle: target.vehicle };
}

/** Handlers of an element that takes what is dragged. */
export function dropOn(target: { vehicle: string; trip?: string }, onEdit: (edit: PlanEditGiven) => void) {
  return {
    onDragOver: (event: DragEvent): void => {
      if (!editOfDrop(dragged, target)) return;
      event.preventDefault();
      mark(event.currentTarget);
    },
    onDragLeave: (event: DragEvent): void => {
      if (marked === event.currentTarget) mark(undefined);
    },
    onDrop: (event: DragEvent): void => {
      const edit = editOfDrop(dragged, target);
      if (!edit) return;
      event.preventDefault();
      event.stopPropagation();
      endDrag();
      onEdit(edit);
    },
  };
}
