/**
 * Settings laid over a brief: the what-if keys of the command line. Knows which key touches which field.
 */
import type { Brief, PlaceKind } from "./brief.ts";
import { Refusal } from "./refusal.ts";

interface Setting {
  readonly key: string;
  readonly says: string;
  readonly apply: (brief: Brief, value: string, key: string) => Brief;
}

function wholeNumber(value: string, key: string): number {
  if (!/^\d{1,9}$/.test(value)) {
    throw new Refusal("bad-setting", {
      id: `--set ${key}=${value}: nilai harus bilangan bulat, misalnya ${key}=1`,
      en: `--set ${key}=${value}: the value must be a whole number, e.g. ${key}=1`,
    });
  }
  return Number(value);
}

function withDocks(brief: Brief, kind: PlaceKind, docks: number): Brief {
  const places = brief.places.map((place) => {
    if (place.kind !== kind) return place;
    const { docks: _, ...rest } = place;
    return docks > 0 ? { ...rest, docks } : rest;
  });
  return { ...brief, places };
}

function openingSettings(kind: PlaceKind): readonly Setting[] {
  const change = (brief: Brief, field: Partial<Brief["opening"][PlaceKind]>): Brief => ({
    ...brief,
    opening: { ...brief.opening, [kind]: { ...brief.opening[kind], ...field } },
  });
  return [
    {
      key: `${kind}.days`,
      says: `days on which ${kind} places are open, counted from the first day`,
      apply: (brief, value, key) => change(brief, { days: wholeNumber(value, key) }),
    },
    {
      key: `${kind}.from`,
      says: `opening time of ${kind} places, HH:MM`,
      apply: (brief, value) => change(brief, { from: value }),
    },
    {
      key: `${kind}.to`,
      says: `closing time of ${kind} places, HH:MM`,
      apply: (brief, value) => change(brief, { to: value }),
    },
  ];
}

function escortSettings(brief: Brief, change: Partial<NonNullable<Brief["escort"]>>): Brief {
  const escort = brief.escort ?? { teams: 1, vehiclesPerConvoy: 1, from: "warehouse" as const };
  if (change.teams === 0) {
    const { escort: _, ...rest } = brief;
    return rest;
  }
  return { ...brief, escort: { ...escort, ...change } };
}

const kinds: readonly PlaceKind[] = ["warehouse", "ppk", "pps", "tps"];

const fixed: readonly Setting[] = [
  {
    key: "docks",
    says: "loading docks at the warehouse",
    apply: (brief, value, key) => withDocks(brief, "warehouse", wholeNumber(value, key)),
  },
  {
    key: "ppk.docks",
    says: "loading docks at each PPK; 0: none needed",
    apply: (brief, value, key) => withDocks(brief, "ppk", wholeNumber(value, key)),
  },
  {
    key: "escorts",
    says: "escort teams; 0: no escort is needed",
    apply: (brief, value, key) => escortSettings(brief, { teams: wholeNumber(value, key) }),
  },
  {
    key: "convoy",
    says: "vehicles in one convoy at most",
    apply: (brief, value, key) => escortSettings(brief, { vehiclesPerConvoy: wholeNumber(value, key) }),
  },
  ...(["perConvoy", "perHour"] as const).map((field) => ({
    key: `escort.${field}`,
    says: "price of escorts, in the currency of the brief",
    apply: (brief: Brief, value: string, key: string): Brief =>
      escortSettings(brief, {
        cost: { ...(brief.escort?.cost ?? { perConvoy: 0, perHour: 0 }), [field]: wholeNumber(value, key) },
      }),
  })),
  {
    key: "window.start",
    says: "first moment of the plan, ISO 8601 with offset",
    apply: (brief, value) => ({ ...brief, window: { ...brief.window, start: value } }),
  },
  {
    key: "window.end",
    says: "the deadline, ISO 8601 with offset",
    apply: (brief, value) => ({ ...brief, window: { ...brief.window, end: value } }),
  },
  {
    key: "slackTarget",
    says: "seconds of reserve before the deadline that are worth buying",
    apply: (brief, value, key) => ({ ...brief, slackTarget: wholeNumber(value, key) }),
  },
  ...(["loadPerKit", "handOverPerKit", "perStop"] as const).map((field) => ({
    key: `handling.${field}`,
    says: "seconds",
    apply: (brief: Brief, value: string, key: string): Brief => ({
      ...brief,
      handling: { ...brief.handling, [field]: wholeNumber(value, key) },
    }),
  })),
  ...kinds.flatMap(openingSettings),
];

/** The keys that `withSettings` knows besides `<vehicle type>.count`, each with what it means. */
export const settingKeys: readonly { readonly key: string; readonly says: string }[] = [
  ...fixed.map(({ key, says }) => ({ key, says })),
  { key: "<vehicle type>.count", says: "number of vehicles of that type, e.g. truk.count=4" },
];

function withFleet(brief: Brief, key: string, value: string): Brief | undefined {
  const id = /^(.+)\.count$/.exec(key)?.[1];
  if (!brief.vehicleTypes.some((type) => type.id === id)) return undefined;
  const count = wholeNumber(value, key);
  return { ...brief, vehicleTypes: brief.vehicleTypes.map((type) => (type.id === id ? { ...type, count } : type)) };
}

/**
 * `brief` with `settings` (key -> value, as text) laid over it, in the order of the keys given. The result is not yet
 * checked. Throws Refusal `bad-setting` on a key that does not exist.
 */
export function withSettings(brief: Brief, settings: Readonly<Record<string, string>>): Brief {
  let changed = brief;
  for (const [key, value] of Object.entries(settings)) {
    const setting = fixed.find((candidate) => candidate.key === key);
    const next = setting ? setting.apply(changed, value, key) : withFleet(changed, key, value);
    if (!next) {
      const known = settingKeys.map((entry) => entry.key).join(", ");
      throw new Refusal("bad-setting", {
        id: `--set ${key}: kunci tidak dikenal. Kunci yang ada: ${known}`,
        en: `--set ${key}: no such key. The keys are: ${known}`,
      });
    }
    changed = next;
  }
  return changed;
}
