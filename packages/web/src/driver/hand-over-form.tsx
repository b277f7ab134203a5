/**
 * Counting at the hand-over: kits, boxes, who received.
 */
import { useState } from "react";
import { number } from "../format/numbers.ts";
import { usePreferences } from "../preferences.tsx";
import type { Count, DayStop } from "./acts.ts";

interface HandOverFormProps {
  readonly stop: DayStop;
  readonly onDone: (count: Count) => void;
  readonly onCancel: () => void;
}

function Counter({
  label,
  value,
  most,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}) {
  return (
    <div className="counter">
      <span id={`count-${label}`}>{label}</span>
      <fieldset aria-labelledby={`count-${label}`}>
        <button type="button" aria-label={`${label} −1`} onClick={() => onChange(Math.max(0, value - 1))}>
          −
        </button>
        <output>
          {value} <small>/ {most}</small>
        </output>
        <button type="button" aria-label={`${label} +1`} onClick={() => onChange(Math.min(most, value + 1))}>
          +
        </button>
      </fieldset>
    </div>
  );
}

/** The form; starts from what the plan says and asks for the receiver's name. */
export function HandOverForm({ stop, onDone, onCancel }: HandOverFormProps) {
  const { text, language } = usePreferences();
  const [kits, setKits] = useState(stop.stop.kits.length);
  const [boxes, setBoxes] = useState(stop.stop.boxes);
  const [receiver, setReceiver] = useState("");
  const [note, setNote] = useState("");
  const missing = stop.stop.kits.length - kits;
  return (
    <form
      className="hand-over"
      onSubmit={(event) => {
        event.preventDefault();
        onDone({ kits, boxes, receiver: receiver.trim(), note: note.trim() });
      }}
    >
      {stop.stop.kits.length > 0 && (
        <Counter label={text.countKits} value={kits} most={stop.stop.kits.length} onChange={setKits} />
      )}
      {stop.stop.boxes > 0 && (
        <Counter label={text.countBoxes} value={boxes} most={stop.stop.boxes} onChange={setBoxes} />
      )}
      {missing > 0 && (
        <p className="alarm" role="alert">
          {text.shortWarning(number(missing, language))}
        </p>
      )}
      <label className="field">
        <span>{text.receiver}</span>
        <input
          required
          maxLength={100}
          autoComplete="name"
          value={receiver}
          onChange={(event) => setReceiver(event.target.value)}
        />
      </label>
      <label className="field">
        <span>{text.note}</span>
        <input maxLength={400} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <div className="actions">
        <button type="button" className="quiet" onClick={onCancel}>
          {text.cancel}
        </button>
        <button type="submit" className="primary">
          {text.confirmHandOver}
        </button>
      </div>
    </form>
  );
}
