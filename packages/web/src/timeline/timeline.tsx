/**
 * The plan over time: a chart of vehicles, docks and escort teams that follows and makes the selection. Only the rows in
 * sight are drawn, so that thousands of vehicles cost no more than a screenful.
 */
import "../styles/timeline.css";
import { useEffect, useMemo, useRef, useState } from "react";
import { clock, epochOf, fullMoment, shortDay } from "../format/moments.ts";
import { number } from "../format/numbers.ts";
import type { Selection } from "../map/features.ts";
import { Choices } from "../parts/choices.tsx";
import { usePreferences } from "../preferences.tsx";
import { palette } from "../schedule/colours.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { type Bar, type Resource, type Row, rowsOf, type Span, spansOf, ticksOf } from "./rows.ts";

interface TimelineProps {
  readonly schedule: Schedule;
  readonly shown: ReadonlySet<string>;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
  /** A trip was dragged to the row of another vehicle. */
  readonly onMove: (trip: string, vehicle: string) => void;
}

const rowHeight = 24;
const resources: readonly Resource[] = ["vehicles", "docks", "convoys"];

function useSize() {
  const element = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 600, height: 200 });
  useEffect(() => {
    const watched = element.current;
    if (!watched) return;
    const observer = new ResizeObserver(() => setSize({ width: watched.clientWidth, height: watched.clientHeight }));
    observer.observe(watched);
    return () => observer.disconnect();
  }, []);
  return [element, size] as const;
}

interface Scale {
  readonly span: Span;
  readonly width: number;
  readonly at: (epoch: number) => number;
}

function BarShape({ bar, scale, chosen }: { readonly bar: Bar; readonly scale: Scale; readonly chosen: boolean }) {
  const { theme } = usePreferences();
  const colour = palette[theme][bar.colour] ?? "currentColor";
  const from = Math.max(0, scale.at(bar.from));
  const to = Math.min(scale.width, scale.at(bar.to));
  if (to <= 0 || from >= scale.width) return null;
  const width = Math.max(1, to - from);
  switch (bar.act) {
    case "loading":
      return <rect x={from} y="5" width={width} height="14" rx="2" className="bar loading" stroke={colour} />;
    case "handover":
      return <rect x={from} y="5" width={width} height="14" rx="1.5" className="bar" fill={colour} />;
    case "convoy":
      return <rect x={from} y="4" width={width} height="16" rx="3" className="bar convoy" fill={colour} />;
    case "drive":
      return <rect x={from} y={chosen ? 10 : 10.75} width={width} height={chosen ? 4 : 2.5} fill={colour} />;
    case "transfer":
      return <path d={`M${from} 12H${to}`} stroke={colour} strokeWidth="2" strokeDasharray="2 3" />;
    case "break":
      return <rect x={from} y="8" width={width} height="8" rx="4" className="break" />;
    default: {
      const never: never = bar.act;
      return never;
    }
  }
}

/** The row of a vehicle under the pointer. */
function rowAt({ clientX, clientY }: PointerEvent): HTMLElement | undefined {
  const row = document.elementFromPoint(clientX, clientY)?.closest("[data-row]");
  return row instanceof HTMLElement && row.querySelector("button.name") ? row : undefined;
}

/** Follows the pointer from a bar to the row where it is let go; the row under it is marked meanwhile. */
function dragBar(start: React.PointerEvent, { trip, vehicle }: Bar, onMove: TimelineProps["onMove"]): void {
  if (trip === undefined || start.button !== 0) return;
  let marked: HTMLElement | undefined;
  const mark = (row: HTMLElement | undefined): void => {
    if (row === marked) return;
    marked?.classList.remove("drop");
    marked = row?.dataset.row === vehicle ? undefined : row;
    marked?.classList.add("drop");
  };
  const move = (event: PointerEvent): void => mark(rowAt(event));
  const end = (event: PointerEvent): void => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", end);
    window.removeEventListener("pointercancel", end);
    const target = marked?.dataset.row;
    mark(undefined);
    if (event.type === "pointerup" && target !== undefined) onMove(trip, target);
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", end);
  window.addEventListener("pointercancel", end);
}

