/**
 * A plan on show: map, summary, list. Holds what is selected and filtered, so that map and list always agree.
 */
import type { FindingView, RouteDrawing } from "@antar/api";
import type { Brief } from "@antar/domain";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { BaseMap } from "../map/base.ts";
import { nothing, type Selection, shownVehicles } from "../map/features.ts";
import { PlanMap } from "../map/plan-map.tsx";
import { Honesty } from "../parts/honesty.tsx";
import { TopBar } from "../parts/top-bar.tsx";
import { usePreferences } from "../preferences.tsx";
import { everything, type Filter } from "../schedule/find.ts";
import { type Schedule, scheduleOf } from "../schedule/schedule.ts";
import { Timeline } from "../timeline/timeline.tsx";
import { ClosuresPanel } from "./closures-panel.tsx";
import { EditPanel } from "./edit-panel.tsx";
import { Exports } from "./exports.tsx";
import { Filters } from "./filters.tsx";
import { Fixes } from "./fixes.tsx";
import { MovePoint } from "./move-point.tsx";
import { PlaceCard } from "./place-card.tsx";
import { PlanDiff } from "./plan-diff.tsx";
import { PlanRequestDialog } from "./plan-request.tsx";
import { Rehearsal } from "./rehearsal.tsx";
import { Search } from "./search.tsx";
import { Summary } from "./summary.tsx";
import { UnassignedList } from "./unassigned-list.tsx";
import { useClosures } from "./use-closures.ts";
import { type Edits, useEdits } from "./use-edits.ts";
import { useLive } from "./use-live.ts";
import { useMoving } from "./use-moving.ts";
import { VehicleList } from "./vehicle-list.tsx";
import { type PlanVersion, VersionBar } from "./version-bar.tsx";
import { Why } from "./why.tsx";

/** A plan with everything that the view needs. */
export interface PlanViewProps {
  readonly brief: Brief;
  readonly version: PlanVersion;
  readonly schedule: Schedule;
  readonly findings: readonly FindingView[];
  readonly drawing: RouteDrawing;
  readonly base: BaseMap;
  /** Called when the version on show has changed its state. */
  readonly onChanged: () => void;
}

interface Chosen {
  readonly selection: Selection;
  readonly focus: "map" | "list";
}

function usePlannerKeys(clear: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key === "Escape") clear();
      const { target } = event;
      const typing =
        target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== "radio");
      if (event.key !== "/" || typing) return;
      event.preventDefault();
      document.getElementById("search")?.focus();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [clear]);
}

/** The plan as saved, or with the edits once the service has put them in time. */
function useWithEdits(
  brief: Brief,
  { edited }: Edits,
  { schedule, findings, drawing }: Pick<PlanViewProps, "schedule" | "findings" | "drawing">,
): Pick<PlanViewProps, "schedule" | "findings" | "drawing"> {
  return useMemo(
    () =>
      edited
        ? { schedule: scheduleOf(edited.plan, brief), findings: edited.findings, drawing: edited.drawing }
        : { schedule, findings, drawing },
    [brief, edited, schedule, findings, drawing],
  );
}

/** How many trips of the version are locked; undefined when none is. */
function locksIn(version: number, { plan: { locks = [] } }: PlanViewProps["schedule"]) {
  return locks.length > 0 ? { version, trips: locks.length } : undefined;
}

