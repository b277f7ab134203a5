import { expect, test } from "vitest";
import { scriptingOf } from "./trace.ts";

const main = { pid: 1, tid: 7 };
const span = (name: string, ts: number, dur: number, more = {}) => ({
  name,
  ph: "X",
  ts,
  dur,
  tdur: dur / 2,
  ...main,
  ...more,
});

test("scripting is summed by task, nested events once: 3 + 4 ms of the second task, not the 9 ms of a worker", () => {
  const traceEvents = [
    { name: "thread_name", ph: "M", ts: 0, ...main, args: { name: "CrRendererMain" } },
    { name: "thread_name", ph: "M", ts: 0, pid: 1, tid: 8, args: { name: "DedicatedWorker" } },
    span("RunTask", 0, 6_000),
    span("FunctionCall", 1_000, 5_000),
    span("RunTask", 10_000, 20_000),
    span("EventDispatch", 11_000, 3_000),
    span("FunctionCall", 12_000, 1_000),
    span("TimerFire", 20_000, 4_000),
    span("Layout", 25_000, 5_000),
    span("FunctionCall", 0, 9_000, { tid: 8 }),
  ];
  expect(scriptingOf(JSON.stringify({ traceEvents }))).toEqual({ tasks: 2, longest: 7, longestCpu: 3.5 });
});
