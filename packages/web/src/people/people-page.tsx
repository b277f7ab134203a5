/**
 * The admin's page: people with their roles, sign-in codes as text and QR, devices and their revocation.
 */
import "../styles/people.css";
import type { CodeView, DeviceView, PersonView } from "@antar/api";
import type { Brief } from "@antar/domain";
import { type FormEvent, useCallback, useState } from "react";
import { encode } from "uqr";
import {
  fetchAssignments,
  fetchBrief,
  fetchBriefs,
  fetchDevices,
  fetchPeople,
  makeCode,
  putPerson,
  resetSecret,
  revokeDevice,
  ServiceError,
} from "../client.ts";
import { epochOf, shortMoment } from "../format/moments.ts";
import { FailedPage } from "../parts/failed-page.tsx";
import { StatePage } from "../parts/state-page.tsx";
import { PreferenceSwitches } from "../parts/top-bar.tsx";
import { usePreferences } from "../preferences.tsx";
import { addressOf } from "../route.ts";
import { SignedIn } from "../session/signed-in.tsx";
import { useResource } from "../use-resource.ts";
import { NewPerson } from "./new-person.tsx";
import { useRoleNames } from "./roles.ts";

interface Loaded {
  readonly brief: string | undefined;
  readonly timeZone: string;
  readonly people: readonly PersonView[];
  readonly devices: readonly DeviceView[];
  readonly vehicles: readonly string[];
  /** PPK, PPS and TPS: somebody receives there. */
  readonly receivers: Brief["places"];
}

async function load(wanted: string | undefined, signal: AbortSignal): Promise<Loaded> {
  const [{ briefs }, { people }, { devices }] = await Promise.all([
    fetchBriefs(signal),
    fetchPeople(signal),
    fetchDevices(signal),
  ]);
  const head = briefs.find((brief) => brief.id === wanted) ?? briefs[0];
  const list = head && (await fetchAssignments(head.id, signal).catch(() => undefined));
  const vehicles = list?.assignments.map((entry) => entry.vehicle) ?? [];
  const places = head ? (await fetchBrief(head.id, signal)).places : [];
  const receivers = places.filter(({ kind }) => kind !== "warehouse");
  return { brief: head?.id, timeZone: head?.timeZone ?? "Asia/Jakarta", people, devices, vehicles, receivers };
}

/** The squares of a QR code as one path, four modules of quiet around it. */
function Qr({ text: content, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(content, { border: 4 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : []))).join("");
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}

/** Whom a code is for: a person by name, `vehicle:truk-01` by the vehicle, `place:7471…` by the name of the place and its code. */
function holderOf(person: string, { people, receivers }: Loaded): string {
  const [, kind, id = ""] = /^(vehicle|place):(.+)$/.exec(person) ?? [];
  if (kind === undefined) return people.find((entry) => entry.person === person)?.name ?? person;
  const place = kind === "place" ? receivers.find(({ code }) => code === id) : undefined;
  return place ? `${place.name} · ${place.code}` : id;
}

/** The vehicle or the place that a person answers for; "" for the whole office. */
function boundName({ vehicle, place }: PersonView, loaded: Loaded): string {
  if (vehicle !== null) return vehicle;
  return place === null ? "" : holderOf(`place:${place}`, loaded);
}

interface ShownProps {
  readonly code: CodeView;
  readonly loaded: Loaded;
  readonly onClose: () => void;
}

function Shown({ code, loaded, onClose }: ShownProps) {
  const { text, language } = usePreferences();
  const { timeZone } = loaded;
  const link = new URL(code.link, window.location.origin).href;
  return (
    <section className="shown" role="status">
      <Qr text={link} label={text.codeQr} />
      <div>
        <h2>{holderOf(code.person, loaded)}</h2>
        <p className="one-time">{code.code}</p>
        <p>{text.codeHint(shortMoment(epochOf(code.expiresAt), timeZone, language))}</p>
        <div className="actions">
          <button type="button" className="quiet" onClick={() => window.print()}>
            {text.print}
          </button>
          <button type="button" className="quiet" onClick={onClose}>
            {text.close}
          </button>
        </div>
      </div>
    </section>
  );
}

interface ActsProps {
  readonly loaded: Loaded;
  readonly act: (work: () => Promise<unknown>) => Promise<void>;
  readonly onCode: (code: CodeView) => void;
}

