/**
 * A process that appends to a log on the embedded engine and says each number once it is acknowledged, until it is killed.
 * Arguments: folder, first number.
 */
import { openEmbeddedStore } from "../embedded.ts";
import { sampleEntry } from "./samples.ts";

const [folder = "", first = "1"] = process.argv.slice(2);
const { store } = await openEmbeddedStore({ folder });
const key = { tenant: "kendari", brief: "k525", unit: "vehicle:truk-1" };
for (let sequence = Number(first); ; sequence++) {
  const { written } = await store.appendLog(key, sampleEntry(key.unit, sequence, `e${sequence}`), `w${sequence}`);
  if (written) process.stdout.write(`${sequence}\n`);
}
