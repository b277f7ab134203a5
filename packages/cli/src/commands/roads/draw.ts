/**
 * `antar roads draw`: the network as a picture (SVG) or as a page that is opened without a server (HTML).
 */
import { badUsage } from "../../command.ts";
import { writeWhole } from "../../files.ts";
import { drawnNetwork } from "../../roads-view/drawn-network.ts";
import { networkPage } from "../../roads-view/network-page.ts";
import { networkPicture } from "../../roads-view/network-picture.ts";
import { pointsAlong, snapPoints } from "./path.ts";
import { networkAt, printAnswer, profileIn, type RoadsPart, required } from "./words.ts";

/** The part. */
export const draw: RoadsPart = {
  usage: "draw NETWORK --out VIEW.svg|VIEW.html [--from LON,LAT --to LON,LAT] [--closed-ways WAYS.json]",
  async run(words, shell) {
    const { options } = words;
    const network = await networkAt(words);
    const profile = profileIn(network, words);
    const out = required(options.out, "out");
    const asked = options.from !== undefined || options.to !== undefined;
    const [route] = asked ? network.route(profile, snapPoints(network, pointsAlong(words), words)) : [];
    if (asked && route === undefined) {
      throw badUsage("tidak ada jalan dari --from ke --to", "there is no way from --from to --to");
    }
    const drawn = drawnNetwork(network, profile);
    if (/\.svg$/i.test(out)) await writeWhole(out, networkPicture(drawn, route?.geometry));
    else if (/\.html$/i.test(out)) await writeWhole(out, await networkPage({ drawn, path: route?.geometry }));
    else throw badUsage(`--out ${out}: tulis .svg atau .html`, `--out ${out}: write .svg or .html`);
    shell.note(`written: ${out}, ${drawn.edges.length} streets`);
    if (options.json) printAnswer({ out, streets: drawn.edges.length }, words, shell);
  },
};