/** The page of a plan. */
export function PlanView({ brief, version, base, onChanged, ...saved }: PlanViewProps) {
  const { text } = usePreferences();
  const edits = useEdits(brief.id, version.version);
  // The service answers questions about versions that it has, not about changes that are only on show.
  const isSaved = edits.edited === undefined;
  const { schedule, findings, drawing } = useWithEdits(brief, edits, saved);
  const [chosen, setChosen] = useState<Chosen>({ selection: nothing, focus: "list" });
  const [filter, setFilter] = useState<Filter>(everything);
  const shown = useMemo(() => shownVehicles(schedule, filter), [schedule, filter]);
  const { selection } = chosen;
  const selectInList = useCallback((next: Selection) => setChosen({ selection: next, focus: "list" }), []);
  const clear = useCallback(() => setChosen({ selection: nothing, focus: "list" }), []);
  const selectOnMap = useCallback((picked: Selection | undefined) => {
    setChosen((known) => {
      if (!picked) return { selection: nothing, focus: "map" };
      const vehicle = picked.vehicle ?? (picked.place === undefined ? undefined : known.selection.vehicle);
      const trip = picked.trip ?? (picked.place === undefined ? undefined : known.selection.trip);
      return { selection: { vehicle, trip, place: picked.place }, focus: "map" };
    });
  }, []);
  usePlannerKeys(clear);
  const closures = useClosures(brief.id);
  const moving = useMoving(brief.id, onChanged);
  const live = useLive(brief.id, schedule, version.state === "published");
  const moveTrip = useCallback(
    (trip: string, vehicle: string) => edits.add({ kind: "move-trip", trip, vehicle }),
    [edits.add],
  );
  const place = selection.place === undefined ? undefined : schedule.places.get(selection.place);
  return (
    <div className="planner">
      <button type="button" className="skip" onClick={() => document.getElementById("vehicles")?.focus()}>
        {text.skipToList}
      </button>
      <TopBar
        brief={brief.id}
        page="plan"
        title={schedule.title}
        subtitle={schedule.area}
        deadline={schedule.deadline}
        timeZone={schedule.timeZone}
      >
        <PlanRequestDialog brief={brief} locked={locksIn(version.version, saved.schedule)} />
      </TopBar>
      <Honesty synthetic={schedule.plan.roads.synthetic} approximate={schedule.approximate} />
      <main className="work">
        <PlanMap
          schedule={schedule}
          drawing={drawing}
          base={base}
          selection={selection}
          filter={filter}
          shown={shown}
          focus={chosen.focus}
          closures={closures.features}
          live={live}
          moving={moving.point}
          onDraw={moving.point ? moving.put : closures.sketch && closures.addCorner}
          onSelect={selectOnMap}
        />
        <Timeline schedule={schedule} shown={shown} selection={selection} onSelect={selectInList} onMove={moveTrip} />
        <section className="panel" aria-label={text.panel}>
          <VersionBar version={version} findings={findings} timeZone={schedule.timeZone} onChanged={onChanged} />
          <Search schedule={schedule} onSelect={selectInList} />
          {place && (
            <PlaceCard
              key={place.code}
              schedule={schedule}
              place={place}
              follow={selection.vehicle === undefined || chosen.focus === "map"}
              onSelect={selectInList}
              onClose={clear}
            >
              <MovePoint place={place} moving={moving} base={base} />
              {isSaved && schedule.visits.has(place.code) && (
                <Why brief={brief.id} version={version.version} place={place.code} />
              )}
            </PlaceCard>
          )}
          <Summary schedule={schedule} compact={isSaved ? version.compact : null} />
          {version.state !== "published" && (
            <PlanDiff brief={brief.id} version={version.version} schedule={schedule} onSelect={selectInList} />
          )}
          <UnassignedList schedule={schedule} selection={selection} onSelect={selectInList}>
            {isSaved && <Fixes brief={brief.id} version={version.version} plan={schedule.plan} />}
          </UnassignedList>
          <ClosuresPanel brief={brief} closures={closures} place={place} />
          {isSaved && <Rehearsal brief={brief.id} version={version.version} plan={schedule.plan} />}
          <Exports brief={brief.id} version={version.version} vehicle={selection.vehicle} />
          <Filters schedule={schedule} filter={filter} onFilter={setFilter} />
          <VehicleList
            schedule={schedule}
            shown={shown}
            selection={selection}
            onSelect={selectInList}
            onReset={() => setFilter(everything)}
            onEdit={edits.add}
          />
          <EditPanel
            brief={brief.id}
            before={saved.schedule}
            schedule={schedule}
            findings={findings}
            selection={selection}
            edits={edits}
          />
        </section>
      </main>
    </div>
  );
}
