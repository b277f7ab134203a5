/**
 * Which place a receiver answers for: the one of the account, or one that whoever may see all looks up.
 */
import type { Brief } from "@antar/domain";
import { useCallback, useState } from "react";
import { fetchBrief, fetchBriefs, fetchMyDeliveries } from "../client.ts";
import { number } from "../format/numbers.ts";
import { PlaceSign } from "../map/legend.tsx";
import { FailedPage } from "../parts/failed-page.tsx";
import { StatePage } from "../parts/state-page.tsx";
import { PreferenceSwitches } from "../parts/top-bar.tsx";
import { usePreferences } from "../preferences.tsx";
import { addressOf } from "../route.ts";
import { currentSession } from "../session/session.ts";
import { SignedIn } from "../session/signed-in.tsx";
import { useResource } from "../use-resource.ts";

const order = ["warehouse", "ppk", "pps", "tps"];
/** Most places on show at once: a city has hundreds, and whoever looks for one types. */
const most = 30;

async function load(wanted: string | undefined, signal: AbortSignal): Promise<Brief | undefined> {
  const me = (await currentSession())?.me;
  if (me?.place != null) {
    const mine = await fetchMyDeliveries(me.place, signal);
    window.location.replace(addressOf({ brief: mine.brief, page: "receive", item: mine.place }));
    return undefined;
  }
  const id = wanted ?? (await fetchBriefs(signal)).briefs[0]?.id;
  if (id === undefined) return undefined;
  const brief = await fetchBrief(id, signal);
  const warehouses = brief.places.filter((place) => place.kind === "warehouse");
  const [only] = warehouses;
  if (me?.role === "warehouse" && only && warehouses.length === 1) {
    window.location.replace(addressOf({ brief: id, page: "receive", item: only.code }));
    return undefined;
  }
  return brief;
}

function Places({ brief }: { readonly brief: Brief }) {
  const { text, language } = usePreferences();
  const [wanted, setWanted] = useState("");
  const found = brief.places
    .filter(({ code, name }) => `${code} ${name}`.toLowerCase().includes(wanted.trim().toLowerCase()))
    .sort((left, right) => order.indexOf(left.kind) - order.indexOf(right.kind) || (left.code < right.code ? -1 : 1));
  return (
    <main>
      <label className="field">
        <span>{text.findPlace}</span>
        <input type="search" value={wanted} onChange={(event) => setWanted(event.target.value)} />
      </label>
      <p className="hint" role="status">
        {text.countShown(number(Math.min(most, found.length), language), number(found.length, language))}
      </p>
      <ul className="choose">
        {found.slice(0, most).map(({ code, kind, name }) => (
          <li key={code}>
            <a href={addressOf({ brief: brief.id, page: "receive", item: code })}>
              <b>
                <PlaceSign kind={kind} /> {name}
              </b>
              <span>{code}</span>
            </a>
          </li>
        ))}
      </ul>
    </main>
  );
}

/** The choice; whoever is signed in for a place goes there at once. */
export function PlaceChoice({ brief }: { readonly brief: string | undefined }) {
  const { text } = usePreferences();
  const [resource, again] = useResource(useCallback((signal: AbortSignal) => load(brief, signal), [brief]));
  if (resource.state === "loading") return <StatePage busy title={text.loading} />;
  if (resource.state === "failed" || !resource.value) {
    const error = resource.state === "failed" ? resource.error : undefined;
    return <FailedPage error={error} absent={{ title: text.noDeliveries, hint: text.noPlanYet }} onRetry={again} />;
  }
  return (
    <div className="driver receiver">
      <header>
        <p>
          <b>{text.choosePlace}</b>
        </p>
        <PreferenceSwitches />
        <SignedIn />
      </header>
      <Places brief={resource.value} />
    </div>
  );
}
