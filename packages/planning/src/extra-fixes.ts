/**
 * Extra kits that come too late, each with longer opening hours under which the plan was made anew again and brings them. Knows
 * how that is tried and said; refuses to change an opening.
 */
import {
  type Brief,
  extrasOf,
  type PlaceKind,
  type Plan,
  troublesOf,
  type Unassigned,
  withSettings,
} from "@antar/domain";

/** So many minutes longer the places are open, midnight at most. */
const longer = 120;

/** Places that are open longer. */
interface Opened {
  readonly settings: Readonly<Record<string, string>>;
  readonly says: Unassigned["says"];
}

function laterClock(clock: string): string {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  const at = Math.min(24 * 60, hours * 60 + minutes + longer);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(at / 60))}:${two(at % 60)}`;
}

const kinds: readonly PlaceKind[] = ["tps", "pps", "ppk", "warehouse"];

/** Each kind of place open longer by itself, then all of them. */
function openings({ opening }: Brief): Opened[] {
  const settings = kinds.map((kind) => [`${kind}.to`, laterClock(opening[kind].to)] as const);
  const single = settings.map((one) => [one]);
  return [...single, settings].map((list) => {
    const text = list.map(([key, value]) => `${key}=${value}`).join(" ");
    return {
      settings: Object.fromEntries(list),
      says: {
        id: `yang menolong: buka lebih lama (${text}), sudah dicoba`,
        en: `what helps: longer opening hours (${text}), which was tried`,
      },
    };
  });
}

const nothing: Unassigned["says"] = {
  id: `buka ${longer} menit lebih lama pun, sudah dicoba, tidak menolong`,
  en: `opening hours ${longer} minutes longer, which was tried, do not help either`,
};

/** `plan` with what helps for each delivery of extra kits that comes too late; `again` makes it anew under another brief. */
export function withExtraFixes(plan: Plan, brief: Brief, again: (changed: Brief) => Plan): Plan {
  const extras = new Set(extrasOf(plan).map(({ code }) => code));
  const late = plan.unassigned.filter(({ code, cause }) => cause === "overtaken" && extras.has(code));
  const helped = new Map<string, Unassigned["says"]>();
  for (const { settings, says } of late.length > 0 ? openings(brief) : []) {
    if (helped.size === late.length) break;
    const changed = withSettings(brief, settings);
    if (troublesOf(changed).length > 0) continue;
    const open = new Set(again(changed).unassigned.map(({ code }) => code));
    for (const { code } of late) if (!open.has(code) && !helped.has(code)) helped.set(code, says);
  }
  if (late.length === 0) return plan;
  const unassigned = plan.unassigned.map((entry): Unassigned => {
    if (!late.includes(entry)) return entry;
    const { id, en } = helped.get(entry.code) ?? nothing;
    return { ...entry, says: { id: `${entry.says.id}; ${id}`, en: `${entry.says.en}; ${en}` } };
  });
  return { ...plan, unassigned };
}
