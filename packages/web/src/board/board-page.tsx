/**
 * The wall board: how far the distribution is, TPS by TPS, readable across a room; follows the service's event stream.
 * The same page serves an observer: it offers no act but taking up an alarm, to those who may.
 */
import "../styles/board.css";
import type { AlarmView, BoardView } from "@antar/api";
import { useCallback, useEffect, useMemo, useState } from "react";
import { fetchAlarms, fetchBoard, fetchBrief, fetchBriefs, fetchPlan, ServiceError, watchBoard } from "../client.ts";
import { clock, dayKey, epochOf, fullMoment, shortMoment } from "../format/moments.ts";
import { duration, number } from "../format/numbers.ts";
import { FailedPage } from "../parts/failed-page.tsx";
import { Honesty } from "../parts/honesty.tsx";
import { StatePage } from "../parts/state-page.tsx";
import { TopBar, useNow } from "../parts/top-bar.tsx";
import { usePreferences } from "../preferences.tsx";
import { addressOf } from "../route.ts";
import { type Schedule, scheduleOf } from "../schedule/schedule.ts";
import { useResource } from "../use-resource.ts";
import { Attention } from "./attention.tsx";
import { type Cell, cellsOf, gaugesOf, groupsOf, redItemsOf } from "./board-state.ts";

interface Loaded {
  readonly brief: string;
  readonly board: BoardView;
  readonly schedule: Schedule;
}

async function load(wanted: string | undefined, signal: AbortSignal): Promise<Loaded | undefined> {
  const brief = wanted ?? (await fetchBriefs(signal)).briefs[0]?.id;
  if (brief === undefined) return undefined;
  const [document, view, board] = await Promise.all([
    fetchBrief(brief, signal),
    fetchPlan(brief, undefined, signal),
    fetchBoard(brief, signal),
  ]);
  return { brief, board, schedule: scheduleOf(view.plan, document) };
}

const states = ["received", "under-way", "planned", "late", "unserved"] as const;

function useStateNames() {
  const { text } = usePreferences();
  return {
    received: text.cellReceived,
    "under-way": text.cellUnderWay,
    planned: text.cellPlanned,
    late: text.cellLate,
    unserved: text.cellUnserved,
  };
}

