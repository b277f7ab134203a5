/**
 * The sample cities of the repository and where a city's service keeps its data.
 */
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { badUsage } from "./command.ts";

/** The folder of the repository. */
export const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** A path as a person would type it here. */
export function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near === "" ? "." : near.startsWith("..") ? path : near;
}

/** The brief of a sample city. Throws Refusal `bad-input` when there is none. */
export function briefOfCity(city: string): string {
  const folders = [join(repository, "data", city), join(repository, "data", "cities", city)];
  const found = folders.map((folder) => join(folder, "brief.json")).find((path) => existsSync(path));
  if (/^[a-z0-9-]+$/.test(city) && found !== undefined) return found;
  throw badUsage(
    `--city ${city}: tidak ada data/cities/${city}/brief.json; yang ada: kendari, liechtenstein`,
    `--city ${city}: there is no data/cities/${city}/brief.json; there are: kendari, liechtenstein`,
  );
}

/** Where the service of a tenant keeps its database and road networks. */
export function homeOf(tenant: string): string {
  return join(repository, ".antar", tenant);
}
