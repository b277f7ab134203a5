/** One plan of a small brief in the time zone of this process; prints the digest of its bytes. Refuses to know why. */
import { createHash } from "node:crypto";
import { smallBrief, townRoads } from "@antar/planning/testing";
import { quickPlan } from "./drawn-cases.ts";

const seed = Number(process.argv[2] ?? 1);
const plan = quickPlan(smallBrief({ ppk: 3, pps: 3, tps: 5 }, seed), await townRoads());
process.stdout.write(createHash("sha256").update(JSON.stringify(plan)).digest("hex"));
