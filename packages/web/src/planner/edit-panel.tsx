/**
 * Changing the plan by hand by keyboard: the selected trip or stop goes elsewhere or is locked; undo, redo; what breaks; saving
 * it as a version. The timeline and the list offer the same by dragging.
 */
import type { FindingView } from "@antar/api";
import { type FormEvent, useEffect, useState } from "react";
import { duration, number } from "../format/numbers.ts";
import { plainSentence } from "../format/sentences.ts";
import type { Selection } from "../map/features.ts";
import { usePreferences } from "../preferences.tsx";
import { addressOf } from "../route.ts";
import type { Schedule, TripEntry } from "../schedule/schedule.ts";
import { StudyState } from "./study-state.tsx";
import type { Edits } from "./use-edits.ts";

interface EditPanelProps {
  readonly brief: string;
  /** The plan before the edits. */
  readonly before: Schedule;
  /** The plan with them. */
  readonly schedule: Schedule;
  readonly findings: readonly FindingView[];
  readonly selection: Selection;
  readonly edits: Edits;
}

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) outside of text fields. */
function useUndoKeys({ undo, redo }: Pick<Edits, "undo" | "redo">): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { target } = event;
      if (target instanceof HTMLTextAreaElement) return;
      if (target instanceof HTMLInputElement && target.type !== "radio" && target.type !== "checkbox") return;
      if (!(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      const again = key === "y" || (key === "z" && event.shiftKey);
      if (!again && key !== "z") return;
      event.preventDefault();
      if (again) redo();
      else undo();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [undo, redo]);
}

interface ChoiceProps {
  readonly label: string;
  readonly act: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChoose: (value: string) => void;
}

function Choice({ label, act, options, onChoose }: ChoiceProps) {
  const [value, setValue] = useState("");
  const choose = (event: FormEvent): void => {
    event.preventDefault();
    onChoose(value);
    setValue("");
  };
  return (
    <form className="choice" onSubmit={choose}>
      <label className="field wide">
        <span>{label}</span>
        <select required value={value} onChange={(event) => setValue(event.target.value)}>
          <option value="">–</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="quiet">
        {act}
      </button>
    </form>
  );
}

function Moves({ schedule, trip, place, edits }: { schedule: Schedule; trip: TripEntry; place: string; edits: Edits }) {
  const { text } = usePreferences();
  const { add } = edits;
  const own = schedule.vehicles.find((vehicle) => vehicle.id === trip.vehicle);
  const alike = schedule.vehicles.filter((vehicle) => vehicle.id !== trip.vehicle && vehicle.type === own?.type);
  const others = schedule.vehicles.filter((vehicle) => vehicle.id !== trip.vehicle && vehicle.type !== own?.type);
  const vehicles = [...alike, ...others].map(({ id, home }) => ({ value: id, label: `${id} · ${home.name}` }));
  const trips = schedule.vehicles
    .flatMap((vehicle) => vehicle.trips)
    .filter((other) => other.id !== trip.id && other.origin.code === trip.origin.code)
    .map((other) => ({ value: other.id, label: `${other.id} · ${other.vehicle}` }));
  const stop = trip.stops.find((entry) => entry.place.code === place);
  const locked = schedule.plan.locks?.includes(trip.id) ?? false;
  return (
    <>
      {!locked && (
        <Choice
          label={text.editMoveTrip(trip.id)}
          act={text.editMove}
          options={vehicles}
          onChoose={(vehicle) => add({ kind: "move-trip", trip: trip.id, vehicle })}
        />
      )}
      {!locked && stop && (
        <>
          <Choice
            label={text.editMoveStop(stop.place.name)}
            act={text.editMove}
            options={trips}
            onChoose={(toTrip) => add({ kind: "move-stop", trip: trip.id, place, toTrip })}
          />
          <Choice
            label={text.editOwnTrip(stop.place.name)}
            act={text.editMove}
            options={vehicles}
            onChoose={(vehicle) => add({ kind: "own-trip", trip: trip.id, place, vehicle })}
          />
        </>
      )}
      <label className="check">
        <input
          type="checkbox"
          checked={locked}
          onChange={() => add({ kind: locked ? "unlock" : "lock", trip: trip.id })}
        />
        {text.editLock(trip.id)}
      </label>
    </>
  );
}

/** A signed figure: what the edits add to it. */
function more(before: number, after: number, write: (value: number) => string): string {
  const grown = after - before;
  return `${grown < 0 ? "−" : "+"}${write(Math.abs(grown))}`;
}

function Outcome({ before, schedule, findings }: Pick<EditPanelProps, "before" | "schedule" | "findings">) {
  const { text, language } = usePreferences();
  const [was, is] = [before.plan.summary, schedule.plan.summary];
  const blocking = findings.filter((finding) => finding.blocking);
  return (
    <div className="outcome" data-state={blocking.length > 0 ? "broken" : "good"}>
      <p>
        <b>{blocking.length > 0 ? text.editBreaks(number(blocking.length, language)) : text.editFine}</b> {text.cost}{" "}
        {more(was.cost, is.cost, (value) => number(value, language))}
        {was.slack !== null && is.slack !== null && (
          <>
            , {text.slack} {more(was.slack, is.slack, (value) => duration(value, language))}
          </>
        )}
      </p>
      <ul>
        {blocking.slice(0, 8).map((finding) => (
          <li key={`${finding.code} ${finding.place} ${finding.says.en}`}>
            {plainSentence(finding.says[language], language)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The foot of the panel; nothing while no trip is selected and nothing was changed. */
export function EditPanel({ brief, before, schedule, findings, selection, edits }: EditPanelProps) {
  const { text, language } = usePreferences();
  useUndoKeys(edits);
  const trips = schedule.vehicles.find((vehicle) => vehicle.id === selection.vehicle)?.trips ?? [];
  const trip = trips.find((entry) => entry.id === selection.trip) ?? (trips.length === 1 ? trips[0] : undefined);
  const saved = edits.saving.job?.version;
  if (!trip && edits.edits.length === 0) return null;
  return (
    <section className="edits" aria-label={text.edits}>
      {trip && (
        <details>
          <summary>{text.editOf(trip.id, trip.vehicle)}</summary>
          <Moves key={trip.id} schedule={schedule} trip={trip} place={selection.place ?? ""} edits={edits} />
        </details>
      )}
      {edits.done > 0 && (
        <h2>
          {text.edits} <span className="count">{number(edits.done, language)}</span>
        </h2>
      )}
      <StudyState study={edits.check} />
      {edits.edited && !edits.check.going && !edits.check.trouble && (
        <Outcome before={before} schedule={schedule} findings={findings} />
      )}
      {edits.edits.length > 0 && (
        <div className="acts">
          <button type="button" className="quiet" disabled={edits.done === 0} onClick={edits.undo}>
            {text.editUndo}
          </button>
          <button type="button" className="quiet" disabled={edits.done === edits.edits.length} onClick={edits.redo}>
            {text.editRedo}
          </button>
          <button type="button" className="quiet" onClick={edits.drop}>
            {text.editDrop}
          </button>
          <button
            type="button"
            className="primary"
            disabled={edits.done === 0 || edits.check.going || edits.check.trouble !== undefined || edits.saving.going}
            onClick={edits.save}
          >
            {text.editSave}
          </button>
        </div>
      )}
      <StudyState study={edits.saving} />
      {saved != null && (
        <a className="quiet" href={addressOf({ brief, page: "plan", version: saved })}>
          {text.jobDone(`${saved}`)}: {text.jobShow}
        </a>
      )}
    </section>
  );
}
