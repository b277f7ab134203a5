/**
 * Counting on paper's terms: what was counted, which kits are missing, seals, who signs, pictures and signature. Refuses to
 * know whether goods come, go or are handed on.
 */
import { useState } from "react";
import { number } from "../format/numbers.ts";
import { usePreferences } from "../preferences.tsx";
import type { Count, Goods } from "./acts.ts";
import { type Attachment, attachmentsOf, namedBy } from "./photo.ts";
import { type Photo, PhotoField } from "./photo-field.tsx";
import { SignaturePad } from "./signature-pad.tsx";

interface CountFormProps {
  readonly goods: Goods;
  /** Names of the TPS whose kits are counted, by code. */
  readonly names: ReadonlyMap<string, string>;
  /** What the one who signs is called, and what saving is called. */
  readonly words: { readonly signatory: string; readonly save: string };
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
  readonly names: ReadonlyMap<string, string>;
  readonly kits: readonly string[];
  readonly missing: readonly string[];
  readonly onChange: (missing: readonly string[]) => void;
}

function MissingKits({ names, kits, missing, onChange }: MissingKitsProps) {
  const { text } = usePreferences();
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

function useCount({ boxes: most, pieces: planned }: Goods) {
  const [pieces, setPieces] = useState(() => new Map(planned.map((piece) => [piece.kind, piece.count])));
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [boxes, setBoxes] = useState(most);
  const lacking = planned.some((piece) => (pieces.get(piece.kind) ?? 0) < piece.count);
  return {
    pieces,
    setPieces,
    missing,
    setMissing,
    boxes,
    setBoxes,
    isShort: missing.length > 0 || boxes < most || lacking,
  };
}

/** The form; starts from what should be there and asks for the name of the one who signs. */
export function CountForm({ goods, names, words, onDone, onCancel }: CountFormProps) {
  const { text, language } = usePreferences();
  const { kits, pieces: planned } = goods;
  const counted = useCount(goods);
  const [receiver, setReceiver] = useState("");
  const [seals, setSeals] = useState("");
  const [note, setNote] = useState("");
  const [photos, setPhotos] = useState<readonly Photo[]>([]);
  const [signature, setSignature] = useState<Blob>();
  const [saving, setSaving] = useState(false);
  const save = async (): Promise<void> => {
    setSaving(true);
    const files = await attachmentsOf([...photos.map((photo) => photo.blob), ...(signature ? [signature] : [])]);
    const count: Count = {
      missing: counted.missing,
      pieces: [...counted.pieces].map(([kind, value]) => ({ kind, count: value })),
      boxes: counted.boxes,
      seals: sealsOf(seals),
      receiver: receiver.trim(),
      note: note.trim(),
      attachments: files.map(namedBy),
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
      {goods.boxes > 0 && (
        <Counter label={text.countBoxes} value={counted.boxes} most={goods.boxes} onChange={counted.setBoxes} />
      )}
      {kits.length > 0 && (
        <MissingKits names={names} kits={kits} missing={counted.missing} onChange={counted.setMissing} />
      )}
      {counted.isShort && (
        <p className="alarm" role="alert">
          {counted.missing.length > 0
            ? text.shortWarning(number(counted.missing.length, language))
            : text.shortPiecesWarning}
        </p>
      )}
      <Field label={words.signatory} value={receiver} onChange={setReceiver} most={100} required autoComplete="name" />
      <Field label={text.seals} value={seals} onChange={setSeals} most={400} />
      <PhotoField photos={photos} onChange={setPhotos} />
      <SignaturePad onChange={setSignature} />
      <Field label={text.note} value={note} onChange={setNote} most={400} />
      <div className="actions">
        <button type="button" className="quiet" onClick={onCancel}>
          {text.cancel}
        </button>
        <button type="submit" className="primary" disabled={saving}>
          {words.save}
        </button>
      </div>
    </form>
  );
}
