/**
 * The fixed instances of each public set, written down before any tuning: at most eight, spread by size and kind. Knows
 * names and conventions of the sets; refuses to know where the files are or how good anything is.
 */
import type { Rounding } from "@antar/solver/formats";

/** One set of instances. */
export interface InstanceSet {
  readonly name: string;
  /** Folder below the data directory. */
  readonly folder: string;
  /** How the best known values round each distance. */
  readonly rounding: Rounding;
  /** A cost in the unit of the file is the best known column times this. */
  readonly unit: number;
  /** True: fewer vehicles come before distance, and `hier_vehicles` is the best known number of them. */
  readonly vehiclesFirst: boolean;
  readonly instances: readonly string[];
}

type Row = readonly [name: string, rounding: Rounding, instances: string, rest?: Partial<InstanceSet>];

const rows: readonly Row[] = [
  ["cvrp-x", "integer", "X-n106-k14 X-n148-k46 X-n214-k11 X-n294-k50 X-n401-k29 X-n536-k96 X-n766-k71 X-n1001-k43"],
  [
    "cvrp-x-large",
    "integer",
    "X-n613-k62 X-n670-k130 X-n716-k35 X-n766-k71 X-n819-k171 X-n895-k37 X-n957-k87 X-n1001-k43",
    { folder: "cvrp-x" },
  ],
  ["cvrp-xxl", "integer", "Leuven1 Leuven2"],
  ["vrptw-solomon", "dimacs", "C103 C206 R102 R108 R205 R211 RC106 RC204"],
  ["vrptw-homberger-200", "dimacs", "C1_2_3 C2_2_5 R1_2_4 R1_2_9 R2_2_3 R2_2_7 RC1_2_6 RC2_2_4"],
  ["vrptw-homberger-400", "dimacs", "C1_4_4 C2_4_5 R1_4_5 R1_4_10 R2_4_3 R2_4_8 RC1_4_6 RC2_4_5"],
  ["vrptw-homberger-1000", "dimacs", "C1_10_4 C2_10_4 R1_10_5 R1_10_9 R2_10_4 R2_10_8 RC1_10_7 RC2_10_3"],
  [
    "mtvrptwr-yang",
    "dimacs",
    "C202R0.75 R203R0.5 R209R0.75 RC204R0.5 C2_2_04R0.25 R2_2_05R0.5 RC2_2_02R0.25 RC2_2_09R0.5",
    { unit: 0.1 },
  ],
  [
    "hfvrp-pessoa",
    "exact",
    "X115-HVRP X153-FSMFD X181-HD X204-FSMD X256-FSMF X289-HVRP X344-FSMD X384-FSMF",
    { unit: 100 },
  ],
  ["mdvrptw-vidal", "exact", "PR11B PR13A PR14B PR16A PR18B PR20A PR22B PR24B"],
  ["sdvrptw-cordeau", "exact", "PR02 PR05 PR07 PR10 PR13 PR16 PR18 PR21B"],
  [
    "vrpb-queiroga",
    "integer",
    "X-n536-50-k49 X-n586-80-k127 X-n627-50-k22 X-n670-80-k120 X-n733-66-k102 X-n837-66-k94 X-n895-80-k30 X-n979-66-k39",
  ],
  ["pcvrptw", "dimacs", "C1_10_6 C2_10_5 R1_10_4 R1_10_8 R2_10_2 R2_10_6 RC1_10_6 RC2_10_8", { unit: 0.1 }],
  ["pdptw-lilim-100", "double", "lc103 lc206 lr104 lr109 lr203 lr208 lrc105 lrc203", { vehiclesFirst: true }],
  [
    "pdptw-lilim-200",
    "double",
    "LC1_2_3 LC2_2_5 LR1_2_4 LR1_2_8 LR2_2_4 LR2_2_8 LRC1_2_6 LRC2_2_6",
    { vehiclesFirst: true },
  ],
];

/** All sets, in the order of the tables. */
export const sets: readonly InstanceSet[] = rows.map(([name, rounding, instances, rest]) => ({
  name,
  folder: name,
  rounding,
  unit: 1,
  vehiclesFirst: false,
  instances: instances.split(" "),
  ...rest,
}));

/** The set called `name`, undefined when there is none. */
export function setOf(name: string): InstanceSet | undefined {
  return sets.find((set) => set.name === name);
}
