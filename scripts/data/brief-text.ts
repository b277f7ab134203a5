/**
 * A brief as text that reads and compares well: one place, ring or vehicle type per line.
 */
import type { Brief } from "@antar/domain";

/** The text of `brief`, with a line break at the end. */
export function writeBrief({ places, serviceArea, vehicleTypes, ...head }: Brief): string {
  const open = JSON.stringify(head, null, 1).replace(/\n\}$/, ",\n");
  const list = (name: string, items: readonly unknown[]): string =>
    `"${name}":[\n${items.map((item) => JSON.stringify(item)).join(",\n")}\n]`;
  const area = `"serviceArea":{"name":${JSON.stringify(serviceArea.name)},${list("rings", serviceArea.rings)}}`;
  return `${open}${[area, list("vehicleTypes", vehicleTypes), list("places", places)].join(",\n")}\n}\n`;
}
