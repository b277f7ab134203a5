/**
 * Shelves: families of small records that are read by name, listed, and changed under their revision. Knows how a shelf is
 * keyed; refuses to know what stands on it.
 */
import type { Items, ListOptions, Outcome, Page, Stored } from "./items.ts";
import { keys } from "./keys.ts";
import type { RecordKind } from "./record-kind.ts";
import { kinds } from "./records.ts";

/** A record on a shelf: `scope` is what the shelf belongs to within the tenant (a brief), empty for the tenant itself. */
export interface ShelfKey {
  readonly tenant: string;
  readonly scope?: string;
  readonly name: string;
}

/** One family of records. Every method rejects with Refusal `busy` when the table cannot be reached. */
export interface Shelf<Body> {
  read(key: ShelfKey): Promise<Stored<Body> | undefined>;
  /** Puts `body` in the place of `previous` (undefined: none may stand there) unless somebody else did. */
  change(
    key: ShelfKey,
    change: { readonly body: Body; readonly previous: Stored<Body> | undefined; readonly write: string },
  ): Promise<Outcome<Body>>;
  /** One page by name. */
  list(place: Omit<ShelfKey, "name">, options?: ListOptions): Promise<Page<Body>>;
  /** Everything on the shelf by name, read consistently. */
  all(place: Omit<ShelfKey, "name">): Promise<readonly Body[]>;
  /** Takes a record away for good. */
  remove(key: ShelfKey): Promise<void>;
}

function expiryOf(body: unknown): { expires?: number } {
  const expires = body !== null && typeof body === "object" ? Reflect.get(body, "expires") : undefined;
  return typeof expires === "number" ? { expires } : {};
}

/** The shelf `name` of records of `kind`. A body with a number `expires` goes by itself some time after that moment. */
function shelfOf<Body>(main: Items, name: string, kind: RecordKind<Body>): Shelf<Body> {
  const keyOf = ({ tenant, scope = "", name: record }: ShelfKey) =>
    keys.onShelf({ tenant, shelf: name, scope, record });
  const rangeOf = ({ tenant, scope = "" }: Omit<ShelfKey, "name">) => keys.shelf({ tenant, shelf: name, scope });
  return {
    read: (key) => main.get(kind, keyOf(key)),
    change: (key, { body, previous, write }) => {
      const given = { body, write, ...expiryOf(body) };
      return previous ? main.change(kind, keyOf(key), { ...given, previous }) : main.create(kind, keyOf(key), given);
    },
    list: (place, options) => main.list(kind, rangeOf(place), options),
    all: async (place) => (await main.listAll(kind, rangeOf(place), { consistent: true })).map((stored) => stored.body),
    remove: (key) => main.remove(keyOf(key)),
  };
}

/** The shelves of Main. */
export function shelvesOf(main: Items) {
  return {
    people: shelfOf(main, "PEOPLE", kinds.person),
    codes: shelfOf(main, "CODES", kinds.code),
    devices: shelfOf(main, "DEVICES", kinds.device),
    handshakes: shelfOf(main, "HANDSHAKES", kinds.handshake),
    settings: shelfOf(main, "SETTINGS", kinds.settings),
    pushes: shelfOf(main, "PUSHES", kinds.push),
    consents: shelfOf(main, "CONSENTS", kinds.consent),
    closures: shelfOf(main, "CLOSURES", kinds.closure),
    positions: shelfOf(main, "POSITIONS", kinds.position),
    tracks: shelfOf(main, "TRACKS", kinds.position),
    attachments: shelfOf(main, "ATTACHMENTS", kinds.attachment),
    alarms: shelfOf(main, "ALARMS", kinds.alarm),
    reviews: shelfOf(main, "REVIEWS", kinds.review),
    subPlans: shelfOf(main, "SUBPLANS", kinds.subPlan),
    personal: shelfOf(main, "PERSONAL", kinds.personal),
  };
}

/** The shelves of a store. */
export type Shelves = ReturnType<typeof shelvesOf>;
