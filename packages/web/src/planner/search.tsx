/**
 * Finding a TPS by its code, a place by its name, a vehicle by its id. Arrow keys and Enter choose.
 */
import { type KeyboardEvent, useDeferredValue, useMemo, useState } from "react";
import type { Selection } from "../map/features.ts";
import { PlaceSign } from "../map/legend.tsx";
import { usePreferences } from "../preferences.tsx";
import { searchPlaces, searchVehicles } from "../schedule/find.ts";
import type { Schedule } from "../schedule/schedule.ts";

interface SearchProps {
  readonly schedule: Schedule;
  readonly onSelect: (selection: Selection) => void;
}

interface Hit {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly detail: string;
  readonly selection: Selection;
}

const limit = 8;

function hitsOf(schedule: Schedule, query: string): readonly Hit[] {
  const vehicles = searchVehicles(schedule, query, 3).map((vehicle) => ({
    key: `vehicle ${vehicle.id}`,
    kind: "vehicle",
    name: vehicle.id,
    detail: vehicle.typeName,
    selection: { vehicle: vehicle.id, trip: undefined, place: undefined },
  }));
  const places = searchPlaces(schedule, query, limit - vehicles.length).map((place) => ({
    key: `place ${place.code}`,
    kind: place.kind,
    name: place.name,
    detail: place.code,
    selection: { vehicle: undefined, trip: undefined, place: place.code },
  }));
  return [...vehicles, ...places];
}

/** The search field with its list of hits. */
export function Search({ schedule, onSelect }: SearchProps) {
  const { text } = usePreferences();
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const deferred = useDeferredValue(query);
  const hits = useMemo(() => hitsOf(schedule, deferred), [schedule, deferred]);
  const shown = open && deferred.trim() !== "";
  const choose = (hit: Hit): void => {
    onSelect(hit.selection);
    setQuery(hit.kind === "vehicle" ? hit.name : hit.detail);
    setOpen(false);
  };
  const press = (event: KeyboardEvent): void => {
    // A code pasted and entered at once must not wait for the deferred list.
    const hit = (query === deferred ? hits : hitsOf(schedule, query))[at];
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, hits.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter" && hit) choose(hit);
    else if (event.key === "Escape" && shown) {
      event.stopPropagation();
      setOpen(false);
      return;
    } else return;
    event.preventDefault();
  };
  return (
    <div className="search">
      <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
        <circle cx="8.5" cy="8.5" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="m13 13 4.5 4.5" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      </svg>
      <input
        id="search"
        type="search"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-label={text.search}
        aria-expanded={shown}
        aria-controls="search-hits"
        aria-activedescendant={shown && hits[at] ? `hit-${at}` : undefined}
        placeholder={text.search}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
      />
      <kbd title="/">/</kbd>
      <div id="search-hits" role="listbox" aria-label={text.searchResults} hidden={!shown}>
        {hits.map((hit, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys.
          <div
            key={hit.key}
            id={`hit-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(hit)}
          >
            <PlaceSign kind={hit.kind} />
            <span>{hit.name}</span>
            <span className="code">{hit.detail}</span>
          </div>
        ))}
        {shown && hits.length === 0 && <p>{text.searchNothing(deferred)}</p>}
      </div>
    </div>
  );
}
