/**
 * The shape of a JSON document as data, and a check that names the first field that does not fit.
 * Knows JSON; refuses to know profiles.
 */
import { ProfileError } from "./profile.ts";

/** What a value should be. */
export type Shape =
  | { readonly is: "text" }
  | { readonly is: "flag" }
  | { readonly is: "number"; readonly above?: number; readonly least?: number; readonly most?: number }
  | { readonly is: "word"; readonly of: readonly string[] }
  | { readonly is: "list"; readonly of: Shape; readonly atLeast?: number; readonly atMost?: number }
  | { readonly is: "pair"; readonly of: readonly [Shape, Shape] }
  /** An object whose keys are the user's own. */
  | { readonly is: "table"; readonly of: Shape; readonly atLeast?: number }
  | { readonly is: "either"; readonly say: string; readonly shapes: readonly Shape[] }
  | {
      readonly is: "object";
      readonly required: Readonly<Record<string, Shape>>;
      readonly optional: Readonly<Record<string, Shape>>;
    };

/** Throws ProfileError at the first value that does not fit; `field` is the dotted path so far. */
export function checkShape(value: unknown, shape: Shape, field: string): void {
  switch (shape.is) {
    case "text":
      if (typeof value !== "string" || value === "") fail(field, "a text that is not empty", value);
      break;
    case "flag":
      if (typeof value !== "boolean") fail(field, "true or false", value);
      break;
    case "number":
      checkNumber(value, shape, field);
      break;
    case "word":
      if (typeof value !== "string" || !shape.of.includes(value)) fail(field, `one of ${shape.of.join(", ")}`, value);
      break;
    case "list":
      checkList(value, shape, field);
      break;
    case "pair":
      checkPair(value, shape, field);
      break;
    case "table":
      checkTable(value, shape, field);
      break;
    case "either":
      if (!shape.shapes.some((one) => fits(value, one, field))) fail(field, shape.say, value);
      break;
    case "object":
      checkObject(value, shape, field);
      break;
    default:
      shape satisfies never;
  }
}

function fail(field: string, expected: string, value: unknown): never {
  const found = value === undefined ? "it is missing" : `it is ${brief(value)}`;
  throw new ProfileError(field === "" ? "profile" : field, `should be ${expected}, but ${found}`);
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function under(field: string, key: string | number): string {
  return field === "" ? `${key}` : `${field}.${key}`;
}

function fits(value: unknown, shape: Shape, field: string): boolean {
  try {
    checkShape(value, shape, field);
    return true;
  } catch (error) {
    if (error instanceof ProfileError) return false;
    throw error;
  }
}

function checkNumber(value: unknown, shape: Extract<Shape, { is: "number" }>, field: string): void {
  const { above, least, most } = shape;
  const bounds = [
    above === undefined ? "" : ` above ${above}`,
    least === undefined ? "" : ` of at least ${least}`,
    most === undefined ? "" : ` up to ${most}`,
  ];
  const inside =
    typeof value === "number" &&
    Number.isFinite(value) &&
    value > (above ?? Number.NEGATIVE_INFINITY) &&
    value >= (least ?? Number.NEGATIVE_INFINITY) &&
    value <= (most ?? Number.POSITIVE_INFINITY);
  if (!inside) fail(field, `a number${bounds.join("")}`, value);
}

function checkPair(value: unknown, shape: Extract<Shape, { is: "pair" }>, field: string): void {
  if (!Array.isArray(value) || value.length !== 2) fail(field, "a pair [first, second]", value);
  checkShape(value[0], shape.of[0], under(field, 0));
  checkShape(value[1], shape.of[1], under(field, 1));
}

function checkList(value: unknown, shape: Extract<Shape, { is: "list" }>, field: string): void {
  if (!Array.isArray(value)) fail(field, "a list", value);
  const least = shape.atLeast ?? 0;
  const most = shape.atMost ?? Number.POSITIVE_INFINITY;
  if (value.length < least || value.length > most) {
    const count = least === most ? `${least}` : `at least ${least}`;
    throw new ProfileError(field, `should have ${count} entries, but has ${value.length}`);
  }
  for (const [index, entry] of value.entries()) checkShape(entry, shape.of, under(field, index));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkTable(value: unknown, shape: Extract<Shape, { is: "table" }>, field: string): void {
  if (!isRecord(value)) fail(field, "an object", value);
  const entries = Object.entries(value);
  if (entries.length < (shape.atLeast ?? 0)) fail(field, "an object with at least one key", value);
  for (const [key, entry] of entries) checkShape(entry, shape.of, under(field, key));
}

function checkObject(value: unknown, shape: Extract<Shape, { is: "object" }>, field: string): void {
  if (!isRecord(value)) fail(field, "an object", value);
  const known = { ...shape.optional, ...shape.required };
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(known, key)) continue;
    throw new ProfileError(under(field, key), `no such field; there are ${Object.keys(known).join(", ")}`);
  }
  for (const [key, one] of Object.entries(shape.required)) checkShape(value[key], one, under(field, key));
  for (const [key, one] of Object.entries(shape.optional)) {
    if (value[key] !== undefined) checkShape(value[key], one, under(field, key));
  }
}
