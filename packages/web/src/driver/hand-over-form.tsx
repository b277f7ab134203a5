/**
 * The hand-over on paper's terms: what was counted, which kits are missing, seals, who received, pictures and signature.
 */
import type { AssignmentView } from "@antar/api";
import { useState } from "react";
import { number } from "../format/numbers.ts";
import { usePreferences } from "../preferences.tsx";
import { type Count, type DayStop, type PlannedPieces, piecesOf } from "./acts.ts";
import { type Attachment, attachmentOf } from "./photo.ts";
import { type Photo, PhotoField } from "./photo-field.tsx";
import { SignaturePad } from "./signature-pad.tsx";

interface HandOverFormProps {
  readonly assignment: AssignmentView;
  readonly stop: DayStop;
  /** `files` are the pictures and the signature that `count.attachments` names. */
  readonly onDone: (count: Count, files: readonly Attachment[]) => void;
  readonly onCancel: () => void;
}

interface CounterProps {
  readonly label: string;
  readonly value: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}

function Counter({ label, value, most, onChange }: CounterProps) {
  return (
    <fieldset className="counter" data-short={value < most}>
      <legend className="unseen">{label}</legend>
      <span aria-hidden="true">{label}</span>
      <button type="button" aria-label={`${label} −1`} onClick={() => onChange(Math.max(0, value - 1))}>
        −
      </button>
      <output>
        {value} <small>/ {most}</small>
      </output>
      <button type="button" aria-label={`${label} +1`} onClick={() => onChange(Math.min(most, value + 1))}>
        +
      </button>
    </fieldset>
  );
}

interface MissingKitsProps {
  readonly assignment: AssignmentView;
  readonly kits: readonly string[];
  readonly missing: readonly string[];
  readonly onChange: (missing: readonly string[]) => void;
}

function MissingKits({ assignment, kits, missing, onChange }: MissingKitsProps) {
  const { text } = usePreferences();
  const names = new Map(assignment.places.map((place) => [place.code, place.name]));
  const flip = (kit: string): void =>
    onChange(missing.includes(kit) ? missing.filter((one) => one !== kit) : [...missing, kit]);
  return (
    <details className="missing-kits">
      <summary>{text.missingKits}</summary>
      <ul>
        {kits.map((kit) => (
          <li key={kit}>
            <label>
              <input type="checkbox" checked={missing.includes(kit)} onChange={() => flip(kit)} />
              {names.get(kit) ?? kit}
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly most: number;
  readonly required?: boolean;
  readonly autoComplete?: string;
}

function Field({ label, value, onChange, most, required = false, autoComplete = "off" }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        required={required}
        maxLength={most}
        autoComplete={autoComplete}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

const sealsOf = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .filter((seal) => seal !== "")
    .slice(0, 40);

const isGiven = (value: Attachment | undefined): value is Attachment => value !== undefined;

function useCount(stop: DayStop, planned: readonly PlannedPieces[]) {
  const [pieces, setPieces] = useState(() => new Map(planned.map((piece) => [piece.kind, piece.count])));
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [boxes, setBoxes] = useState(stop.stop.boxes);
  const short = missing.length + stop.stop.boxes - boxes;
  const lacking = planned.some((piece) => (pieces.get(piece.kind) ?? 0) < piece.count);
  return { pieces, setPieces, missing, setMissing, boxes, setBoxes, isShort: short > 0 || lacking };
}

/** The form; starts from what the plan says and asks for the receiver's name. */
export function HandOverForm({ assignment, stop, onDone, onCancel }: HandOverFormProps) {
  const { text, language } = usePreferences();
  const kits = stop.stop.kits;
  const planned = piecesOf(assignment, kits.length);
  const counted = useCount(stop, planned);
  const [receiver, setReceiver] = useState("");
  const [seals, setSeals] = useState("");
  const [note, setNote] = useState("");
  const [photos, setPhotos] = useState<readonly Photo[]>([]);
  const [signature, setSignature] = useState<Blob>();
  const [saving, setSaving] = useState(false);
  const save = async (): Promise<void> => {
    setSaving(true);
    const blobs = [...photos.map((photo) => photo.blob), ...(signature ? [signature] : [])];
    const files = (await Promise.all(blobs.map(attachmentOf))).filter(isGiven);
    const count: Count = {
      missing: counted.missing,
      pieces: [...counted.pieces].map(([kind, value]) => ({ kind, count: value })),
      boxes: counted.boxes,
      seals: sealsOf(seals),
      receiver: receiver.trim(),
      note: note.trim(),
      attachments: files.map(({ sha256, type, bytes }) => ({ sha256, type, bytes: bytes.byteLength })),
    };
    onDone(count, files);
  };
  return (
    <form
      className="hand-over"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {planned.map((piece) => (
        <Counter
          key={piece.kind}
          label={piece.name}
          value={counted.pieces.get(piece.kind) ?? 0}
          most={piece.count}
          onChange={(value) => counted.setPieces(new Map(counted.pieces).set(piece.kind, value))}
        />
      ))}
      {stop.stop.boxes > 0 && (
        <Counter label={text.countBoxes} value={counted.boxes} most={stop.stop.boxes} onChange={counted.setBoxes} />
      )}
      {kits.length > 0 && (
        <MissingKits assignment={assignment} kits={kits} missing={counted.missing} onChange={counted.setMissing} />
      )}
      {counted.isShort && (
        <p className="alarm" role="alert">
          {counted.missing.length > 0
            ? text.shortWarning(number(counted.missing.length, language))
            : text.shortPiecesWarning}
        </p>
      )}
      <Field label={text.receiver} value={receiver} onChange={setReceiver} most={100} required autoComplete="name" />
      <Field label={text.seals} value={seals} onChange={setSeals} most={400} />
      <PhotoField photos={photos} onChange={setPhotos} />
      <SignaturePad onChange={setSignature} />
      <Field label={text.note} value={note} onChange={setNote} most={400} />
      <div className="actions">
        <button type="button" className="quiet" onClick={onCancel}>
          {text.cancel}
        </button>
        <button type="submit" className="primary" disabled={saving}>
          {text.confirmHandOver}
        </button>
      </div>
    </form>
  );
}
