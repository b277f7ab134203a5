/**
 * The cloud resources, instantiated against components that only write down what they were given. What must hold of every
 * table, queue, function and bucket is asserted on that.
 */
import { createApi } from "@antar/api";
import { openTown } from "@antar/dispatch/testing";
import { beforeAll, describe, expect, test, vi } from "vitest";

type Options = Record<string, unknown>;
interface Made {
  readonly kind: string;
  readonly name: string;
  readonly options: Options;
}
const made: Made[] = [];
const functions: Record<string, Options> = {};
const routed: string[] = [];

/** A component that writes down its options; whatever is read of it is its own name with what was read. */
function component(kind: string): unknown {
  return class {
    constructor(name: string, options: Options = {}) {
      made.push({ kind, name, options });
      const read = (path: string): unknown =>
        new Proxy(() => undefined, {
          get: (_, part) => {
            if (part === Symbol.toPrimitive || part === "toString") return () => path;
            if (part === "toJSON") return () => path;
            if (part === "route") {
              return (route: string, handler: Options) => {
                if (kind === "ApiGatewayV2") functions[name] = handler;
                else routed.push(route);
              };
            }
            if (part === "subscribe") return (handler: Options) => void (functions[name] = handler);
            return read(`${path}.${String(part)}`);
          },
        });
      const inner = options.function;
      if (inner !== null && typeof inner === "object") functions[name] = { ...inner };
      // biome-ignore lint/correctness/noConstructorReturn: a component is whatever is read of it
      return read(name) as object;
    }
  };
}

const namespace = (): unknown => new Proxy({}, { get: (_, kind) => component(String(kind)) });

beforeAll(async () => {
  Object.assign(globalThis, {
    sst: { aws: namespace(), Secret: component("Secret") },
    aws: new Proxy({}, { get: () => namespace() }),
    $app: { stage: "production" },
    $interpolate: (parts: TemplateStringsArray, ...values: unknown[]) =>
      parts.reduce((text, part, index) => `${text}${part}${index < values.length ? String(values[index]) : ""}`, ""),
    $config: (config: unknown) => config,
  });
  await instantiate();
});

async function instantiate(): Promise<void> {
  const file = "../../../sst.config.ts";
  const { default: config } = await import(file);
  await config.run();
}

const all = (kind: string): readonly Made[] => made.filter((one) => one.kind === kind);
const permissionsOf = (name: string): readonly { actions: string[]; resources: unknown[] }[] =>
  (functions[name] as { permissions: { actions: string[]; resources: unknown[] }[] } | undefined)?.permissions ?? [];
const text = (value: unknown): string =>
  JSON.stringify(value, (_, part) => (typeof part === "function" ? String(part) : part));

describe("every table", () => {
  test("has point-in-time recovery, deletion protection, and expiry only where things may go", () => {
    expect(all("Dynamo").map((table) => table.name)).toEqual(["Main", "Ledger"]);
    for (const { options } of all("Dynamo")) {
      expect(options).toMatchObject({
        deletionProtection: true,
        transform: { table: { pointInTimeRecovery: { enabled: true } } },
      });
    }
    expect(all("Dynamo").map(({ options }) => options.ttl)).toEqual(["expires", undefined]);
  });
});

describe("every queue", () => {
  test.each([
    ["PlanQueue", "DeadPlans"],
    ["SubPlanQueue", "DeadSubPlans"],
    ["FanInQueue", "DeadFanIns"],
  ])("%s hides a message for longer than a run may take, and gives it up to %s", (name, dead) => {
    const queue = all("Queue").find((one) => one.name === name);
    const seconds = (value: unknown): number => Number(/^(\d+) seconds$/.exec(String(value))?.[1]);
    expect(seconds(queue?.options.visibilityTimeout)).toBeGreaterThan(seconds(functions[name]?.timeout));
    expect(text(queue?.options.dlq)).toContain(`${dead}.arn`);
  });

  test("there is no other", () => {
    const names = all("Queue").map((queue) => queue.name);
    expect(names.filter((name) => !name.startsWith("Dead"))).toEqual(["PlanQueue", "SubPlanQueue", "FanInQueue"]);
  });

  test("a plan goes out to its sub-plans and comes back: each function may send to the next queue and to no other", () => {
    const sent = (name: string): string[] =>
      permissionsOf(name)
        .filter(({ actions }) => actions.includes("sqs:SendMessage"))
        .flatMap(({ resources }) => resources.map(String));
    expect(sent("PlanQueue")).toEqual(["SubPlanQueue.arn"]);
    expect(sent("SubPlanQueue")).toEqual(["FanInQueue.arn"]);
    expect(sent("FanInQueue")).toEqual(["PlanQueue.arn"]);
  });
});

