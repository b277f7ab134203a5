/**
 * The one dictionary of the app: which texts exist. Indonesian defines the keys; every language must have them all.
 */
import type { Language } from "../format/numbers.ts";
import { english } from "./english.ts";
import { indonesian } from "./indonesian.ts";

/** Every text key with its form: a string, or a function from formatted values to a string. */
export type Dictionary = typeof indonesian;

/** The texts per language. */
export const dictionaries: Readonly<Record<Language, Dictionary>> = { id: indonesian, en: english };