interface LineProps {
  readonly row: Row;
  readonly index: number;
  readonly scale: Scale;
  readonly props: TimelineProps;
  readonly name: (bar: Bar) => string;
}

function Line({ row, index, scale, props, name }: LineProps) {
  const { selection, onSelect, onMove } = props;
  const chosen = row.vehicle !== undefined && row.vehicle === selection.vehicle;
  const pick = (bar: Bar): void => onSelect({ vehicle: bar.vehicle, trip: bar.trip, place: undefined });
  return (
    <div className={chosen ? "line chosen" : "line"} style={{ top: index * rowHeight }} data-row={row.key}>
      {row.vehicle === undefined ? (
        <span className="name" title={row.label}>
          {row.label}
        </span>
      ) : (
        <button
          type="button"
          className="name"
          aria-pressed={chosen}
          onClick={() => onSelect({ vehicle: chosen ? undefined : row.vehicle, trip: undefined, place: undefined })}
        >
          {row.label}
        </button>
      )}
      <svg width={scale.width} height={rowHeight} aria-hidden="true">
        {row.bars.map((bar) => {
          const mine = selection.trip === undefined ? bar.vehicle === selection.vehicle : bar.trip === selection.trip;
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the list offers the same by keyboard.
            <g
              key={`${bar.act}${bar.trip}${bar.from}`}
              opacity={selection.vehicle === undefined || mine ? 1 : 0.28}
              onClick={() => pick(bar)}
              onPointerDown={(event) => dragBar(event, bar, onMove)}
            >
              <title>{name(bar)}</title>
              <BarShape bar={bar} scale={scale} chosen={mine && selection.vehicle !== undefined} />
            </g>
          );
        })}
      </svg>
    </div>
  );
}

function Axis({
  scale,
  schedule,
  label,
}: {
  readonly scale: Scale;
  readonly schedule: Schedule;
  readonly label: number;
}) {
  const { language, text } = usePreferences();
  const zone = schedule.timeZone;
  const ticks = ticksOf(scale.span, Math.max(3, Math.floor(scale.width / 62)), zone);
  const deadline = scale.at(schedule.deadline);
  const midnight = clock(0, "UTC", language);
  return (
    <div className="axis" style={{ paddingLeft: label }}>
      <svg width={scale.width} height="22" aria-hidden="true">
        {ticks.map((tick) => {
          const time = clock(tick, zone, language);
          return (
            <text key={tick} x={scale.at(tick)} y="15" textAnchor={tick === scale.span.from ? "start" : "middle"}>
              {time === midnight ? shortDay(tick, zone, language) : time}
            </text>
          );
        })}
        {deadline >= 0 && deadline <= scale.width && (
          <text x={Math.min(deadline, scale.width - 4)} y="15" className="deadline-mark" textAnchor="end">
            {text.deadline}
          </text>
        )}
      </svg>
    </div>
  );
}

function Grid({
  scale,
  schedule,
  height,
}: {
  readonly scale: Scale;
  readonly schedule: Schedule;
  readonly height: number;
}) {
  const ticks = ticksOf(scale.span, Math.max(3, Math.floor(scale.width / 62)), schedule.timeZone);
  const deadline = scale.at(schedule.deadline);
  return (
    <svg className="grid" width={scale.width} height={height} aria-hidden="true">
      {ticks.map((tick) => (
        <path key={tick} d={`M${scale.at(tick)} 0V${height}`} />
      ))}
      {deadline >= 0 && deadline <= scale.width && <path className="deadline-line" d={`M${deadline} 0V${height}`} />}
    </svg>
  );
}

function useFollow(rows: readonly Row[], vehicle: string | undefined, body: React.RefObject<HTMLDivElement | null>) {
  useEffect(() => {
    const index = rows.findIndex((row) => row.vehicle !== undefined && row.vehicle === vehicle);
    const element = body.current;
    if (index < 0 || !element) return;
    const [top, bottom] = [index * rowHeight, (index + 1) * rowHeight];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
  }, [rows, vehicle, body]);
}

