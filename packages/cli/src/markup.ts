/**
 * Text inside SVG and HTML that a command writes. Knows letters that would be read as markup.
 */

/** `text` as it may stand between tags and in quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
