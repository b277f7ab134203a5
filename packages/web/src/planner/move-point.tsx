/**
 * Putting the point of a place right: dragged or pointed at on the map, or typed; the road beside it is proposed, and the
 * planner takes it or not.
 */
import { useMemo, useState } from "react";
import { ServiceError } from "../client.ts";
import { number } from "../format/numbers.ts";
import type { BaseMap } from "../map/base.ts";
import { metresBetween, nearestOnRoads } from "../map/snap.ts";
import { usePreferences } from "../preferences.tsx";
import type { PlaceEntry } from "../schedule/schedule.ts";
import type { Moving } from "./use-moving.ts";

interface MovePointProps {
  readonly place: PlaceEntry;
  readonly moving: Moving;
  readonly base: BaseMap;
}

/** Nearer than this a point is on the road, farther than the other it belongs to no road that could be proposed. */
const [onRoad, tooFar] = [3, 500];

function Proposal({ moving, base }: Pick<MovePointProps, "moving" | "base">) {
  const { text, language } = usePreferences();
  const [refused, setRefused] = useState<string>();
  const { point, put } = moving;
  const snap = useMemo(() => point && nearestOnRoads([...point], base.roads), [point, base]);
  if (!point || !snap || snap.metres < onRoad || snap.metres > tooFar || refused === point.join()) return null;
  return (
    <div className="proposal" role="status">
      <p>{text.snapProposal(number(snap.metres, language), snap.road)}</p>
      <div className="acts">
        <button type="button" className="quiet" onClick={() => put(snap.point)}>
          {text.snapAccept}
        </button>
        <button type="button" className="quiet" onClick={() => setRefused(point.join())}>
          {text.snapReject}
        </button>
      </div>
    </div>
  );
}

function Coordinates({ moving }: Pick<MovePointProps, "moving">) {
  const { text } = usePreferences();
  const { point = [0, 0], put } = moving;
  const field = (label: string, value: number, change: (value: number) => void, most: number) => (
    <label className="field">
      <span>{label}</span>
      <input
        type="number"
        step="0.000001"
        min={-most}
        max={most}
        value={value}
        onChange={({ target }) => Number.isFinite(target.valueAsNumber) && change(target.valueAsNumber)}
      />
    </label>
  );
  return (
    <div className="fields">
      {field(text.pointLatitude, point[1], (lat) => put([point[0], lat]), 85)}
      {field(text.pointLongitude, point[0], (lon) => put([lon, point[1]]), 180)}
    </div>
  );
}

/** The button and, while the place is moved, the point with its proposal. */
export function MovePoint({ place, moving, base }: MovePointProps) {
  const { text, language } = usePreferences();
  const [told, setTold] = useState<{ readonly good: boolean; readonly says: string }>();
  if (moving.code !== place.code || !moving.point) {
    return (
      <div className="move-point">
        <button type="button" className="quiet" onClick={() => moving.begin(place.code, place.point)}>
          {text.movePoint}
        </button>
        {told && (
          <p className={told.good ? "hint" : "alarm"} role="status">
            {told.says}
          </p>
        )}
      </div>
    );
  }
  const save = async (): Promise<void> => {
    try {
      await moving.save();
      setTold({ good: true, says: text.moveSaved });
    } catch (error) {
      const known = error instanceof ServiceError ? (error.troubles[0]?.says ?? error.says) : undefined;
      setTold({ good: false, says: known?.[language] ?? String(error) });
    }
  };
  const metres = Math.round(metresBetween([...place.point], [...moving.point]));
  return (
    <div className="move-point">
      <p className="hint">{text.movePointHint}</p>
      <Coordinates moving={moving} />
      <p>{text.moveDistance(number(metres, language))}</p>
      <Proposal moving={moving} base={base} />
      {told && !told.good && (
        <p className="alarm" role="alert">
          {told.says}
        </p>
      )}
      <div className="acts">
        <button type="button" className="primary" disabled={metres === 0} onClick={() => void save()}>
          {text.moveSave}
        </button>
        <button type="button" className="quiet" onClick={moving.cancel}>
          {text.cancel}
        </button>
      </div>
    </div>
  );
}
