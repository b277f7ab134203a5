/**
 * The profile document (data that users write) and what it compiles to. Knows the words of the document;
 * refuses to know any vehicle by name: every figure stands in a document.
 */
import type { Tags } from "../osm/road-extract.ts";

/** Tag key -> accepted values; `["*"]` is any value but `no`, `["!"]` is absence. All keys must agree. */
export type TagCondition = Readonly<Record<string, readonly string[]>>;

/** A speed in km/h: one figure, or one for built-up areas and one outside. */
export type SpeedKmh = number | { readonly urban: number; readonly rural: number };

/** One kind of way that the vehicle may use. The first kind of the list whose `when` agrees decides. */
export interface WayKind {
  readonly when: TagCondition;
  /** Absent: closed to this vehicle (unless `needsPermission`, then the speed is required). */
  readonly kmh?: SpeedKmh;
  /** Open only where the most specific present access key says so in as many words (`motorcycle=yes`), not by default. */
  readonly needsPermission?: boolean;
  /** The speed already accounts for the surface (tracks by grade): `surfaces` are not applied. Default false. */
  readonly ignoreSurface?: boolean;
  /** The way counts as unpaved in rain whatever its surface tag. Default: by `surfaces`. */
  readonly unpaved?: boolean;
  /** Road (default), ferry (carries the vehicle) or boat (the vehicle is the boat). */
  readonly carrier?: "road" | "ferry" | "boat";
  /** Paid once when the way is entered from a way of another group (`destination`, ferry). Seconds, default 0. */
  readonly entrySeconds?: number;
  /** Name of the row in `hours`; default `urban` or `rural` by settlement where `hours` has that row, else none. */
  readonly hours?: string;
}

/** A size or weight limit that closes a way or a node: closed when the tag's number is below `needs`. */
export interface Limit {
  readonly key: string;
  /** The vehicle's own measure, in the tag's house unit (metres, tonnes). */
  readonly needs: number;
  /** `plain`: only unsigned decimal numbers count. `units`: also `t`, `kg`, `m`, `cm`, `ft`, `'` `"`. Default `units`. */
  readonly read?: "plain" | "units";
}

/** The document. docs/profiles.md explains each field with its source; `parseProfile` checks it. */
export interface Profile {
  readonly id: string;
  /** What a person sees, Indonesian and English. */
  readonly name: { readonly id: string; readonly en: string };
  readonly description?: string;
  readonly drivingSide: "left" | "right";
  readonly ways: readonly WayKind[];
  /** Ways and nodes with one of these conditions are closed whatever else they say. */
  readonly forbid?: readonly TagCondition[];
  readonly access: {
    /** Most specific first (`motorcycle`, `motor_vehicle`, `vehicle`, `access`); the first present key decides. */
    readonly keys: readonly string[];
    /** Values that close; every other value opens. */
    readonly deny: readonly string[];
    /** Values that open, but only to those who end there: the way joins the group `destination`. Default none. */
    readonly destination?: readonly string[];
    /** Seconds paid once when a `destination` way is entered from an ordinary one. Default 0. */
    readonly destinationEntrySeconds?: number;
    /** Read also `KEY:forward` and `KEY:backward`. Default false. */
    readonly directional?: boolean;
    /** Read also `KEY:conditional`. Default false. */
    readonly conditional?: boolean;
  };
  readonly oneway: {
    /** The first present key decides, e.g. `oneway:motorcycle`, `oneway`. Empty list: oneway never matters. */
    readonly keys: readonly string[];
    /** Values that close both directions (`reversible`). Default none; unknown values mean both directions. */
    readonly closed?: readonly string[];
    /** One-way forward without saying so. */
    readonly implied?: readonly TagCondition[];
    /** Read also `oneway:conditional`. Default false. */
    readonly conditional?: boolean;
  };
  readonly maxspeed: {
    /** `replace`: the limit is the speed. `cap`: the speed is at most the limit. `ignore`. */
    readonly use: "replace" | "cap" | "ignore";
    /** `digits`: only unsigned whole km/h from `least` to `most`. `full`: units, `:forward`, mode keys, zone words. */
    readonly read?: "digits" | "full";
    readonly least?: number;
    readonly most?: number;
    /** Share of the limit that is driven. Default 1. */
    readonly factor?: number;
    /** Country words such as `ID:urban` -> km/h. */
    readonly words?: Readonly<Record<string, number>>;
  };
  /** The speed is at most this, before surface factors. */
  readonly capKmh?: number;
  /** The first row that lists the value of `surface` applies. */
  readonly surfaces?: readonly {
    readonly values: readonly string[];
    readonly factor: number;
    readonly unpaved?: boolean;
  }[];
  /** Every agreeing row multiplies the speed. */
  readonly factors?: readonly { readonly when: TagCondition; readonly factor: number }[];
  /** Factor on the speed of unpaved ways in rain. Default 1. */
  readonly rainFactor?: number;
  readonly limits?: readonly Limit[];
  /** Nodes on the way: the first agreeing row decides. `seconds` each passing; `closed` stops unless an access key opens. */
  readonly nodes?: readonly {
    readonly when: TagCondition;
    readonly seconds?: number;
    readonly closed?: boolean;
  }[];
  readonly turns: {
    /** False: a node-based network without any turn cost or ban. */
    readonly expanded: boolean;
    /** Read relations `type=restriction`. Default false. */
    readonly restrictions?: boolean;
    /** Modes this vehicle is, for `except` and `restriction:MODE`, e.g. `motorcar`. Default none. */
    readonly modes?: readonly string[];
    /** Read also `restriction:MODE` and `restriction:conditional`. Default false: only the key `restriction`. */
    readonly qualified?: boolean;
    /** Read restrictions whose via members are ways, and several from or to members (no_entry, no_exit). Default false. */
    readonly viaWays?: boolean;
    /** Where u-v-u may be driven. `dead-ends`: only where no arc leaves v to another node. Default `everywhere`. */
    readonly uTurns?: "everywhere" | "dead-ends";
    readonly uTurnSeconds?: number;
    /**
     * Corner points [degrees, seconds], ascending; degrees are the change of heading, negative to the left,
     * linear between. Absent: turns are free.
     */
    readonly byAngle?: readonly (readonly [degrees: number, seconds: number])[];
  };
  /** Row name -> 24 factors on the speed, by local hour. */
  readonly hours?: Readonly<Record<string, readonly number[]>>;
  readonly ferry?: {
    /** Speed where `duration` is missing; such ways are flagged. */
    readonly kmh: number;
    /** Going aboard and ashore, each crossing. */
    readonly boardingSeconds: number;
    /** Waiting where `interval` is missing; otherwise half the interval. */
    readonly waitSeconds: number;
  };
}