describe("every function", () => {
  test("is arm64 on Node 24, keeps its logs for a month, and has a limit of time", () => {
    expect(Object.keys(functions).sort()).toEqual(["Api", "FanInQueue", "PlanQueue", "SubPlanQueue", "Tick"]);
    for (const options of Object.values(functions)) {
      expect(options).toMatchObject({
        architecture: "arm64",
        runtime: "nodejs24.x",
        logging: { retention: "1 month", format: "json" },
      });
      expect(options.timeout).toMatch(/^\d+ seconds$/);
    }
  });

  test("is traced, and may send its traces", () => {
    for (const [name, options] of Object.entries(functions)) {
      expect(options.transform).toEqual({ function: { tracingConfig: { mode: "Active" } } });
      expect(permissionsOf(name)).toContainEqual({
        actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
        resources: ["*"],
      });
    }
  });

  test("may do what it is named for and no more: no star, no deleting from the ledger", () => {
    for (const name of Object.keys(functions)) {
      expect(permissionsOf(name).length).toBeGreaterThan(0);
      for (const { actions, resources } of permissionsOf(name)) {
        // Traces are sent to a service without resources: the one star.
        if (resources.map(String).includes("*")) {
          expect(actions).toEqual(["xray:PutTraceSegments", "xray:PutTelemetryRecords"]);
          continue;
        }
        for (const action of actions) expect(action).toMatch(/^(dynamodb|sqs|s3):[A-Z][A-Za-z]+$/);
        for (const resource of resources.map(String))
          expect(resource).toMatch(/^(Main|Ledger|PlanQueue|SubPlanQueue|FanInQueue|Files)\.arn/);
        if (resources.map(String).includes("Ledger.arn")) {
          expect(actions).toEqual(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]);
        }
      }
    }
  });

  test("is linked to nothing: a link would grant every action", () => {
    expect(text(functions)).not.toContain('"link"');
    expect(text(functions)).not.toContain('"url"');
  });
});

describe("the bucket", () => {
  test("keeps versions, asks for HTTPS, encrypts, lets photos go after 400 days, and takes uploads from our pages only", () => {
    const [bucket] = all("Bucket");
    expect(bucket?.options).toMatchObject({ versioning: true, enforceHttps: true });
    expect(bucket?.options).not.toHaveProperty("access");
    expect(bucket?.options.lifecycle).toEqual([{ id: "photos", prefix: "attachments/", expiresIn: "400 days" }]);
    expect(text(bucket?.options.cors)).not.toContain('"*"');
    expect(text(all("BucketServerSideEncryptionConfigurationV2"))).toContain("AES256");
  });
});

describe("around them", () => {
  test("the gateway limits requests and keeps its logs for a month", () => {
    const [gateway] = all("ApiGatewayV2");
    expect(gateway?.options).toMatchObject({
      accessLog: { retention: "1 month" },
      transform: { stage: { defaultRouteSettings: { throttlingRateLimit: 250, throttlingBurstLimit: 500 } } },
    });
  });

  test("dead letters and failing answers raise an alarm, and money has a bound", () => {
    expect(all("MetricAlarm").map((alarm) => alarm.name)).toEqual([
      "GivenUpPlans",
      "GivenUpSubPlans",
      "GivenUpFanIns",
      "FailingAnswers",
    ]);
    for (const { options } of all("MetricAlarm")) expect(text(options.alarmActions)).toContain("Alerts.arn");
    expect(all("Budget")[0]?.options).toMatchObject({ limitUnit: "USD", timeUnit: "MONTHLY" });
  });

  test("every address of the API is routed to it, and secrets are secrets of the stage", async () => {
    const town = await openTown();
    const identify = async () => town.planner;
    const api = createApi(town.dispatch, { identify, now: Date.now, newId: () => "x" });
    const { paths } = await (await api.request("/openapi.json")).json();
    const firsts = new Set(Object.keys(paths).map((path) => `/${path.split("/")[1]}`));
    await town.close();
    expect([...firsts].filter((path) => !routed.includes(path))).toEqual([]);
    expect(all("Secret").map((one) => one.name)).toEqual(["TokenKeys", "IdentityProviders", "ReceiptKey", "PushKey"]);
  });
});

describe("the OSRM- and VROOM-compatible surfaces", () => {
  const roads = { actions: ["s3:GetObject"], resources: ["Files.arn/roads/*"] };

  test("are off by themselves: no setting, and the API may not read road networks", () => {
    expect(functions.Api?.environment).toMatchObject({ OSRM_ROADS: "", VROOM_SECONDS: "" });
    expect(permissionsOf("Api")).not.toContainEqual(roads);
    expect(permissionsOf("PlanQueue")).toContainEqual(roads);
  });

  test("are on where an office switches them on, within limits of time and size; then the API reads road networks", async () => {
    vi.stubEnv("ANTAR_OSRM_ROADS", "a".repeat(64));
    vi.stubEnv("ANTAR_VROOM_SECONDS", "10");
    vi.resetModules();
    await instantiate();
    vi.unstubAllEnvs();
    expect(functions.Api?.environment).toMatchObject({
      OSRM_ROADS: "a".repeat(64),
      VROOM_SECONDS: "10",
      VROOM_LOCATIONS: "200",
    });
    expect(permissionsOf("Api")).toContainEqual(roads);
    expect(permissionsOf("Tick")).not.toContainEqual(roads);
    expect(["/osrm", "/vroom"].filter((path) => !routed.includes(path))).toEqual([]);
  });
});
