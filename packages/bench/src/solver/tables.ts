/**
 * Finished runs as Markdown: one row an instance, one group of columns a solver. Knows how to average; refuses to rank.
 */
import { gapOf, type Run } from "./runs.ts";

const percent = (share: number | undefined): string => (share === undefined ? "-" : `${(100 * share).toFixed(2)}`);

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

const known = (values: readonly (number | undefined)[]): number[] => values.flatMap((value) => value ?? []);

/** Distinct values in the order of their first appearance. */
function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}

/** Vehicles beside the best known where these come first, as `+1` or `=`. */
function vehiclesCell(runs: readonly Run[]): string {
  const more = mean(
    known(runs.map((run) => (run.bestVehicles === null ? undefined : run.vehicles - run.bestVehicles))),
  );
  return more === undefined ? "" : ` (${more > 0 ? "+" : ""}${more === 0 ? "=" : more.toFixed(1)} veh)`;
}

function cell(runs: readonly Run[]): string {
  if (runs.length === 0) return "";
  const gaps = known(runs.map(gapOf));
  const failed = runs.filter(({ cost }) => cost === null).length;
  if (failed === runs.length) return "no plan";
  return `${percent(mean(gaps))}${vehiclesCell(runs)}${failed > 0 ? ` (${failed} without a plan)` : ""}`;
}

function summary(runs: readonly Run[]): string[] {
  const gaps = known(runs.map(gapOf));
  const failed = runs.filter(({ cost }) => cost === null).length;
  const hierarchical = runs.some(({ bestVehicles }) => bestVehicles !== null);
  const iterations = mean(known(runs.map((run) => run.iterations ?? undefined)));
  return [
    percent(mean(gaps)),
    percent(gaps.length === 0 ? undefined : Math.max(...gaps)),
    String(failed),
    hierarchical
      ? `${runs.filter((run) => run.vehicles <= (run.bestVehicles ?? 0) && run.cost !== null).length}/${runs.length}`
      : "",
    iterations === undefined ? "-" : Math.round(iterations).toLocaleString("en"),
    (mean(runs.map(({ cpuSeconds }) => cpuSeconds)) ?? 0).toFixed(2),
    `${Math.round(Math.max(...runs.map(({ memory }) => memory)) / 1e6)}`,
  ];
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function instanceTable(runs: readonly Run[], solvers: readonly string[]): string[] {
  const head = ["instance", "n", "best known", ...solvers.map((solver) => `${solver} gap %`)];
  const rows = distinct(runs.map(({ instance }) => instance)).map((instance) => {
    const here = runs.filter((run) => run.instance === instance);
    const [first] = here;
    const cells = solvers.map((solver) => cell(here.filter((run) => run.solver === solver)));
    return row([instance, String(first?.customers), String(first?.best ?? "-"), ...cells]);
  });
  return [row(head), row(head.map(() => "---")), ...rows];
}

function solverTable(runs: readonly Run[], solvers: readonly string[]): string[] {
  const head = [
    "solver",
    "version",
    "mean gap %",
    "worst %",
    "without a plan",
    "vehicles as best known",
    "iterations",
    "CPU s",
    "peak MB",
  ];
  const rows = solvers.map((solver) => {
    const here = runs.filter((run) => run.solver === solver);
    return row([solver, distinct(here.map(({ version }) => version)).join(", "), ...summary(here)]);
  });
  return [row(head), row(head.map(() => "---")), ...rows];
}

/** The runs of each set and budget as two tables; `notes` are printed below them. */
export function markdownOf(runs: readonly Run[], notes: readonly string[] = []): string {
  const parts = distinct(runs.map(({ set, budget }) => `${set} ${budget}`)).map((part) => {
    const here = runs.filter(({ set, budget }) => `${set} ${budget}` === part);
    const solvers = distinct(here.map(({ solver }) => solver));
    const seeds = distinct(here.map(({ seed }) => seed)).join(", ");
    const loads = here.map(({ load }) => load);
    const [first] = here;
    const machine = `load ${Math.min(...loads).toFixed(1)}..${Math.max(...loads).toFixed(1)}`;
    const title = `### ${first?.set}, ${first?.budget} CPU s, seeds ${seeds}, ${machine}`;
    return [title, "", ...solverTable(here, solvers), "", ...instanceTable(here, solvers)].join("\n");
  });
  return `${[...parts, ...notes].join("\n\n")}\n`;
}
