/**
 * Numbers as people of the two languages write them. Knows digits and units; refuses to know sentences.
 */

/** The languages of the product. */
export type Language = "id" | "en";

const locales: Readonly<Record<Language, string>> = { id: "id-ID", en: "en-GB" };
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(language: Language, digits: number): Intl.NumberFormat {
  const key = `${language}${digits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locales[language], { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(key, format);
  }
  return format;
}

/** `value` with grouped thousands and exactly `digits` decimals: 244908 is `244.908` (id), `244,908` (en). */
export function number(value: number, language: Language, digits = 0): string {
  return formatOf(language, digits).format(value);
}

/** An amount of money, whole: 25481661 rupiah are `Rp 25.481.661` (id), `IDR 25,481,661` (en). */
export function money(amount: number, currency: string, language: Language): string {
  const style = { style: "currency", currency, maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(locales[language], style).format(amount);
}

/** A share as whole percent: 0.325 is `33 %`. */
export function percent(share: number, language: Language): string {
  return `${number(100 * share, language)} %`;
}

/** Metres as kilometres: one decimal below 100 km, none above. */
export function kilometres(metres: number, language: Language): string {
  const value = metres / 1000;
  return `${number(value, language, value < 99.95 ? 1 : 0)} km`;
}

const units: Readonly<Record<Language, readonly [day: string, hour: string, minute: string]>> = {
  id: ["hari", "j", "mnt"],
  en: ["d", "h", "min"],
};

/** Seconds as days, hours and minutes, whole minutes rounded down: 5,400 is `1 j 30 mnt`. A minus sign when negative. */
export function duration(seconds: number, language: Language): string {
  const sign = seconds < 0 ? "−" : "";
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const [day, hour, minute] = units[language];
  if (days > 0) return `${sign}${days} ${day} ${hours} ${hour}`;
  if (hours > 0) return `${sign}${hours} ${hour} ${String(rest).padStart(2, "0")} ${minute}`;
  return `${sign}${rest} ${minute}`;
}

/** Seconds as whole hours, for sums over many vehicles: `1.234 j`. */
export function hours(seconds: number, language: Language): string {
  return `${number(Math.round(seconds / 3600), language)} ${units[language][1]}`;
}

/** Bytes in little room: `3,2 MB` below a gigabyte, `2 GB` from there. */
export function megabytes(bytes: number, language: Language): string {
  if (bytes >= 1e9) return `${number(bytes / 1e9, language)} GB`;
  return `${number(bytes / 1e6, language, 1)} MB`;
}
