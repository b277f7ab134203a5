/**
 * Bringing in a brief or places from a file: read, laid over the present brief, judged by the service, shown, and only
 * then saved.
 */
import "../styles/import.css";
import type { BriefHeadView, TroubleView } from "@antar/api";
import type { Brief, Place } from "@antar/domain";
import { useCallback, useEffect, useMemo, useState } from "react";
import { fetchBrief, fetchBriefs, putBrief, ServiceError } from "../client.ts";
import { number } from "../format/numbers.ts";
import { projected } from "../map/mercator.ts";
import { FailedPage } from "../parts/failed-page.tsx";
import { StatePage } from "../parts/state-page.tsx";
import { PreferenceSwitches } from "../parts/top-bar.tsx";
import { usePreferences } from "../preferences.tsx";
import { addressOf } from "../route.ts";
import { useResource } from "../use-resource.ts";
import { type Laid, layPlaces } from "./lay-places.ts";
import { type ReadPlaces, readPlaces, type Unreadable } from "./read-places.ts";

/** Most bytes of a file that is read; a brief of 20,000 places has about 5 MB. */
const mostBytes = 20_000_000;

type Read =
  | { readonly kind: "brief"; readonly document: Brief }
  | { readonly kind: "places"; readonly read: ReadPlaces }
  | { readonly kind: "too-large" };

