/**
 * What the driver is told at each step, in Indonesian and English. Knows words only.
 */

/** A change of direction. */
export type TurnDirection =
  | "straight"
  | "slight-left"
  | "left"
  | "sharp-left"
  | "slight-right"
  | "right"
  | "sharp-right"
  | "turn-back";

/** What happens at the beginning of a step. */
export type StepKind =
  | "depart"
  | "turn"
  | "continue"
  | "new-name"
  | "end-of-road"
  | "fork"
  | "merge"
  | "on-ramp"
  | "off-ramp"
  | "roundabout"
  | "exit-roundabout"
  | "ferry"
  | "arrive";

/** A sentence in both languages. */
export interface StepSaying {
  readonly id: string;
  readonly en: string;
}

const turns: Readonly<Record<TurnDirection, readonly [id: string, en: string]>> = {
  straight: ["Lurus", "Go straight on"],
  "slight-left": ["Serong kiri", "Bear left"],
  left: ["Belok kiri", "Turn left"],
  "sharp-left": ["Belok tajam ke kiri", "Turn sharp left"],
  "slight-right": ["Serong kanan", "Bear right"],
  right: ["Belok kanan", "Turn right"],
  "sharp-right": ["Belok tajam ke kanan", "Turn sharp right"],
  "turn-back": ["Putar balik", "Turn back"],
};

/** What is to be said. */
export interface SayingParts {
  readonly kind: StepKind;
  readonly turn: TurnDirection;
  readonly street: string;
  readonly exit?: number | undefined;
}

function plainWords({ kind, turn, exit }: SayingParts): readonly [id: string, en: string] {
  const left = turn.endsWith("left");
  switch (kind) {
    case "depart":
      return ["Berangkat", "Set out"];
    case "arrive":
      return ["Tiba di tujuan", "Arrive"];
    case "roundabout":
      return exit === undefined
        ? ["Masuk bundaran", "Enter the roundabout"]
        : [`Masuk bundaran, ambil jalan keluar ke-${exit}`, `Enter the roundabout and take exit ${exit}`];
    case "exit-roundabout":
      return ["Keluar dari bundaran", "Leave the roundabout"];
    case "ferry":
      return ["Naik feri", "Board the ferry"];
    case "merge":
      return ["Gabung", "Merge"];
    case "fork":
      return left
        ? ["Di percabangan ambil kiri", "Keep left at the fork"]
        : ["Di percabangan ambil kanan", "Keep right at the fork"];
    case "on-ramp":
    case "off-ramp":
      return left
        ? ["Ambil jalur penghubung kiri", "Take the slip road on the left"]
        : ["Ambil jalur penghubung kanan", "Take the slip road on the right"];
    case "end-of-road":
      return [
        `Di ujung jalan ${turns[turn][0].toLowerCase()}`,
        `At the end of the road ${turns[turn][1].toLowerCase()}`,
      ];
    case "turn":
    case "continue":
    case "new-name":
      return turns[turn];
    default: {
      const never: never = kind;
      return never;
    }
  }
}

/** The sentence of a step. */
export function sayingOf(parts: SayingParts): StepSaying {
  const [id, en] = plainWords(parts);
  const { kind, street } = parts;
  if (street === "" || kind === "arrive" || kind === "roundabout") return { id, en };
  return { id: `${id} ke ${street}`, en: `${en} ${kind === "depart" ? "along" : "on to"} ${street}` };
}
