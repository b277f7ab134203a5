/** A thread that makes the sub-plans it is sent. Holds no logic. */
import { parentPort } from "node:worker_threads";
import { solveSubPlan } from "@antar/planning";

parentPort?.on("message", (sub) => parentPort?.postMessage(solveSubPlan(sub)));
