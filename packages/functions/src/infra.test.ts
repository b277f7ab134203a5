import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { tables } from "@antar/store";
import { expect, test } from "vitest";
import { environments, handlers, ledgerActions, mainActions } from "../../../infra/functions.ts";
import { keyDesign } from "../../../infra/key-design.ts";
import { bundles } from "./bundle.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const source = fileURLToPath(new URL(".", import.meta.url));
const read = (path: string): string => readFileSync(path, "utf8");

test("infra declares the keys that the store uses", () => {
  expect(keyDesign).toEqual(tables);
});

test.each(Object.entries(handlers))("the handler of %s exists and is bundled", async (_, { source: path, bundle }) => {
  const file = `${root}/${path.replace(/\.handler$/, ".ts")}`;
  expect(existsSync(file)).toBe(true);
  expect(read(file)).toMatch(/export (async function|const) handler\b/);
  const name = Object.keys(bundles).find((candidate) => bundle === `packages/functions/dist/${candidate}`);
  expect(name).toBeDefined();
});

test("the functions read no environment variable that infra does not give", () => {
  const given = new Set<string>(Object.values(environments).flat());
  const ofLambda = [
    "AWS_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "_X_AMZN_TRACE_ID",
  ];
  const ofTests = ["DYNAMODB_ENDPOINT"];
  const used = new Set<string>();
  for (const file of readdirSync(source).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))) {
    const text = read(`${source}/${file}`);
    for (const [, dotted, named] of text.matchAll(/process\.env\.(\w+)|required\("(\w+)"\)/g)) {
      used.add(dotted ?? named ?? "");
    }
  }
  const unknown = [...used].filter((name) => ![...given, ...ofLambda, ...ofTests].includes(name));
  expect(unknown).toEqual([]);
  expect([...given].filter((name) => !used.has(name))).toEqual([]);
});

test("infra sets exactly the variables that it lists", () => {
  for (const [file, names] of [
    ["api", environments.api],
    ["worker", environments.planWorker],
    ["sub-plan", environments.subPlan],
    ["fan-in", environments.fanIn],
    ["tick", environments.tick],
  ] as const) {
    const block = /environment: \{([^}]*(?:\{[^}]*\}[^}]*)*)\},\n {2,6}\.\.\.traced/.exec(
      read(`${root}/infra/${file}.ts`),
    );
    const set = [...(block?.[1] ?? "").matchAll(/^\s+([A-Z_]+):/gm)].map((match) => match[1]);
    expect(set).toEqual([...names]);
  }
});

test("the store uses no operation that the functions may not, and nothing deletes from the ledger", () => {
  const door = read(`${root}/packages/store/src/door.ts`);
  const sent = [...door.matchAll(/client\.send\(new (\w+)Command\((?:input)\)/g)].map(
    (match) => `dynamodb:${match[1]}`,
  );
  expect([...sent].sort()).toEqual([...mainActions].sort());
  expect(ledgerActions).not.toContain("dynamodb:DeleteItem");
});
