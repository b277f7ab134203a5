/**
 * Which page the address names. The part after `#` carries it, so that any static host serves every page:
 * `#masuk?tenant=kendari&kode=…` signs in; `#/kendari`, `#/kendari?v=3`, `#/kendari/board`, `#/kendari/drive/truk-01`, `#/kendari/proof/vehicle:truk-01`.
 */

/** The pages of the app. */
export type Page =
  | "plan"
  | "board"
  | "drive"
  | "receive"
  | "proof"
  | "import"
  | "review"
  | "people"
  | "settings"
  | "sign-in";

/**
 * A page of a brief; `brief` undefined means the first brief of the service, `item` the vehicle of a driver, the place of a receiver or the unit of a log, `version`
 * a version of the plan instead of the published one.
 */
export interface Location {
  readonly brief: string | undefined;
  readonly page: Page;
  readonly item?: string | undefined;
  readonly version?: number | undefined;
  /** The board for a wall: nothing to press. */
  readonly tv?: boolean | undefined;
  /** A sign-in link: the office and its one-time code. */
  readonly invitation?: { readonly tenant: string; readonly code: string } | undefined;
}

const pages: readonly Page[] = [
  "plan",
  "board",
  "drive",
  "receive",
  "proof",
  "import",
  "review",
  "people",
  "settings",
  "sign-in",
];

/** The location that `hash` (with or without `#`) names; an unknown page is the plan. */
export function readLocation(hash: string): Location {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?");
  if (path === "masuk") return { brief: undefined, page: "sign-in", invitation: invitationIn(query) };
  const [brief, name, item] = path.split("/").filter(Boolean).map(decodeURIComponent);
  const page = pages.find((known) => known === name) ?? "plan";
  const version = /(?:^|&)v=(\d{1,8})(?:&|$)/.exec(query)?.[1];
  const tv = /(?:^|&)tv=1(?:&|$)/.test(query);
  return { brief, page, item, version: version === undefined ? undefined : Number(version), ...(tv ? { tv } : {}) };
}

function invitationIn(query: string): Location["invitation"] {
  const given = new URLSearchParams(query);
  const [tenant, code] = [given.get("tenant"), given.get("kode")];
  return tenant && code ? { tenant, code } : undefined;
}

/** The `#` address of a location. */
export function addressOf(location: Location): string {
  const parts = [location.brief ?? "", location.page === "plan" ? "" : location.page, location.item ?? ""];
  const query = location.version === undefined ? "" : `?v=${location.version}`;
  return `#/${parts.filter(Boolean).map(encodeURIComponent).join("/")}${query}`;
}
