/**
 * Taking pictures at a hand-over: camera or file, a thumbnail for each, and away with one that is no good.
 */
import { useEffect, useMemo, useState } from "react";
import { usePreferences } from "../preferences.tsx";
import { newId } from "../session/session.ts";
import { shrunkPhoto } from "./photo.ts";

/** Most pictures of one hand-over. */
const most = 4;

/** A picture on the form. */
export interface Photo {
  readonly id: string;
  readonly blob: Blob;
}

interface PhotoFieldProps {
  readonly photos: readonly Photo[];
  readonly onChange: (photos: readonly Photo[]) => void;
}

function Thumbnail({ photo, onRemove }: { readonly photo: Blob; readonly onRemove: () => void }) {
  const { text } = usePreferences();
  const address = useMemo(() => URL.createObjectURL(photo), [photo]);
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return (
    <li>
      <img src={address} alt={text.photo} />
      <button type="button" aria-label={text.photoRemove} onClick={onRemove}>
        ×
      </button>
    </li>
  );
}

/** The pictures of a hand-over. A file that is no picture is named as such and nothing is lost. */
export function PhotoField({ photos, onChange }: PhotoFieldProps) {
  const { text } = usePreferences();
  const [complaint, setComplaint] = useState(false);
  const take = async (files: FileList | null): Promise<void> => {
    const chosen = [...(files ?? [])].slice(0, most - photos.length);
    const results = await Promise.allSettled(chosen.map(shrunkPhoto));
    setComplaint(results.some((result) => result.status === "rejected"));
    onChange([
      ...photos,
      ...results.flatMap((result) => (result.status === "fulfilled" ? [{ id: newId(), blob: result.value }] : [])),
    ]);
  };
  return (
    <div className="photos">
      <ul>
        {photos.map((photo) => (
          <Thumbnail
            key={photo.id}
            photo={photo.blob}
            onRemove={() => onChange(photos.filter((one) => one !== photo))}
          />
        ))}
      </ul>
      {photos.length < most && (
        <label className="quiet">
          <input
            type="file"
            className="unseen"
            accept="image/*"
            capture="environment"
            multiple
            onChange={(event) => {
              void take(event.target.files);
              event.target.value = "";
            }}
          />
          {text.photoTake}
        </label>
      )}
      {complaint && (
        <p className="alarm" role="alert">
          {text.photoBad}
        </p>
      )}
    </div>
  );
}