function VehicleCodes({ loaded, act, onCode }: ActsProps) {
  const { text } = usePreferences();
  const [vehicle, setVehicle] = useState("");
  const make = (event: FormEvent): void => {
    event.preventDefault();
    void act(async () => onCode(await makeCode({ vehicle })));
  };
  return (
    <form className="row" onSubmit={make}>
      <label className="field">
        <span>{text.codeForVehicle}</span>
        <input list="vehicles" required value={vehicle} onChange={(event) => setVehicle(event.target.value)} />
      </label>
      <datalist id="vehicles">
        {loaded.vehicles.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <button type="submit" className="primary">
        {text.codeMake}
      </button>
    </form>
  );
}

const roleAt = { ppk: "ppk", pps: "pps", tps: "kpps", warehouse: undefined } as const;

function PlaceCodes({ loaded, act, onCode }: ActsProps) {
  const { text } = usePreferences();
  const [place, setPlace] = useState("");
  const kind = loaded.receivers.find(({ code }) => code === place)?.kind;
  const role = kind && roleAt[kind];
  const make = (event: FormEvent): void => {
    event.preventDefault();
    void act(async () => onCode(await makeCode({ place, ...(role ? { role } : {}) })));
  };
  return (
    <form className="row" onSubmit={make}>
      <label className="field">
        <span>{text.codeForPlace}</span>
        <input
          list="places"
          required
          value={place}
          onChange={({ target }) => {
            const known = loaded.receivers.some(({ code }) => code === target.value);
            target.setCustomValidity(known ? "" : text.placeUnknown);
            setPlace(target.value);
          }}
        />
      </label>
      <datalist id="places">
        {loaded.receivers.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </datalist>
      <button type="submit" className="primary">
        {text.codeMake}
      </button>
    </form>
  );
}

function People({ loaded, act, onCode }: ActsProps) {
  const { text } = usePreferences();
  const names = useRoleNames();
  const [secret, setSecret] = useState<{ readonly person: string; readonly secret: string }>();
  return (
    <section>
      <h2>{text.people}</h2>
      {loaded.people.length === 0 && <p className="hint">{text.peopleNone}</p>}
      {secret && (
        <p className="one-time" role="status">
          {secret.person}: {secret.secret} <small>{text.shownOnce}</small>
        </p>
      )}
      <table>
        <tbody>
          {loaded.people.map((entry) => (
            <tr key={entry.person}>
              <th scope="row">
                {entry.name} <small>{entry.person}</small>
              </th>
              <td>{names[entry.role]}</td>
              <td>{boundName(entry, loaded)}</td>
              <td>{entry.phone}</td>
              <td className="acts">
                <button
                  type="button"
                  className="quiet"
                  onClick={() => act(async () => onCode(await makeCode({ person: entry.person })))}
                >
                  {text.codeMake}
                </button>
                <button
                  type="button"
                  className="quiet"
                  onClick={() => act(async () => setSecret(await resetSecret(entry.person)))}
                >
                  {text.secretMake}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <NewPerson
        onAdd={async (person, given) => {
          let isThere = false;
          await act(async () => {
            await putPerson(person, given);
            isThere = true;
          });
          return isThere;
        }}
      />
    </section>
  );
}

function Devices({ loaded, act }: Pick<ActsProps, "loaded" | "act">) {
  const { text, language } = usePreferences();
  return (
    <section>
      <h2>{text.devices}</h2>
      {loaded.devices.length === 0 && <p className="hint">{text.devicesNone}</p>}
      <table>
        <tbody>
          {loaded.devices.map((device) => (
            <tr key={device.device} data-revoked={device.revokedAt !== null}>
              <th scope="row">
                {holderOf(device.person, loaded)} <small>{device.label}</small>
              </th>
              <td>{device.boundBy === "key" ? text.boundByKey : text.boundBySecret}</td>
              <td>{shortMoment(epochOf(device.seenAt), loaded.timeZone, language)}</td>
              <td className="acts">
                {device.revokedAt === null ? (
                  <button type="button" className="quiet" onClick={() => act(() => revokeDevice(device.device))}>
                    {text.deviceRevoke}
                  </button>
                ) : (
                  text.deviceRevoked
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Admin({ loaded, onChanged }: { readonly loaded: Loaded; readonly onChanged: () => void }) {
  const { text, language } = usePreferences();
  const [code, setCode] = useState<CodeView>();
  const [trouble, setTrouble] = useState<string>();
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      setTrouble(undefined);
      await work();
      onChanged();
    } catch (error) {
      setTrouble(error instanceof ServiceError ? (error.says?.[language] ?? error.message) : String(error));
    }
  };
  return (
    <div className="people">
      <header>
        <a href={addressOf({ brief: loaded.brief, page: "plan" })}>← {text.pagePlan}</a>
        <a href={addressOf({ brief: loaded.brief, page: "settings" })}>{text.settingsOpen}</a>
        <PreferenceSwitches />
        <SignedIn />
      </header>
      <main>
        <h1>{text.peopleTitle}</h1>
        {trouble !== undefined && (
          <p className="alarm" role="alert">
            {trouble}
          </p>
        )}
        {code && <Shown code={code} loaded={loaded} onClose={() => setCode(undefined)} />}
        <section>
          <h2>{text.codes}</h2>
          <p className="hint">{text.codesHint}</p>
          <VehicleCodes loaded={loaded} act={act} onCode={setCode} />
          <PlaceCodes loaded={loaded} act={act} onCode={setCode} />
        </section>
        <People loaded={loaded} act={act} onCode={setCode} />
        <Devices loaded={loaded} act={act} />
      </main>
    </div>
  );
}

/** People, codes and devices; the vehicles are those of `brief`. */
export function PeoplePage({ brief }: { readonly brief: string | undefined }) {
  const { text } = usePreferences();
  const [resource, again] = useResource(useCallback((signal: AbortSignal) => load(brief, signal), [brief]));
  if (resource.state === "loading") return <StatePage busy title={text.loading} />;
  if (resource.state === "ready") return <Admin loaded={resource.value} onChanged={again} />;
  return <FailedPage error={resource.error} onRetry={again} />;
}
