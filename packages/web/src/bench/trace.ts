/**
 * What a browser's trace says of scripting on the page's main thread. Knows the trace format; refuses to know what was done.
 * Format: Trace Event Format, events `RunTask` of the category `disabled-by-default-devtools.timeline` and the scripting
 * events of `devtools.timeline` within them.
 */

interface Event {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The longest scripting of one task, milliseconds: by the wall clock and as CPU time of the thread. */
export interface Scripting {
  readonly tasks: number;
  readonly longest: number;
  readonly longestCpu: number;
}

const scripting = new Set([
  "EvaluateScript",
  "v8.compile",
  "FunctionCall",
  "EventDispatch",
  "TimerFire",
  "FireAnimationFrame",
  "FireIdleCallback",
  "RunMicrotasks",
  "MinorGC",
  "MajorGC",
]);

/** The events of `events` that lie within no other one of them. */
function outermost(events: readonly Event[]): Event[] {
  const kept: Event[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const event of [...events].sort((left, right) => left.ts - right.ts || (right.dur ?? 0) - (left.dur ?? 0))) {
    if (event.ts < end) continue;
    kept.push(event);
    end = event.ts + (event.dur ?? 0);
  }
  return kept;
}

/** Reads a trace. Only main threads of pages count. */
export function scriptingOf(trace: string): Scripting {
  const { traceEvents }: { readonly traceEvents: readonly Event[] } = JSON.parse(trace);
  const threadOf = ({ pid, tid }: Event): string => `${pid} ${tid}`;
  const main = new Set(
    traceEvents.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain").map(threadOf),
  );
  const own = traceEvents.filter((event) => event.ph === "X" && main.has(threadOf(event)));
  const tasks = outermost(own.filter(({ name }) => name === "RunTask" || name === "ThreadControllerImpl::RunTask"));
  const scripts = outermost(own.filter(({ name }) => scripting.has(name)));
  let [at, longest, longestCpu] = [0, 0, 0];
  for (const task of tasks) {
    const end = task.ts + (task.dur ?? 0);
    let [wall, cpu] = [0, 0];
    for (; at < scripts.length && (scripts[at]?.ts ?? 0) < end; at += 1) {
      const script = scripts[at];
      if (!script || script.ts < task.ts) continue;
      wall += script.dur ?? 0;
      cpu += script.tdur ?? 0;
    }
    [longest, longestCpu] = [Math.max(longest, wall), Math.max(longestCpu, cpu)];
  }
  return { tasks: tasks.length, longest: longest / 1_000, longestCpu: longestCpu / 1_000 };
}