/** Height of all rows, and the width of their names for the style sheet. */
function withLabel(height: number, label: number): React.CSSProperties & Readonly<Record<"--label", string>> {
  return { height, "--label": `${label}px` };
}

function Chart({
  rows,
  span,
  props,
}: {
  readonly rows: readonly Row[];
  readonly span: Span;
  readonly props: TimelineProps;
}) {
  const { text, language } = usePreferences();
  const { schedule, selection } = props;
  const [body, size] = useSize();
  const [scroll, setScroll] = useState(0);
  useFollow(rows, selection.vehicle, body);
  const label = size.width < 560 ? 76 : 128;
  const width = Math.max(120, size.width - label - 10);
  const scale: Scale = { span, width, at: (epoch) => ((epoch - span.from) / (span.to - span.from)) * width };
  const first = Math.max(0, Math.floor(scroll / rowHeight) - 3);
  const last = Math.ceil((scroll + size.height) / rowHeight) + 3;
  const acts = {
    loading: text.actLoading,
    drive: text.actDrive,
    handover: text.actHandover,
    break: text.actBreak,
    transfer: text.actTransfer,
    convoy: text.actConvoy,
  };
  const name = (bar: Bar): string => {
    const from = fullMoment(bar.from, schedule.timeZone, language);
    return `${[bar.vehicle, acts[bar.act], bar.label].filter(Boolean).join(" · ")}\n${from} – ${clock(bar.to, schedule.timeZone, language)}`;
  };
  return (
    <>
      <Axis scale={scale} schedule={schedule} label={label} />
      <div className="rows" ref={body} onScroll={(event) => setScroll(event.currentTarget.scrollTop)}>
        <div className="all" style={withLabel(rows.length * rowHeight, label)}>
          <Grid scale={scale} schedule={schedule} height={rows.length * rowHeight} />
          {rows.slice(first, last).map((row, index) => (
            <Line key={row.key} row={row} index={first + index} scale={scale} props={props} name={name} />
          ))}
        </div>
      </div>
    </>
  );
}

/** The chart with its switches; folded on small screens until asked for. */
export function Timeline(props: TimelineProps) {
  const { text, language } = usePreferences();
  const { schedule, shown } = props;
  const [open, setOpen] = useState(() => window.matchMedia("(min-width: 900px)").matches);
  const [resource, setResource] = useState<Resource>("vehicles");
  const [day, setDay] = useState("all");
  const spans = useMemo(() => spansOf(schedule), [schedule]);
  const rows = useMemo(
    () => rowsOf(schedule, resource, { shown, team: (team) => text.team(number(team, language)), epoch: epochOf }),
    [schedule, resource, shown, text, language],
  );
  const span = spans.days[Number(day)] ?? spans.whole;
  const names = { vehicles: text.vehicles, docks: text.docks, convoys: text.convoys };
  return (
    <section className={open ? "timeline open" : "timeline"} aria-label={text.timeline}>
      <header>
        <h2>
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            <span className="chevron" aria-hidden="true" /> {text.timeline}
          </button>
        </h2>
        {open && (
          <>
            <Choices
              name={text.timelineRows}
              value={resource}
              options={resources.map((value) => ({ value, label: names[value] }))}
              onChoose={setResource}
            />
            {spans.days.length > 1 && (
              <Choices
                name={text.timelineDay}
                value={day}
                options={[
                  { value: "all", label: text.all },
                  ...spans.days.map((one, index) => ({
                    value: `${index}`,
                    label: shortDay(one.from, schedule.timeZone, language),
                  })),
                ]}
                onChoose={setDay}
              />
            )}
            <ul className="acts" aria-hidden="true">
              <li className="act-loading">{text.actLoading}</li>
              <li className="act-drive">{text.actDrive}</li>
              <li className="act-handover">{text.actHandover}</li>
              <li className="act-break">{text.actBreak}</li>
            </ul>
          </>
        )}
      </header>
      {open && (rows.length > 0 ? <Chart rows={rows} span={span} props={props} /> : <p>{text.timelineNothing}</p>)}
    </section>
  );
}
