import { describe, expect, it } from "vitest";
import { check, solve, until } from "../index.ts";
import { FormatError, priced, readInstance, readSolution, roundedCost, routeNumbers, writeSolution } from "./index.ts";

const square = `NAME : square
TYPE : CVRP
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 3 4
3 1 1
4 6 8
DEMAND_SECTION
1 0
2 4
3 5
4 6
DEPOT_SECTION
 1
 -1
EOF
`;

const solomon = `T1

VEHICLE
NUMBER     CAPACITY
  2         10

CUSTOMER
CUST NO.   XCOORD.   YCOORD.    DEMAND   READY TIME   DUE DATE   SERVICE TIME

    0      0      0      0      0     100      0
    1      1      1      4     10      20      5
    2      3      4      3      0      50      5
`;

const reloading = `NAME: twice
TYPE: MTVRPTWR
EDGE_WEIGHT_TYPE: EXPLICIT
EDGE_WEIGHT_FORMAT: LOWER_ROW
DIMENSION: 3
VEHICLES: 1
CAPACITY: 5
EDGE_WEIGHT_SECTION
7
9 4
DEMAND_SECTION
1 0
2 5
3 5
RELEASE_TIME_SECTION
1 0
2 3
3 30
VEHICLES_RELOAD_DEPOT_SECTION
1 1
DEPOT_SECTION
1
EOF
`;

const unequal = `NAME: unequal
TYPE: SDVRP
EDGE_WEIGHT_TYPE: CEIL_2D
DIMENSION: 3
VEHICLES: 3
NODE_COORD_SECTION
1 0 0
2 1 1
3 2 2
DEMAND_SECTION
1 0
2 1
3 2
CAPACITY_SECTION
1 2
2 8
3 8
VEHICLES_FIXED_COST_SECTION
1 1
2 50
3 50
VEHICLES_ALLOWED_CLIENTS_SECTION
1 2
2 2 3
3 2 3
EOF
`;

