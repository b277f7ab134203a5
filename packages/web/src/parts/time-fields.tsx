/**
 * Fields for a day, a time of day, or both, in the office's form whatever the browser's language: day before month, 24 hours,
 * the zone named. Typed freely, or stepped with the up and down keys. Refuses to know what the moment is for.
 */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { dayAfter, dayText, readDay, readTime, timeAfter, timeText } from "../format/fields.ts";
import { epochOfWallClock, fullDay, zoneName } from "../format/moments.ts";
import { usePreferences } from "../preferences.tsx";

/** What a field is called: by a label that names its id, or by a name of its own. */
type Called = { readonly id: string; readonly hint?: string } | { readonly name: string };

interface TypedProps {
  readonly called: Called;
  /** The value as it is written when nobody types. */
  readonly shown: string;
  readonly form: string;
  readonly read: (typed: string) => string | undefined;
  /** Called with what was read, with "" for an empty field and for one that names nothing. */
  readonly onValue: (value: string) => void;
  /** Called with 1 for the up key, -1 for the down key. */
  readonly onStep: (by: 1 | -1) => void;
  readonly wrong: string;
  readonly required: boolean;
  readonly className: string;
}

/** A field that reads what is typed; what names nothing stays as typed and keeps the form from being sent. */
function Typed({ called, shown, form, read, onValue, onStep, wrong, required, className }: TypedProps) {
  const [typed, setTyped] = useState<string>();
  const [left, setLeft] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const isWrong = typed !== undefined && typed.trim() !== "" && read(typed) === undefined;
  useEffect(() => input.current?.setCustomValidity(isWrong ? wrong : ""), [isWrong, wrong]);
  const press = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    setTyped(undefined);
    onStep(event.key === "ArrowUp" ? 1 : -1);
  };
  return (
    <>
      <input
        ref={input}
        className={className}
        {...("id" in called ? { id: called.id, "aria-describedby": called.hint } : { "aria-label": called.name })}
        aria-invalid={isWrong && left}
        autoComplete="off"
        inputMode="decimal"
        placeholder={form}
        required={required}
        value={typed ?? shown}
        onKeyDown={press}
        onChange={({ target }) => {
          setTyped(target.value);
          onValue(read(target.value) ?? "");
        }}
        onBlur={() => {
          setLeft(true);
          if (!isWrong) setTyped(undefined);
        }}
      />
      {isWrong && left && (
        <small className="wrong" role="alert">
          {wrong}
        </small>
      )}
    </>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly required?: boolean;
}

interface PartProps {
  readonly called: Called;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly required: boolean;
}

function Day({ called, value, onValue, required }: PartProps) {
  const { text } = usePreferences();
  return (
    <Typed
      className="day"
      called={called}
      shown={dayText(value)}
      form={text.dayForm}
      read={readDay}
      onValue={onValue}
      onStep={(by) => value && onValue(dayAfter(value, by))}
      wrong={text.dayWrong}
      required={required}
    />
  );
}

/** Minutes of one step of a time. */
const step = 5;

function Time({ called, value, onValue, required }: PartProps) {
  const { text, language } = usePreferences();
  return (
    <Typed
      className="time"
      called={called}
      shown={timeText(value, language)}
      form={text.timeForm}
      read={readTime}
      onValue={onValue}
      onStep={(by) => value && onValue(timeAfter(value, by * step))}
      wrong={text.timeWrong}
      required={required}
    />
  );
}

/** A day, `2024-11-26` or "". */
export function DayField({ label, value, onValue, required = false, hint }: FieldProps & { readonly hint?: string }) {
  const { language } = usePreferences();
  const id = useId();
  const called = hint === undefined ? { id } : { id, hint: `${id}-hint` };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Day called={called} value={value} onValue={onValue} required={required} />
      {value !== "" && <small>{fullDay(epochOfWallClock(`${value}T12:00`, "UTC"), "UTC", language)}</small>}
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

/** A time of day, `14:05` or "". */
export function TimeField({ label, value, onValue, required = false }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Time called={{ id }} value={value} onValue={onValue} required={required} />
    </div>
  );
}

/** A day and a time by the clocks of `timeZone`, `2024-11-26T14:05`; "" while one of them names nothing. */
export function MomentField({
  label,
  value,
  onValue,
  timeZone,
  required = false,
}: FieldProps & { readonly timeZone: string }) {
  const { text, language } = usePreferences();
  const [last, setLast] = useState(value);
  const [day = "", time = ""] = (value === "" ? last : value).split("T");
  const put = (changed: { readonly day?: string; readonly time?: string }): void => {
    const next = { day, time, ...changed };
    if (value !== "") setLast(value);
    onValue(next.day === "" || next.time === "" ? "" : `${next.day}T${next.time}`);
  };
  const epoch = epochOfWallClock(`${day}T${time}`, timeZone);
  return (
    <fieldset className="field moment">
      <legend>{label}</legend>
      <div>
        <Day
          called={{ name: `${label}, ${text.dayName}` }}
          value={day}
          onValue={(typed) => put({ day: typed })}
          required={required}
        />
        <Time
          called={{ name: `${label}, ${text.timeName}` }}
          value={time}
          onValue={(typed) => put({ time: typed })}
          required={required}
        />
        <span>{zoneName(epoch, timeZone)}</span>
      </div>
      <small>{fullDay(epoch, timeZone, language)}</small>
    </fieldset>
  );
}
