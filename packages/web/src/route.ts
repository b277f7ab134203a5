/**
 * Which page the address names. The part after `#` carries it, so that any static host serves every page:
 * `#/kendari`, `#/kendari?v=3`, `#/kendari/board`, `#/kendari/drive/truk-01`, `#/kendari/proof/vehicle:truk-01`.
 */

/** The pages of the app. */
export type Page = "plan" | "board" | "drive" | "proof" | "import" | "review";

/**
 * A page of a brief; `brief` undefined means the first brief of the service, `item` the vehicle of a driver or the unit of a log, `version`
 * a version of the plan instead of the published one.
 */
export interface Location {
  readonly brief: string | undefined;
  readonly page: Page;
  readonly item?: string | undefined;
  readonly version?: number | undefined;
}

const pages: readonly Page[] = ["plan", "board", "drive", "proof", "import", "review"];

/** The location that `hash` (with or without `#`) names; an unknown page is the plan. */
export function readLocation(hash: string): Location {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?");
  const [brief, name, item] = path.split("/").filter(Boolean).map(decodeURIComponent);
  const page = pages.find((known) => known === name) ?? "plan";
  const version = /(?:^|&)v=(\d{1,8})(?:&|$)/.exec(query)?.[1];
  return { brief, page, item, version: version === undefined ? undefined : Number(version) };
}

/** The `#` address of a location. */
export function addressOf(location: Location): string {
  const parts = [location.brief ?? "", location.page === "plan" ? "" : location.page, location.item ?? ""];
  const query = location.version === undefined ? "" : `?v=${location.version}`;
  return `#/${parts.filter(Boolean).map(encodeURIComponent).join("/")}${query}`;
}