async function readFile(file: File): Promise<Read> {
  if (file.size > mostBytes) return { kind: "too-large" };
  const text = await file.text();
  if (/^\s*\{/.test(text) && text.includes('"antar.brief/')) {
    try {
      return { kind: "brief", document: JSON.parse(text) }; // The service judges whether it is one.
    } catch {
      return { kind: "places", read: readPlaces(text) };
    }
  }
  return { kind: "places", read: readPlaces(text) };
}

type Judged =
  | { readonly state: "asking" }
  | { readonly state: "good"; readonly head: BriefHeadView }
  | { readonly state: "bad"; readonly error: ServiceError };

function useJudgement(document: Brief | undefined): Judged {
  const [judged, setJudged] = useState<Judged>({ state: "asking" });
  useEffect(() => {
    if (!document) return;
    let stale = false;
    setJudged({ state: "asking" });
    const settle = (found: Judged): void => {
      if (!stale) setJudged(found);
    };
    putBrief(`${document.id}`, document, true)
      .then((head) => settle({ state: "good", head }))
      .catch((error: unknown) => {
        const known = error instanceof ServiceError ? error : new ServiceError(0, String(error));
        settle({ state: "bad", error: known });
      });
    return () => {
      stale = true;
    };
  }, [document]);
  return judged;
}

function Dots({ brief }: { readonly brief: Brief }) {
  const { text } = usePreferences();
  const places = Array.isArray(brief.places) ? brief.places.filter((place) => Array.isArray(place?.point)) : [];
  const rings = (brief.serviceArea?.rings ?? []).map((ring) => ring.map(([lon, lat]) => projected([lon, lat])));
  const points = places.map((place) => projected([place.point[0], place.point[1]]));
  const all = rings.length > 0 ? rings.flat() : points; // A point far outside is told in words; it must not shrink the map.
  if (all.length === 0) return null;
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
  const [left, top] = [xs.reduce((a, b) => Math.min(a, b)), ys.reduce((a, b) => Math.min(a, b))];
  const width = Math.max(xs.reduce((a, b) => Math.max(a, b)) - left, 1);
  const height = Math.max(ys.reduce((a, b) => Math.max(a, b)) - top, 1);
  const unit = width / 400;
  return (
    <svg
      className="dots"
      role="img"
      aria-label={text.importMap}
      viewBox={`${left - 8 * unit} ${top - 8 * unit} ${width + 16 * unit} ${height + 16 * unit}`}
    >
      {rings.map((ring) => (
        <path key={`${ring[0]}${ring.length}`} d={`M${ring.map((point) => point.join(" ")).join("L")}Z`} />
      ))}
      {places.map((place, index) => {
        const [x = 0, y = 0] = points[index] ?? [];
        return (
          <circle key={place.code} cx={x} cy={y} r={(place.kind === "tps" ? 2 : 3.6) * unit} data-kind={place.kind} />
        );
      })}
    </svg>
  );
}

function Counts({ brief }: { readonly brief: Brief }) {
  const { text, language } = usePreferences();
  const names = [
    ["warehouse", text.kindWarehouse],
    ["ppk", text.kindPpk],
    ["pps", text.kindPps],
    ["tps", text.kindTps],
  ] as const;
  const count = (kind: Place["kind"]): number =>
    Array.isArray(brief.places) ? brief.places.filter((place) => place?.kind === kind).length : 0;
  return (
    <dl className="counts">
      {names.map(([kind, name]) => (
        <div key={kind} data-kind={kind}>
          <dt>{name}</dt>
          <dd>{number(count(kind), language)}</dd>
        </div>
      ))}
    </dl>
  );
}

function UnreadableList({ unreadable }: { readonly unreadable: readonly Unreadable[] }) {
  const { text, language } = usePreferences();
  const wanted = {
    code: text.wantsCode,
    kind: text.wantsKind,
    name: text.wantsName,
    longitude: text.wantsLongitude,
    latitude: text.wantsLatitude,
    whole: text.wantsWhole,
    form: text.wantsForm,
  };
  if (unreadable.length === 0) return null;
  return (
    <section className="alarm">
      <h2>{text.importUnreadable(number(unreadable.length, language))}</h2>
      <ul>
        {unreadable.slice(0, 100).map((entry) => (
          <li key={`${entry.where} ${entry.found}`}>
            <b>{text.importRow(entry.where)}</b> {entry.found !== "" && `“${entry.found}”: `}
            {wanted[entry.wanted]}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Troubles({ error }: { readonly error: ServiceError }) {
  const { text, language } = usePreferences();
  /** Most sentences name their field already. */
  const where = ({ place, field, says }: TroubleView): string =>
    [place, says[language].startsWith(field) ? undefined : field].filter(Boolean).join(" · ");
  return (
    <section className="alarm" role="alert">
      <h2>{text.importRefused}</h2>
      {error.troubles.length === 0 && <p>{error.says?.[language] ?? error.message}</p>}
      <ul>
        {error.troubles.slice(0, 100).map((trouble) => (
          <li key={`${trouble.field} ${trouble.place} ${trouble.says.en}`}>
            <b>{where(trouble)}</b> {trouble.says[language]}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Changes({ laid }: { readonly laid: Laid }) {
  const { text, language } = usePreferences();
  const lists = [
    [text.importAdded, laid.added],
    [text.importChanged, laid.changed],
    [text.importDropped, laid.dropped],
  ] as const;
  return (
    <div className="changes">
      {lists.map(([name, places]) => (
        <details key={name}>
          <summary>
            {name} <b>{number(places.length, language)}</b>
          </summary>
          <ul>
            {places.slice(0, 300).map((place) => (
              <li key={place.code}>
                <span className="code">{place.code}</span> {place.name}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </div>
  );
}

interface PreviewProps {
  readonly document: Brief;
  readonly laid: Laid | undefined;
  readonly unreadable: readonly Unreadable[];
  readonly onAway: () => void;
}

function Preview({ document, laid, unreadable, onAway }: PreviewProps) {
  const { text, language } = usePreferences();
  const judged = useJudgement(document);
  const [failure, setFailure] = useState<ServiceError>();
  const save = async (): Promise<void> => {
    try {
      const { id } = await putBrief(document.id, document, false);
      window.location.hash = addressOf({ brief: id, page: "plan" });
    } catch (error) {
      setFailure(error instanceof ServiceError ? error : new ServiceError(0, String(error)));
    }
  };
  const trouble = failure ?? (judged.state === "bad" ? judged.error : undefined);
  return (
    <>
      <h1>{document.title}</h1>
      <p className="hint" role="status">
        {judged.state === "asking" && text.importAsking}
        {judged.state === "good" && text.importGood(number(judged.head.version, language))}
      </p>
      <div className="preview">
        <div>
          <Counts brief={document} />
          {laid && <Changes laid={laid} />}
          <UnreadableList unreadable={unreadable} />
          {trouble && <Troubles error={trouble} />}
        </div>
        <Dots brief={document} />
      </div>
      <div className="actions">
        <button type="button" className="quiet" onClick={onAway}>
          {text.importOther}
        </button>
        <button type="button" className="primary" disabled={judged.state !== "good"} onClick={save}>
          {unreadable.length > 0 ? text.importSaveReadable : text.importSave}
        </button>
      </div>
    </>
  );
}

function ChooseFile({ onFile }: { readonly onFile: (file: File) => void }) {
  const { text } = usePreferences();
  return (
    <label
      className="drop"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const [file] = event.dataTransfer.files;
        if (file) onFile(file);
      }}
    >
      <input
        type="file"
        className="unseen"
        accept=".json,.geojson,.csv,.txt,application/json,application/geo+json,text/csv"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          event.target.value = "";
        }}
      />
      <b>{text.importChoose}</b>
      <span>{text.importForms}</span>
    </label>
  );
}

function Import({ brief }: { readonly brief: Brief | undefined }) {
  const { text } = usePreferences();
  const [read, setRead] = useState<Read>();
  const [drop, setDrop] = useState(false);
  const places = read?.kind === "places" ? read.read.places : undefined;
  const laid = useMemo(
    () => (brief && places && places.length > 0 ? layPlaces(brief, places, drop) : undefined),
    [brief, places, drop],
  );
  const document = read?.kind === "brief" ? read.document : laid?.brief;
  const unreadable = read?.kind === "places" ? read.read.unreadable : [];
  return (
    <div className="import">
      <header>
        <a href={addressOf({ brief: brief?.id, page: "plan" })}>← {text.pagePlan}</a>
        <PreferenceSwitches />
      </header>
      <main>
        {!document && <h1>{text.importTitle}</h1>}
        {!document && <ChooseFile onFile={(file) => void readFile(file).then(setRead)} />}
        {read?.kind === "too-large" && <p className="alarm">{text.importTooLarge}</p>}
        {!document && <UnreadableList unreadable={unreadable} />}
        {places && places.length > 0 && !brief && <p className="alarm">{text.importNeedsBrief}</p>}
        {laid && (
          <label className="drop-missing">
            <input type="checkbox" checked={drop} onChange={() => setDrop(!drop)} /> {text.importDropMissing}
          </label>
        )}
        {document && (
          <Preview document={document} laid={laid} unreadable={unreadable} onAway={() => setRead(undefined)} />
        )}
      </main>
    </div>
  );
}

/** The import page; places are laid over `brief`, the first brief when undefined. */
export function ImportPage({ brief }: { readonly brief: string | undefined }) {
  const { text } = usePreferences();
  const load = useCallback(
    async (signal: AbortSignal) => {
      const id = brief ?? (await fetchBriefs(signal)).briefs[0]?.id;
      return id === undefined ? undefined : fetchBrief(id, signal);
    },
    [brief],
  );
  const [resource, again] = useResource(load);
  if (resource.state === "loading") return <StatePage busy title={text.loading} />;
  // Without a brief there is nothing to lay places over; an import of the first brief works all the same.
  const isGone = resource.state === "failed" && resource.error.status !== 404;
  if (isGone) return <FailedPage error={resource.error} onRetry={again} />;
  return <Import brief={resource.state === "ready" ? resource.value : undefined} />;
}