/** What a way is to one vehicle. */
export interface WayRule {
  readonly forward: boolean;
  readonly backward: boolean;
  /** Speed along the refs, km/h; 0 where `forward` is false. */
  readonly forwardKmh: number;
  readonly backwardKmh: number;
  readonly carrier: "road" | "ferry" | "boat";
  /** The value of `highway`, else `ferry` or `waterway`. */
  readonly class: string;
  /** Index into `CompiledProfile.hourFactors`; 0 is the row of ones. */
  readonly hours: number;
  /** Factor on the speed in rain; 1 where rain does not matter. */
  readonly rainFactor: number;
  /**
   * `open` ways are the ordinary network. Entering a `destination` or `ferry` way from a way of another group
   * costs `entryMs` once; starting inside is free.
   */
  readonly group: "open" | "destination" | "ferry";
  readonly entryMs: number;
  /** Whole way one way, from `duration`; it wins over length and speed. */
  readonly durationMs?: number;
  /** A ferry without `duration`: its time is a guess from `ferry.kmh`. */
  readonly durationMissing: boolean;
}

/** What a node on a way is to one vehicle. */
export interface NodeRule {
  /** No passing; a path may still end there. */
  readonly blocked: boolean;
  /** Paid by each passing, whole milliseconds. */
  readonly penaltyMs: number;
  /** Only traffic along (or against) the way's refs pays, from `direction` or `traffic_signals:direction`. */
  readonly direction?: "forward" | "backward";
}

/** A moment in the week for conditional tags, local time. */
export interface WeekMoment {
  /** 0 = Monday .. 6 = Sunday. */
  readonly weekday: number;
  /** Minutes since midnight, 0..1439. */
  readonly minute: number;
}

/** A profile ready to judge tags. Pure: same tags, same answer. */
export interface CompiledProfile {
  readonly profile: Profile;
  /**
   * Undefined: the vehicle cannot use the way at all. `urban` chooses between `urban` and `rural` speeds and hours;
   * tags that say so (`maxspeed:type=ID:urban`) win. Default true.
   */
  way(tags: Tags, place?: { readonly urban: boolean }): WayRule | undefined;
  node(tags: Tags): NodeRule;
  /** Whether this restriction binds the vehicle. Undefined: excepted, for another mode, conditional and not now, or not understood. */
  restriction(tags: Tags): "no" | "only" | undefined;
  /** Why a restriction does not bind, for the report: `except`, `other mode`, `conditional`, `unknown kind`; undefined when it binds. */
  restrictionIgnored(tags: Tags): string | undefined;
  readonly turns: {
    readonly expanded: boolean;
    readonly restrictions: boolean;
    readonly viaWays: boolean;
    readonly uTurns: "everywhere" | "dead-ends";
    /** Added for u-v-u, whole milliseconds. */
    readonly uTurnMs: number;
    /** True when every turn but a U-turn is free: no angles need computing. */
    readonly free: boolean;
    /** Cost of a change of heading in degrees, -180..180, negative to the left; whole milliseconds. */
    penaltyMs(degrees: number): number;
  };
  /** Rows of 24 factors on the speed by local hour; row 0 is all ones. */
  readonly hourFactors: readonly (readonly number[])[];
  readonly hourNames: readonly string[];
  /** max(1, floor(metres x 3600 / kmh + 0.5)), whole milliseconds. */
  arcMilliseconds(metres: number, kmh: number): number;
}

/** A profile document with a mistake. The message names the field and what is expected. */
export class ProfileError extends Error {
  /** Dotted path of the field, e.g. `ways.3.kmh`. */
  readonly field: string;

  constructor(field: string, message: string) {
    super(`${field}: ${message}`);
    this.name = "ProfileError";
    this.field = field;
  }
}
