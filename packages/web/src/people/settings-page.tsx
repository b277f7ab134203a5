/**
 * The settings of the office, for its admin: read by everybody who watches, changed under the version that was read, taken
 * back with one click. Refuses to know what the service does with them.
 */
import "../styles/people.css";
import type { SettingsGiven, SettingsView } from "@antar/api";
import { type FormEvent, useCallback, useState } from "react";
import { fetchBriefs, fetchSettings, putSettings, ServiceError } from "../client.ts";
import { FailedPage } from "../parts/failed-page.tsx";
import { StatePage } from "../parts/state-page.tsx";
import { DayField } from "../parts/time-fields.tsx";
import { PreferenceSwitches } from "../parts/top-bar.tsx";
import { usePreferences } from "../preferences.tsx";
import { addressOf } from "../route.ts";
import { SignedIn } from "../session/signed-in.tsx";
import { useSession } from "../session/use-session.ts";
import { useResource } from "../use-resource.ts";
import { type Draft, draftOf, givenOf, spans, wrongSpans } from "./settings-draft.ts";

interface FieldsProps {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

function Spans({ draft, onDraft }: FieldsProps) {
  const { text } = usePreferences();
  const wrong = wrongSpans(draft);
  const words = {
    lateAfter: [text.settingsLate, text.settingsLateHint, text.unitMinutes],
    silentAfter: [text.settingsSilent, text.settingsSilentHint, text.unitMinutes],
    keepPersonalDays: [text.settingsKeep, text.settingsKeepHint, text.unitDays],
  } as const;
  return spans.map(({ name, from, to }) => {
    const [label, hint, unit] = words[name];
    const isWrong = wrong.has(name);
    return (
      <label key={name} className="field">
        <span>{label}</span>
        <span className="measured">
          <input
            inputMode="numeric"
            name={name}
            required
            value={draft[name]}
            aria-invalid={isWrong}
            aria-describedby={`${name}-hint`}
            onChange={(event) => onDraft({ ...draft, [name]: event.target.value })}
          />
          {unit}
        </span>
        <small id={`${name}-hint`} className={isWrong ? "wrong" : undefined}>
          {isWrong ? text.wholeFrom(`${from}`, `${to}`) : hint}
        </small>
      </label>
    );
  });
}

function Channels({ draft, onDraft }: FieldsProps) {
  const { text } = usePreferences();
  const { webhooks } = draft;
  const change = (at: number, part: Partial<Draft["webhooks"][number]>): void =>
    onDraft({ ...draft, webhooks: webhooks.map((hook, index) => (index === at ? { ...hook, ...part } : hook)) });
  return (
    <fieldset>
      <legend>{text.settingsChannels}</legend>
      {webhooks.length === 0 && <p className="hint">{text.settingsChannelsNone}</p>}
      {webhooks.map((hook, index) => (
        <div key={hook.key} className="channel">
          <label className="field">
            <span>{text.settingsChannelUrl}</span>
            <input
              type="url"
              required
              maxLength={500}
              pattern="https?://.+"
              value={hook.url}
              onChange={(event) => change(index, { url: event.target.value })}
            />
          </label>
          <label className="field">
            <span>{text.settingsChannelSecret}</span>
            <input
              required
              minLength={16}
              maxLength={200}
              autoComplete="off"
              value={hook.secret}
              onChange={(event) => change(index, { secret: event.target.value })}
            />
          </label>
          <button
            type="button"
            className="quiet"
            aria-label={`${text.settingsChannelDrop}: ${hook.url}`}
            onClick={() => onDraft({ ...draft, webhooks: webhooks.filter((_, other) => other !== index) })}
          >
            {text.settingsChannelDrop}
          </button>
        </div>
      ))}
      {webhooks.length < 5 && (
        <div className="actions">
          <button
            type="button"
            className="quiet"
            onClick={() => {
              const key = 1 + Math.max(0, ...webhooks.map((hook) => hook.key));
              onDraft({ ...draft, webhooks: [...webhooks, { key, url: "", secret: "" }] });
            }}
          >
            {text.settingsChannelAdd}
          </button>
        </div>
      )}
    </fieldset>
  );
}

interface Saving {
  readonly settings: SettingsView;
  /** What was in force before the last change made here. */
  readonly before: SettingsGiven | undefined;
  readonly trouble: ServiceError | undefined;
}

/** Saves under the version on show; what was before can be saved again. */
function useSaving(first: SettingsView) {
  const [state, setState] = useState<Saving>({ settings: first, before: undefined, trouble: undefined });
  const save = async (given: SettingsGiven, isUndo = false): Promise<SettingsView | undefined> => {
    const { version, ...was } = state.settings;
    try {
      const settings = await putSettings(version, given);
      setState({ settings, before: isUndo ? undefined : was, trouble: undefined });
      return settings;
    } catch (error) {
      const trouble = error instanceof ServiceError ? error : new ServiceError(0, String(error));
      setState((known) => ({ ...known, trouble }));
      return undefined;
    }
  };
  return { ...state, save };
}

function Trouble({ trouble, onReload }: { readonly trouble: ServiceError; readonly onReload: () => void }) {
  const { text, language } = usePreferences();
  return (
    <div className="alarm" role="alert">
      <p>{trouble.status === 0 ? text.signInOffline : (trouble.says?.[language] ?? trouble.message)}</p>
      <ul>
        {trouble.troubles.map(({ field, says }) => (
          <li key={`${field} ${says.en}`}>{says[language]}</li>
        ))}
      </ul>
      {[409, 412].includes(trouble.status) && (
        <button type="button" className="quiet" onClick={onReload}>
          {text.settingsLoadAgain}
        </button>
      )}
    </div>
  );
}

interface FormProps {
  readonly first: SettingsView;
  readonly mayChange: boolean;
  readonly onReload: () => void;
}

function SettingsForm({ first, mayChange, onReload }: FormProps) {
  const { text } = usePreferences();
  const { settings, before, trouble, save } = useSaving(first);
  const [draft, setDraft] = useState(() => draftOf(first));
  const given = givenOf(draft);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const saved = given && (await save(given));
    if (saved) setDraft(draftOf(saved));
  };
  const undo = async (): Promise<void> => {
    const saved = before && (await save(before, true));
    if (saved) setDraft(draftOf(saved));
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <p className="hint">
        {text.settingsVersion(`${settings.version}`)} {mayChange ? "" : text.settingsReadOnly}
      </p>
      <DayField
        label={text.settingsVotingDay}
        value={draft.votingDay}
        onValue={(votingDay) => setDraft((known) => ({ ...known, votingDay }))}
        hint={text.settingsVotingDayHint}
      />
      <Spans draft={draft} onDraft={setDraft} />
      <Channels draft={draft} onDraft={setDraft} />
      <p className="hint">{text.settingsElsewhere}</p>
      {trouble && <Trouble trouble={trouble} onReload={onReload} />}
      <div className="actions">
        <button type="submit" className="primary" disabled={!mayChange || given === undefined}>
          {text.settingsSave}
        </button>
      </div>
      {before && (
        <p className="saved" role="status">
          {text.settingsSaved}
          <button type="button" className="quiet" onClick={() => void undo()}>
            {text.editUndo}
          </button>
        </p>
      )}
    </form>
  );
}

