/**
 * A base map from elsewhere: the layers of an office's MapLibre style under our own. Refuses to know where the style comes from.
 */
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";

/** A style that replaces ground and roads; sources and layers keep their names behind a prefix. */
export type ExternalStyle = Pick<StyleSpecification, "sources" | "layers" | "glyphs" | "sprite">;

const prefix = "base:";

function renamed(layer: LayerSpecification): LayerSpecification {
  const id = `${prefix}${layer.id}`;
  return "source" in layer ? { ...layer, id, source: `${prefix}${layer.source}` } : { ...layer, id };
}

/**
 * Our `style` with `external` for its ground: of our own layers those in `replaced` are left out. Without `external` the style
 * as it is.
 */
export function withExternal(
  style: StyleSpecification,
  external: ExternalStyle | undefined,
  replaced: ReadonlySet<string>,
): StyleSpecification {
  if (!external) return style;
  const sources = Object.entries(external.sources).map(([name, source]) => [`${prefix}${name}`, source]);
  return {
    ...style,
    ...(external.glyphs === undefined ? {} : { glyphs: external.glyphs }),
    ...(external.sprite === undefined ? {} : { sprite: external.sprite }),
    sources: { ...Object.fromEntries(sources), ...style.sources },
    layers: [...external.layers.map(renamed), ...style.layers.filter(({ id }) => !replaced.has(id))],
  };
}

/** Who is to be named for the external map, without markup; "" when it says nothing. */
export function attributionOf(external: ExternalStyle): string {
  const said = Object.values(external.sources).flatMap((source) =>
    "attribution" in source && typeof source.attribution === "string" ? [source.attribution] : [],
  );
  return [...new Set(said.map((text) => text.replaceAll(/<[^>]*>/g, "").trim()))].filter(Boolean).join(", ");
}
