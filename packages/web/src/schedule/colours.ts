/**
 * Colours by which vehicles are told apart. Eight per theme, found by a search for the largest smallest CIELAB distance
 * under normal sight, protanopia, deuteranopia and tritanopia (matrices of Machado et al. 2009), each at least 3:1
 * against the land of the map. Colour is never the only sign: names, order numbers and line widths say the same.
 */

/** The two looks of the app. */
export type Theme = "light" | "dark";

/** Land colour of the map per theme, against which the palette was chosen. */
export const land: Readonly<Record<Theme, string>> = { light: "#f6f3ec", dark: "#162025" };

/** Vehicle colours per theme; the same index is the same vehicle in both. */
export const palette: Readonly<Record<Theme, readonly string[]>> = {
  light: ["#0078ff", "#c37800", "#691e2d", "#a578c3", "#0f3c69", "#e15a78", "#4b0096", "#960f00"],
  dark: ["#1482ff", "#e1e11e", "#ffb4c3", "#a57800", "#00c3ff", "#e12da5", "#69875a", "#a5e178"],
};

/**
 * A palette index per vehicle: each takes the colour least used so far among the vehicles of its own areas, then least
 * used at all, then the first. `areas` lists, per vehicle, the areas it works in. Deterministic.
 */
export function shareColours(areas: readonly (readonly string[])[], colours: number): number[] {
  const used = new Map<string, number[]>();
  const total = new Array<number>(colours).fill(0);
  return areas.map((own) => {
    const counts = own.map((area) => {
      const known = used.get(area) ?? new Array<number>(colours).fill(0);
      used.set(area, known);
      return known;
    });
    const near = total.map((_, colour) => counts.reduce((sum, count) => sum + (count[colour] ?? 0), 0));
    let best = 0;
    for (let colour = 1; colour < colours; colour += 1) {
      const difference = (near[colour] ?? 0) - (near[best] ?? 0) || (total[colour] ?? 0) - (total[best] ?? 0);
      if (difference < 0) best = colour;
    }
    for (const count of [...counts, total]) count[best] = (count[best] ?? 0) + 1;
    return best;
  });
}