/** The settings; `brief` is where the way back leads. */
export function SettingsPage({ brief }: { readonly brief: string | undefined }) {
  const { text } = usePreferences();
  const session = useSession();
  const [round, setRound] = useState(0);
  const load = useCallback(
    async (signal: AbortSignal) => ({
      round,
      settings: await fetchSettings(signal),
      brief: brief ?? (await fetchBriefs(signal)).briefs[0]?.id,
    }),
    [brief, round],
  );
  const [resource, again] = useResource(load);
  if (resource.state === "loading") return <StatePage busy title={text.loading} />;
  if (resource.state === "failed") return <FailedPage error={resource.error} onRetry={again} />;
  const { value } = resource;
  return (
    <div className="people settings">
      <header>
        <a href={addressOf({ brief: value.brief, page: "plan" })}>← {text.pagePlan}</a>
        <a href={addressOf({ brief: value.brief, page: "people" })}>{text.peopleOpen}</a>
        <PreferenceSwitches />
        <SignedIn />
      </header>
      <main>
        <h1>{text.settingsTitle}</h1>
        <SettingsForm
          key={value.round}
          first={value.settings}
          mayChange={!session || session.me.verbs.includes("putSettings")}
          onReload={() => setRound((known) => known + 1)}
        />
      </main>
    </div>
  );
}
