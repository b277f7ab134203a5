import { expect, it } from "vitest";
import * as z from "zod";
import { answerVroom } from "./answer-vroom.ts";
import { createVroom } from "./create-vroom.ts";

const Span = z.int().nonnegative();
const Amounts = z.array(Span);
const Point = z.tuple([z.number(), z.number()]);
const Place = { location: Point.optional(), location_index: Span.optional(), description: z.string().optional() };
const Violation = z.strictObject({
  cause: z.enum([
    "delay",
    "lead_time",
    "load",
    "max_tasks",
    "skills",
    "precedence",
    "missing_break",
    "max_travel_time",
    "max_distance",
    "max_load",
  ]),
  duration: Span.optional(),
});
const sums = {
  cost: Span,
  delivery: Amounts.optional(),
  amount: Amounts.optional(),
  pickup: Amounts.optional(),
  setup: Span,
  service: Span,
  duration: Span,
  waiting_time: Span,
  priority: Span,
  distance: Span.optional(),
  violations: z.array(Violation),
};
const Step = z.strictObject({
  ...Place,
  type: z.enum(["start", "job", "pickup", "delivery", "break", "end"]),
  id: Span.optional(),
  job: Span.optional(),
  setup: Span,
  service: Span,
  waiting_time: Span,
  load: Amounts.optional(),
  arrival: Span,
  duration: Span,
  distance: Span.optional(),
  violations: z.array(Violation),
});
/** The output that VROOM documents. */
const Output = z.strictObject({
  code: z.literal(0),
  summary: z.strictObject({
    ...sums,
    routes: Span,
    unassigned: Span,
    computing_times: z.strictObject({ loading: Span, solving: Span, routing: Span }),
  }),
  unassigned: z.array(z.strictObject({ ...Place, id: Span, type: z.enum(["job", "pickup", "delivery"]) })),
  routes: z.array(z.strictObject({ ...sums, vehicle: Span, description: z.string().optional(), steps: z.array(Step) })),
});

const app = createVroom({
  answer: (body, asked) => answerVroom(body, { plan: asked.plan, iterations: 50 }, { now: () => 0 }),
  limits: { locations: 3, vehicles: 1 },
});

async function post(body: unknown): Promise<{ status: number; body: unknown }> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await app.request("/", { method: "POST", body: text });
  return { status: response.status, body: await response.json() };
}

const problem = {
  vehicles: [
    {
      id: 1,
      start_index: 0,
      end_index: 0,
      capacity: [2],
      breaks: [{ id: 1, service: 2, time_windows: [[0, 50]] }],
    },
  ],
  jobs: [
    { id: 1, location_index: 1, delivery: [1] },
    { id: 2, location_index: 0, delivery: [9] },
  ],
  matrices: {
    car: {
      durations: [
        [0, 8],
        [8, 0],
      ],
      distances: [
        [0, 90],
        [90, 0],
      ],
    },
  },
};

it("answers a problem in the documented form", async () => {
  const { status, body } = await post(problem);
  expect(status).toBe(200);
  expect(Output.parse(body).summary).toMatchObject({ cost: 16, unassigned: 1, distance: 180 });
});

it("times the steps given when options.c asks for it", async () => {
  const steps = [
    { type: "job", id: 2 },
    { type: "break", id: 1 },
  ];
  const { body } = await post({ ...problem, vehicles: [{ ...problem.vehicles[0], steps }], options: { c: true } });
  expect(Output.parse(body).summary.violations).toEqual([{ cause: "load" }]);
});

it.each([
  ["{", 400, 2],
  [{ vehicles: [] }, 400, 2],
  [{ ...problem, jobs: [{ id: 1 }] }, 400, 2],
  [{ vehicles: [{ id: 1, start: [0, 0] }], jobs: [{ id: 1, location: [1, 1] }] }, 500, 3],
  [{ ...problem, jobs: Array.from({ length: 4 }, (_, id) => ({ id, location_index: 0 })) }, 413, 4],
  [{ ...problem, vehicles: [1, 2].map((id) => ({ id, start_index: 0 })) }, 413, 4],
])("refuses %j with HTTP %i and code %i", async (body, status, code) => {
  const answer = await post(body);
  expect(answer).toMatchObject({ status, body: { code, error: expect.any(String) } });
});

it("is healthy when a small problem is answered", async () => {
  expect((await app.request("/health")).status).toBe(200);
  const broken = createVroom({ answer: () => Promise.reject(new Error("down")) });
  expect((await broken.request("/health")).status).toBe(500);
});
