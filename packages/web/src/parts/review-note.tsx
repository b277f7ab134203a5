/**
 * A remark on a version of the plan before it is published: the last one on show, and writing one.
 */
import type { PlanHeadView } from "@antar/api";
import { type FormEvent, useState } from "react";
import { ServiceError } from "../client.ts";
import { epochOf, shortMoment } from "../format/moments.ts";
import { usePreferences } from "../preferences.tsx";

/** Who submitted the version or sent it back, and with what words; nothing when nobody has. */
export function LastWord({ review, timeZone }: { readonly review: PlanHeadView["review"]; readonly timeZone: string }) {
  const { text, language } = usePreferences();
  if (!review) return null;
  const when = shortMoment(epochOf(review.at), timeZone, language);
  return (
    <p className="last-word" data-act={review.act}>
      {review.act === "submitted" ? text.submittedBy(review.by, when) : text.sentBackBy(review.by, when)}
      {review.note !== "" && <q>{review.note}</q>}
    </p>
  );
}

interface NoteFormProps {
  readonly label: string;
  readonly act: string;
  readonly required?: boolean;
  readonly onSend: (note: string) => Promise<void>;
}

/** A note and the button that sends it. */
export function NoteForm({ label, act, required = false, onSend }: NoteFormProps) {
  const { language } = usePreferences();
  const [note, setNote] = useState("");
  const [trouble, setTrouble] = useState<string>();
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      await onSend(note);
      setNote("");
      setTrouble(undefined);
    } catch (error) {
      setTrouble(error instanceof ServiceError ? (error.says?.[language] ?? error.message) : String(error));
    }
  };
  return (
    <form className="note-form" onSubmit={send}>
      <label className="field wide">
        <span>{label}</span>
        <textarea
          required={required}
          rows={2}
          maxLength={1_000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      {trouble !== undefined && (
        <p className="alarm" role="alert">
          {trouble}
        </p>
      )}
      <button type="submit" className="quiet">
        {act}
      </button>
    </form>
  );
}