function Grid({ schedule, cells }: { readonly schedule: Schedule; readonly cells: readonly Cell[] }) {
  const { language } = usePreferences();
  const names = useStateNames();
  const groups = useMemo(() => groupsOf(schedule, cells), [schedule, cells]);
  const kecamatan = schedule.kecamatan.length > 0 ? schedule.kecamatan : [{ code: "", name: schedule.area }];
  const title = (cell: Cell): string => {
    const when = cell.planned === undefined ? "" : ` · ${fullMoment(cell.planned, schedule.timeZone, language)}`;
    return `${cell.name} ${cell.code}: ${names[cell.state]}${when}`;
  };
  return (
    <div className="districts">
      {kecamatan.map(({ code, name }) => {
        const own = groups.filter((group) => group.kecamatan === code);
        const all = own.flatMap((group) => group.cells);
        const received = all.filter((cell) => cell.state === "received").length;
        return (
          <section key={code} className="district">
            <h2>
              {name}
              <span>
                {number(received, language)}/{number(all.length, language)}
              </span>
            </h2>
            {own.map((group) => (
              <div key={group.name} className="kelurahan">
                <h3>{group.name}</h3>
                <ul>
                  {group.cells.map((cell) => (
                    <li key={cell.code} data-state={cell.state} title={title(cell)}>
                      <span className="unseen">{title(cell)}</span>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </section>
        );
      })}
    </div>
  );
}

interface GaugesProps {
  readonly board: BoardView;
  readonly cells: readonly Cell[];
  readonly alarms: readonly AlarmView[];
}

/** The six *tepat*, each a bar with its share. */
function Gauges({ board, cells, alarms }: GaugesProps) {
  const { text, language } = usePreferences();
  const now = useNow(10);
  const counts = {
    jumlah: text.countsJumlah,
    jenis: text.countsJenis,
    sasaran: text.countsSasaran,
    waktu: text.countsWaktu,
    kualitas: text.countsKualitas,
    efisien: text.countsEfisien,
  };
  return (
    <section className="gauges" aria-label={text.sixTepat}>
      <ul>
        {gaugesOf(board, cells, { now, alarms }).map(({ tepat, good, whole }) => {
          const share = whole === 0 ? 1 : good / whole;
          const percent = whole === 0 ? "–" : `${number(Math.floor(100 * share), language, 0)}%`;
          return (
            <li key={tepat} data-state={share < 1 ? "open" : "good"}>
              <span>Tepat {tepat}</span> <b>{percent}</b>
              <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect width="100" height="4" className="rest" />
                <rect width={100 * share} height="4" className="done" />
              </svg>
              <small>
                {number(good, language)}/{number(whole, language)} {counts[tepat]}
              </small>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface Alarms {
  readonly alarms: readonly AlarmView[];
  /** Since when the service has not answered, epoch seconds; undefined while it does. */
  readonly lostSince: number | undefined;
}

/**
 * Open alarms, asked for now and then; whoever may not read them has none. The asking also tells whether the service is there:
 * the stream of the board is silent while nothing happens.
 */
function useAlarms(brief: string): Alarms {
  const [state, setState] = useState<Alarms>({ alarms: [], lostSince: undefined });
  useEffect(() => {
    const controller = new AbortController();
    const lost = (error: unknown): void => {
      if (controller.signal.aborted) return;
      const isAway = !(error instanceof ServiceError) || error.status === 0 || error.status >= 500;
      setState((known) => ({ ...known, lostSince: isAway ? (known.lostSince ?? Date.now() / 1000) : undefined }));
    };
    const look = (): void =>
      void fetchAlarms(brief, controller.signal).then(({ alarms }) => setState({ alarms, lostSince: undefined }), lost);
    look();
    const timer = setInterval(look, 4_000);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [brief]);
  return state;
}

/** Keeps the screen of a wall board awake where the browser can. */
function useAwake(tv: boolean): void {
  useEffect(() => {
    if (!tv) return;
    const ask = (): void => void navigator.wakeLock?.request("screen").catch(() => undefined);
    ask();
    document.addEventListener("visibilitychange", ask);
    return () => document.removeEventListener("visibilitychange", ask);
  }, [tv]);
}

function Countdown({ schedule }: { readonly schedule: Schedule }) {
  const { text, language } = usePreferences();
  const now = useNow(1);
  const [left, legal] = [schedule.deadline - now, schedule.legalEnd - now];
  return (
    <div className="countdown">
      <span className="label">{text.toDeadline}</span>
      <strong>{left > 0 ? duration(left, language) : text.deadlinePassed}</strong>
      <span className="label">{fullMoment(schedule.deadline, schedule.timeZone, language)}</span>
      {schedule.legalEnd > schedule.deadline && (
        <span className="label">
          {text.legalEnd(fullMoment(schedule.legalEnd, schedule.timeZone, language))}:{" "}
          <b>{legal > 0 ? duration(legal, language) : text.deadlinePassed}</b>
        </span>
      )}
    </div>
  );
}

function Progress({ cells, schedule }: { readonly cells: readonly Cell[]; readonly schedule: Schedule }) {
  const { text, language } = usePreferences();
  const now = useNow(10);
  const names = useStateNames();
  const count = (state: Cell["state"]): number => cells.filter((cell) => cell.state === state).length;
  const due = cells.filter((cell) => cell.planned !== undefined && cell.planned <= now).length;
  const percent = (part: number): string => `${number((100 * part) / Math.max(1, cells.length), language, 0)}%`;
  return (
    <div className="progress">
      <p>
        <strong>{percent(count("received"))}</strong>{" "}
        {text.receivedOf(number(count("received"), language), number(cells.length, language))}
        <span className="by-plan">{text.receivedByPlan(number(due, language), percent(due))}</span>
      </p>
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="4" className="rest" />
        <rect width={(100 * count("received")) / Math.max(1, cells.length)} height="4" className="done" />
        {now < schedule.deadline && (
          <rect x={(100 * due) / Math.max(1, cells.length) - 0.15} width="0.3" height="4" className="due" />
        )}
      </svg>
      <ul>
        {states.map((state) => (
          <li key={state} data-state={state}>
            {names[state]} <b>{number(count(state), language)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Seconds after which an arrival that nobody has told of is marked. */
const overdueAfter = 300;

function Board({ loaded, tv }: { readonly loaded: Loaded; readonly tv: boolean }) {
  const { text, language } = usePreferences();
  const { alarms, lostSince } = useAlarms(loaded.brief);
  useAwake(tv);
  const { brief, schedule } = loaded;
  const [board, setBoard] = useState(loaded.board);
  useEffect(() => watchBoard(brief, setBoard), [brief]);
  const cells = useMemo(() => cellsOf(schedule, board.rows), [schedule, board]);
  /** The time of the day alone where the day is that of the board. */
  const when = (moment: number): string =>
    dayKey(moment, schedule.timeZone) === dayKey(epochOf(board.asOf), schedule.timeZone)
      ? clock(moment, schedule.timeZone, language)
      : shortMoment(moment, schedule.timeZone, language);
  const isOverdue = (eta: string): boolean => epochOf(eta) < epochOf(board.asOf) - overdueAfter;
  const next = board.rows
    .flatMap((row) =>
      row.next && row.state !== "done"
        ? [{ vehicle: row.vehicle, ...row.next, eta: row.expected?.next?.median ?? row.next.eta }]
        : [],
    )
    .sort((left, right) => epochOf(left.eta) - epochOf(right.eta))
    .slice(0, 8);
  return (
    <div className={tv ? "board tv" : "board"}>
      <TopBar
        brief={brief}
        page="board"
        title={schedule.title}
        subtitle={text.boardAsOf(shortMoment(epochOf(board.asOf), schedule.timeZone, language))}
        deadline={schedule.deadline}
        timeZone={schedule.timeZone}
      >
        {!tv && (
          <a className="quiet tv-link" href={`${addressOf({ brief, page: "board" })}?tv=1`}>
            {text.tvMode}
          </a>
        )}
      </TopBar>
      <Honesty synthetic={board.roads.synthetic} approximate={schedule.approximate} />
      {lostSince !== undefined && (
        <p className="lost" role="alert">
          {text.boardLost(shortMoment(lostSince, schedule.timeZone, language))}
        </p>
      )}
      <main>
        <div className="left">
          <Progress cells={cells} schedule={schedule} />
          <Gauges board={board} cells={cells} alarms={alarms} />
          <Grid schedule={schedule} cells={cells} />
        </div>
        <aside>
          <Countdown schedule={schedule} />
          <Attention brief={brief} items={redItemsOf(board, 5, alarms)} schedule={schedule} tv={tv} />
          <section className="next">
            <h2>{text.nextArrivals}</h2>
            <ol>
              {next.map((row) => (
                <li key={row.vehicle} data-overdue={isOverdue(row.eta)}>
                  <time>{when(epochOf(row.eta))}</time>
                  <span>
                    {row.name}
                    {isOverdue(row.eta) && (
                      <small>{text.overdue(duration(epochOf(board.asOf) - epochOf(row.eta), language))}</small>
                    )}
                  </span>
                  <b>{row.vehicle}</b>
                </li>
              ))}
            </ol>
          </section>
        </aside>
      </main>
    </div>
  );
}

/** The board of the published plan of `brief`, of the first brief when undefined; `tv`: for a wall, nothing to press. */
export function BoardPage({ brief, tv = false }: { readonly brief: string | undefined; readonly tv?: boolean }) {
  const { text } = usePreferences();
  const [resource, again] = useResource(useCallback((signal: AbortSignal) => load(brief, signal), [brief]));
  if (resource.state === "loading") return <StatePage busy title={text.loading} />;
  if (resource.state === "ready" && resource.value) return <Board loaded={resource.value} tv={tv} />;
  const error = resource.state === "failed" ? resource.error : undefined;
  return <FailedPage error={error} absent={{ title: text.noPlanTitle, hint: text.noPlanYet }} onRetry={again} />;
}
