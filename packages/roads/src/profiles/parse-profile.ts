/**
 * Checks a profile document that a user wrote. Knows the shape of the document; refuses to know what a good speed is.
 */

import { checkShape, type Shape } from "./document-shape.ts";
import { type Profile, ProfileError } from "./profile.ts";

const text: Shape = { is: "text" };
const texts: Shape = { is: "list", of: text };
const flag: Shape = { is: "flag" };
const positive: Shape = { is: "number", above: 0 };
const notNegative: Shape = { is: "number", least: 0 };
const condition: Shape = { is: "table", of: { is: "list", of: text, atLeast: 1 }, atLeast: 1 };

const speed: Shape = {
  is: "either",
  say: "a number of km/h above 0, or {urban, rural}",
  shapes: [positive, { is: "object", required: { urban: positive, rural: positive }, optional: {} }],
};

const wayKind: Shape = {
  is: "object",
  required: { when: condition },
  optional: {
    kmh: speed,
    needsPermission: flag,
    ignoreSurface: flag,
    unpaved: flag,
    carrier: { is: "word", of: ["road", "ferry", "boat"] },
    entrySeconds: notNegative,
    hours: text,
  },
};

const access: Shape = {
  is: "object",
  required: { keys: { is: "list", of: text, atLeast: 1 }, deny: texts },
  optional: { destination: texts, destinationEntrySeconds: notNegative, directional: flag, conditional: flag },
};

const oneway: Shape = {
  is: "object",
  required: { keys: texts },
  optional: { closed: texts, implied: { is: "list", of: condition }, conditional: flag },
};

const maxspeed: Shape = {
  is: "object",
  required: { use: { is: "word", of: ["replace", "cap", "ignore"] } },
  optional: {
    read: { is: "word", of: ["digits", "full"] },
    least: positive,
    most: positive,
    factor: positive,
    words: { is: "table", of: positive },
  },
};

const turns: Shape = {
  is: "object",
  required: { expanded: flag },
  optional: {
    restrictions: flag,
    modes: texts,
    qualified: flag,
    viaWays: flag,
    uTurns: { is: "word", of: ["everywhere", "dead-ends"] },
    uTurnSeconds: notNegative,
    byAngle: {
      is: "list",
      of: { is: "pair", of: [{ is: "number", least: -180, most: 180 }, notNegative] },
      atLeast: 2,
    },
  },
};

const profile: Shape = {
  is: "object",
  required: {
    id: text,
    name: { is: "object", required: { id: text, en: text }, optional: {} },
    drivingSide: { is: "word", of: ["left", "right"] },
    ways: { is: "list", of: wayKind, atLeast: 1 },
    access,
    oneway,
    maxspeed,
    turns,
  },
  optional: {
    description: text,
    forbid: { is: "list", of: condition },
    capKmh: positive,
    surfaces: {
      is: "list",
      of: { is: "object", required: { values: texts, factor: positive }, optional: { unpaved: flag } },
    },
    factors: { is: "list", of: { is: "object", required: { when: condition, factor: positive }, optional: {} } },
    rainFactor: positive,
    limits: {
      is: "list",
      of: {
        is: "object",
        required: { key: text, needs: positive },
        optional: { read: { is: "word", of: ["plain", "units"] } },
      },
    },
    nodes: {
      is: "list",
      of: { is: "object", required: { when: condition }, optional: { seconds: notNegative, closed: flag } },
    },
    hours: { is: "table", of: { is: "list", of: positive, atLeast: 24, atMost: 24 } },
    ferry: {
      is: "object",
      required: { kmh: positive, boardingSeconds: notNegative, waitSeconds: notNegative },
      optional: {},
    },
  },
};

/**
 * The document as a Profile (a copy). Throws ProfileError naming the field and what is expected there;
 * fields that no profile has are mistakes too.
 */
export function parseProfile(document: unknown): Profile {
  const copy: unknown = structuredClone(document);
  if (!isProfile(copy)) throw new ProfileError("profile", "not a profile document");
  checkSense(copy);
  return copy;
}

/** A guard that explains itself: throws ProfileError instead of answering false. */
function isProfile(document: unknown): document is Profile {
  checkShape(document, profile, "");
  return true;
}

/** What the shape alone cannot say. */
function checkSense(document: Profile): void {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(document.id)) {
    throw new ProfileError("id", `"${document.id}" should be lower-case letters, digits and hyphens, at most 40`);
  }
  const rows = ["none", ...Object.keys(document.hours ?? {})];
  for (const [index, kind] of document.ways.entries()) {
    if (kind.needsPermission === true && kind.kmh === undefined) {
      throw new ProfileError(`ways.${index}.kmh`, "a way that needs permission needs a speed for those who have it");
    }
    if (kind.hours !== undefined && !rows.includes(kind.hours)) {
      throw new ProfileError(`ways.${index}.hours`, `"${kind.hours}" is no row of hours; there are ${rows.join(", ")}`);
    }
    if (kind.carrier === "ferry" && document.ferry === undefined) {
      throw new ProfileError(
        "ferry",
        `ways.${index} is a ferry, so the profile needs kmh, boardingSeconds and waitSeconds`,
      );
    }
  }
  checkAngles(document);
}

function checkAngles(document: Profile): void {
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, [degrees]] of (document.turns.byAngle ?? []).entries()) {
    if (degrees <= last) throw new ProfileError(`turns.byAngle.${index}`, "the degrees must ascend");
    last = degrees;
  }
  if (!document.turns.expanded && (document.turns.restrictions === true || document.turns.byAngle !== undefined)) {
    throw new ProfileError(
      "turns.expanded",
      "restrictions and byAngle need an expanded network: set it to true or leave them out",
    );
  }
}