function faultOf(text: string): string {
  try {
    readInstance(text);
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
  return "none";
}

describe("VRPLIB", () => {
  it("rounds each distance to the nearest whole number unless told otherwise", () => {
    const { problem } = readInstance(square);
    // sqrt(2) = 1.41 -> 1; (1,1) to (3,4) = sqrt(13) = 3.61 -> 4
    expect(problem.matrices[0]?.distances[2]).toBe(1);
    expect(problem.matrices[0]?.distances[2 * 4 + 1]).toBe(4);
  });

  it("cuts after one decimal with dimacs and keeps three with exact", () => {
    expect(readInstance(square, "dimacs").problem.matrices[0]?.distances[2]).toBe(14);
    expect(readInstance(square, "dimacs").problem.matrices[0]?.distances[2 * 4 + 1]).toBe(36);
    expect(readInstance(square, "exact").problem.matrices[0]?.distances[2 * 4 + 1]).toBe(3606);
  });

  it("reads a lower triangle by rows", () => {
    // rows: 7 | 9 4
    expect([...(readInstance(reloading).problem.matrices[0]?.distances ?? [])]).toEqual([0, 7, 9, 7, 0, 4, 9, 4, 0]);
  });

  it("makes one vehicle type of equal vehicles and says who may serve whom", () => {
    const { problem, aligned, vehicles } = readInstance(unequal);
    expect(problem.vehicleTypes.map(({ count, fixedCost }) => [count, fixedCost])).toEqual([
      [1, 1],
      [2, 50],
    ]);
    expect(problem.clients.map(({ allowedTypes }) => allowedTypes)).toEqual([[0, 1], [1]]);
    expect(aligned).toBe(true);
    expect(vehicles[2]).toEqual({ vehicleType: 1, vehicle: 1 });
  });

  it("writes empty routes for the unused among unequal vehicles", () => {
    const instance = readInstance(unequal);
    const routes = [{ vehicleType: 1, vehicle: 0, trips: [{ depot: 0, clients: [0, 1] }] }];
    expect(routeNumbers(instance, { routes })).toEqual([[], [1, 2]]);
  });

  it("is solved to the best of three customers, and the solution file reads back", () => {
    const instance = readInstance(square);
    const solution = solve(instance.problem, { seed: 1, until: until.iterations(200) });
    // capacity 10 joins 4+6 or 4+5: {1,3} {2} = 5+5+10 + 2x1 = 22; {1,2} {3} = 5+4+1 + 2x10 = 30
    expect(roundedCost(instance, solution)).toBe(22);
    const back = readSolution(writeSolution(instance, solution), instance);
    expect(back.cost).toBe(22);
    const again = priced(instance.problem, back.routes);
    expect(check(instance.problem, again)).toEqual([]);
    expect(again.cost).toBe(22);
  });

  it("counts the unrounded length with double", () => {
    const instance = readInstance(square, "double");
    const solution = solve(instance.problem, { seed: 1, until: until.iterations(200) });
    // 5 + 5 + 10 + 2 x sqrt(2)
    expect(roundedCost(instance, solution)).toBe(22.828427);
  });

  it("takes a 0 inside a route for a reload", () => {
    const instance = readInstance(reloading);
    const { routes } = readSolution("Route #1: 1 0 2\nCost 32\n", instance);
    expect(routes[0]?.trips).toEqual([
      { depot: 0, clients: [0] },
      { depot: 0, clients: [1] },
    ]);
    // 7 + 7 + 9 + 9
    const solution = priced(instance.problem, routes);
    expect(solution.cost).toBe(32);
    expect(check(instance.problem, solution)).toEqual([]);
    expect(routeNumbers(instance, solution)).toEqual([[1, 0, 2]]);
  });

  it.each([
    [
      "a node that is not a number",
      square.replace("2 3 4", "2 3 four"),
      'line 8, NODE_COORD_SECTION: "four" is not a number',
    ],
    ["a node that is missing", square.replace("4 6 8\n", ""), "line 6, NODE_COORD_SECTION: 4 is missing"],
    ["a node that comes twice", square.replace("3 1 1", "2 1 1"), "line 9, NODE_COORD_SECTION: 2 appears twice"],
    [
      "half a demand",
      square.replace("2 4\n", "2 4.5\n"),
      "line 13, DEMAND_SECTION: 4.5 must be a whole number of at least 0",
    ],
    [
      "a negative capacity",
      square.replace(": 10", ": -10"),
      "line 5, CAPACITY: -10 must be a whole number of at least 0",
    ],
    ["no dimension", square.replace("DIMENSION : 4\n", ""), "DIMENSION: is missing"],
    [
      "an unknown distance",
      square.replace("EUC_2D", "XRAY1"),
      "line 4, EDGE_WEIGHT_TYPE: XRAY1 is none of EUC_2D, CEIL_2D, FLOOR_2D, ATT, MAN_2D, MAX_2D, GEO, EXPLICIT",
    ],
    [
      "a depot that is no node",
      square.replace(" 1\n -1", " 9\n -1"),
      "line 17, DEPOT_SECTION: 9 is not a node of 1..4",
    ],
    [
      "a short triangle",
      reloading.replace("9 4\n", "9\n"),
      "line 8, EDGE_WEIGHT_SECTION: has 2 figures where 3 are needed",
    ],
    [
      "a section nobody knows",
      square.replace("DEPOT_SECTION", "MOON_SECTION"),
      "line 16, MOON_SECTION: is not known here; the problem would be another",
    ],
  ])("refuses %s with line and field", (_, text, message) => {
    expect(faultOf(text)).toBe(message);
  });

  it("refuses a solution with a customer that does not exist, naming the line", () => {
    expect(() => readSolution("Route #1: 1 7\n", readInstance(square))).toThrow(
      "line 1, Route: there is no customer 7",
    );
  });
});

describe("Solomon", () => {
  it("cuts distances and times after one decimal", () => {
    const { problem, labels } = readInstance(solomon);
    expect(problem.clients[0]).toEqual({ delivery: [4], service: 50, windows: [[100, 200]] });
    expect(problem.matrices[0]?.distances[1]).toBe(14);
    expect(problem.vehicleTypes[0]).toMatchObject({ count: 2, capacity: [10], shift: [0, 1000] });
    expect(labels).toEqual([1, 2]);
  });

  it.each([
    [
      "a missing column",
      solomon.replace("      50      5\n", "      50\n"),
      "line 12, CUSTOMER: has 6 columns where 7 are needed",
    ],
    [
      "a window that ends before it starts",
      solomon.replace("10      20", "30      20"),
      "line 11, READY TIME: 30 is after the DUE DATE 20",
    ],
    [
      "a customer out of order",
      solomon.replace("    2      3", "    5      3"),
      "line 12, CUST NO.: 5 where 2 was expected",
    ],
  ])("refuses %s with line and field", (_, text, message) => {
    expect(faultOf(text)).toBe(message);
  });
});

const tasks = `2 10 1
0 0 0 0 0 200 0 0 0
1 3 4 5 0 100 1 0 3
2 6 8 7 0 100 1 0 4
3 0 5 -5 0 150 1 1 0
4 6 0 -7 0 150 1 2 0
`;

describe("Li-Lim", () => {
  it("makes a shipment of each pair", () => {
    const { problem, labels } = readInstance(tasks, "integer");
    expect(problem.shipments?.map(({ amount }) => amount)).toEqual([[5], [7]]);
    expect(labels).toEqual([1, 3, 2, 4]);
  });

  it("counts the distance without what ranks plans by vehicles", () => {
    const instance = readInstance(tasks);
    const solution = solve(instance.problem, { seed: 1, until: until.iterations(300) });
    // one vehicle: 0-1 5, 1-3 sqrt(10), 3-2 sqrt(45), 2-4 8, 4-0 6
    expect(solution.routes).toHaveLength(1);
    expect(roundedCost(instance, solution)).toBe(28.870482);
  });

  it.each([
    [
      "a pair that does not match",
      tasks.replace("150 1 1 0", "150 1 2 0"),
      "line 3, DELIVERY: tasks 1 and 3 do not name each other",
    ],
    ["amounts that differ", tasks.replace("0 5 -5", "0 5 -4"), "line 3, DEMAND: 5 fetched and -4 brought do not match"],
    ["a missing column", tasks.replace("100 1 0 4", "100 1 0"), "line 4, TASK: has 8 columns where 9 are needed"],
  ])("refuses %s with line and field", (_, text, message) => {
    expect(faultOf(text)).toBe(message);
  });
});

const twoDepots = `2 1 2 2
30 9
0 8
1 1 0 2 4 1 2 1 2
2 9 0 2 5 1 2 1 2
3 0 0 0 0 0 0
4 10 0 0 0 0 0
`;

describe("Cordeau", () => {
  it("puts a fleet at each depot with its own limits", () => {
    const { problem } = readInstance(twoDepots, "integer");
    expect(problem.vehicleTypes).toEqual([
      { count: 1, capacity: [9], startDepot: 0, endDepot: 0, maxDuration: 30 },
      { count: 1, capacity: [8], startDepot: 1, endDepot: 1 },
    ]);
  });

  it("is solved from the nearer depots, and the solution file reads back", () => {
    const instance = readInstance(twoDepots);
    const solution = solve(instance.problem, { seed: 1, until: until.iterations(300) });
    // 1 from the first depot, 2 from the second: 2 x 1 + 2 x 1
    expect(roundedCost(instance, solution)).toBe(4);
    expect(writeSolution(instance, solution)).toBe("Route #1: 1\nRoute #2: 2\nCost 4\n");
    expect(readSolution(writeSolution(instance, solution), instance).routes).toEqual(solution.routes);
  });

  it.each([
    ["a missing place", twoDepots.replace("4 10 0 0 0 0 0\n", ""), "line 6, CUSTOMERS: 3 places where 4 are needed"],
    [
      "an unknown type",
      twoDepots.replace("2 1 2 2", "1 1 2 2"),
      "line 1, TYPE: 1 is none of 0 (VRP), 2 (MDVRP), 4 (VRPTW), 6 (MDVRPTW)",
    ],
  ])("refuses %s with line and field", (_, text, message) => {
    expect(faultOf(text)).toBe(message);
  });
});

it("refuses a file of no known format", () => {
  expect(faultOf("hello\n")).toBe("line 1, file: is none of VRPLIB, Solomon, Li-Lim and Cordeau");
});
