/**
 * Reporting a problem in two taps, with a picture where there is time for one: shared by drivers and receivers.
 */
import { useState } from "react";
import { usePreferences } from "../preferences.tsx";
import type { ProblemKind, ToldProblem } from "./acts.ts";
import { type Attachment, attachmentsOf, namedBy } from "./photo.ts";
import { type Photo, PhotoField } from "./photo-field.tsx";

interface ProblemsProps {
  readonly kinds: readonly ProblemKind[];
  readonly onTell: (told: ToldProblem, files: readonly Attachment[]) => void;
}

/** The button, and the kinds that it opens. The second tap tells. */
export function Problems({ kinds, onTell }: ProblemsProps) {
  const { text } = usePreferences();
  const [open, setOpen] = useState(false);
  const [photos, setPhotos] = useState<readonly Photo[]>([]);
  const names: Readonly<Record<ProblemKind, string>> = {
    road: text.problemRoad,
    breakdown: text.problemBreakdown,
    shortage: text.problemShortage,
    "wrong-box": text.problemWrongBox,
    damaged: text.problemDamaged,
  };
  const tell = async (kind: ProblemKind): Promise<void> => {
    setOpen(false);
    const files = await attachmentsOf(photos.map((photo) => photo.blob));
    setPhotos([]);
    onTell({ kind, note: names[kind], attachments: files.map(namedBy) }, files);
  };
  return (
    <section className="problems">
      <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        {text.reportProblem}
      </button>
      {open && (
        <>
          <div className="kinds">
            {kinds.map((kind) => (
              <button key={kind} type="button" onClick={() => void tell(kind)}>
                {names[kind]}
              </button>
            ))}
          </div>
          <p className="hint">{text.problemPhoto}</p>
          <PhotoField photos={photos} onChange={setPhotos} />
        </>
      )}
    </section>
  );
}
