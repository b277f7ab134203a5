/**
 * What every reader of OpenStreetMap files hands over: nodes, ways and turn restrictions as the file states them.
 * Knows ids, coordinates and tags; refuses to know vehicles, speeds and graphs.
 */

/** The tags of one object. Plain own keys; a key `__proto__` is dropped. */
export type Tags = Readonly<Record<string, string>>;

/** The file forms that `readExtract` reads. `xml` may be gzipped; the reader looks at the first bytes. */
export type ExtractFormat = "pbf" | "xml" | "overpass" | "geojson";

/**
 * One way that may carry traffic, or a piece of one: refs whose node is absent from the file are left out and counted,
 * and the way is cut there, so that several pieces may bear one id.
 */
export interface ExtractWay {
  /** OSM id; for GeoJSON lines without one, -1, -2, ... in file order. */
  readonly id: number;
  /** Indexes into `RoadExtract.nodes`, at least two. */
  readonly refs: Int32Array;
  readonly tags: Tags;
}

/** A member of a relation. `ref` is an OSM id, not an index. */
export interface ExtractMember {
  readonly type: "node" | "way" | "relation";
  readonly ref: number;
  readonly role: string;
}

/** A relation `type=restriction` (or `type=restriction:hgv` and the like), in file order. */
export interface ExtractRestriction {
  readonly id: number;
  readonly tags: Tags;
  readonly members: readonly ExtractMember[];
}

/** Counts of one import. Every object read is either kept or dropped for exactly one reason. */
export interface ImportReport {
  readonly format: ExtractFormat;
  /** Bytes read from the caller, before any decompression. */
  readonly bytes: number;
  /** PBF data blobs; 0 for the other formats. */
  readonly blobs: number;
  readonly nodes: {
    readonly read: number;
    /** Referenced by a kept way. */
    readonly kept: number;
    /** Second and later copies of one id; the last copy counts. */
    readonly duplicates: number;
    /** Distinct ids that kept ways name and the file lacks (the extract was cut there). */
    readonly missing: number;
    /** Kept nodes whose tags were kept (barriers, signals, crossings...). */
    readonly tagged: number;
  };
  readonly ways: {
    readonly read: number;
    readonly kept: number;
    /** Reason -> count: `no road, ferry or waterway tag`, `fewer than two nodes in the file`, `repeated id`. */
    readonly dropped: Readonly<Record<string, number>>;
    /** Node references left out because the node is missing; the way is cut there. */
    readonly refsLeftOut: number;
  };
  readonly relations: {
    readonly read: number;
    /** Turn restrictions kept. */
    readonly restrictions: number;
    /** Reason -> count: `not a turn restriction`, `repeated id`, `deleted`. */
    readonly dropped: Readonly<Record<string, number>>;
  };
  /** Sentences about what was odd but survivable (unsorted objects, coordinates outside the globe, ...). */
  readonly notes: readonly string[];
}

/** The road part of one OpenStreetMap file. */
export interface RoadExtract {
  /**
   * Only nodes that kept ways reference, by ascending id. Coordinates in 1e-7 degrees WGS84;
   * `lon[i] / 1e7` is the double nearest to the decimal in the file.
   */
  readonly nodes: { readonly ids: Float64Array; readonly lon: Int32Array; readonly lat: Int32Array };
  /** Node index -> its tags, only for nodes with a barrier, signal, crossing, access or the like. */
  readonly nodeTags: ReadonlyMap<number, Tags>;
  /** In file order, the pieces of a way in its own. Kept: `highway`, `route=ferry`, `man_made=pier`, navigable `waterway`. */
  readonly ways: readonly ExtractWay[];
  readonly restrictions: readonly ExtractRestriction[];
  readonly report: ImportReport;
  /** When the data was current, ISO 8601 UTC: the header's replication time, else absent. */
  readonly timestamp?: string;
}

/** How far a reading has come; sent about once per blob or 4 MB. */
export interface ReadProgress {
  /** Bytes taken from the caller so far. */
  readonly bytes: number;
  /** Objects (nodes, ways, relations) seen so far. */
  readonly objects: number;
}

/** Choices for `readExtract`. */
export interface ReadOptions {
  /** Refuse an input longer than this many bytes. Default 4 GiB. */
  readonly maxBytes?: number;
  /**
   * Refuse a file with more objects than this. Default 200 million; independent of it a file may hold at most
   * 16 objects per byte read plus one million, so that a small hostile file cannot fill the memory.
   */
  readonly maxObjects?: number;
  readonly onProgress?: (progress: ReadProgress) => void;
}

/**
 * A file that cannot be read: cut, altered, hostile or of another kind. The message is a sentence that names
 * the block and the byte offset in the file and says what to do.
 */
export class ExtractError extends Error {
  /** Byte offset in the file as given (compressed), where the trouble starts; undefined when not known. */
  readonly offset: number | undefined;
  /** Ordinal of the PBF blob (0 = header) or the line of an XML / JSON text; undefined when not known. */
  readonly block: number | undefined;

  constructor(message: string, place: { readonly offset?: number; readonly block?: number } = {}) {
    super(message);
    this.name = "ExtractError";
    this.offset = place.offset;
    this.block = place.block;
  }
}
