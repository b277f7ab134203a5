/**
 * Draws a road network on a canvas and, where a server stands behind the page, asks it for routes by its OSRM addresses.
 * Knows pixels and ink; everything about roads comes as data.
 */
(() => {
  const byId = (id) => document.getElementById(id);
  const content = JSON.parse(byId("content").textContent);
  const canvas = byId("map");
  const pen = canvas.getContext("2d");

  /** Ink, width at the closest zoom, and the metres per pixel above which a class is left out. */
  const pens = {
    motorway: ["#6a2f57", 7, Infinity],
    trunk: ["#8f3f2b", 6.5, Infinity],
    primary: ["#b65c22", 6, Infinity],
    secondary: ["#b0803a", 5, 120],
    tertiary: ["#8a8172", 4, 60],
    unclassified: ["#9d9587", 3, 40],
    residential: ["#aaa294", 3, 40],
    living_street: ["#bdb6a8", 2.5, 40],
    service: ["#c8c1b4", 2, 20],
    track: ["#c3ab86", 2, 25],
  };
  const other = ["#d3cdc0", 1.4, 12];
  const inks = { closed: "#d11a2a", unusable: "#7f93b2", path: "#0b5fd0", second: "#86aee6" };
  const flag = { closed: 1, unusable: 2, bridge: 4, ferry: 8 };

  let drawn;
  let streets = [];
  const view = { lon: 0, lat: 0, scale: 1 };
  let ends = [];
  let routes = content.path ? [{ line: content.path }] : [];
  let chosen = 0;
  let asked = 0;

  const squeeze = () => Math.cos((view.lat * Math.PI) / 180);
  const toScreen = ([lon, lat]) => [
    canvas.clientWidth / 2 + (lon - view.lon) * squeeze() * view.scale,
    canvas.clientHeight / 2 - (lat - view.lat) * view.scale,
  ];
  const toGround = (x, y) => [
    view.lon + (x - canvas.clientWidth / 2) / (squeeze() * view.scale),
    view.lat - (y - canvas.clientHeight / 2) / view.scale,
  ];

  /** Streets with absolute coordinates, their box and pen, so that a frame only compares numbers. */
  function unpack(network) {
    drawn = network;
    streets = network.edges.map((edge) => {
      const points = new Float64Array(edge.length - 3);
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      let [x, y] = [0, 0];
      for (let i = 3; i < edge.length; i += 2) {
        x += edge[i];
        y += edge[i + 1];
        points[i - 3] = x / 1e6;
        points[i - 2] = y / 1e6;
        box[0] = Math.min(box[0], x / 1e6);
        box[1] = Math.min(box[1], y / 1e6);
        box[2] = Math.max(box[2], x / 1e6);
        box[3] = Math.max(box[3], y / 1e6);
      }
      const kind = network.classes[edge[0]].replace(/_link$/, "");
      return { points, box, kind, flags: edge[1], name: network.names[edge[2]] };
    });
    const rank = (kind) => Object.keys(pens).indexOf(kind) + 1 || 99;
    streets.sort((a, b) => rank(b.kind) - rank(a.kind));
  }

  function showWhole() {
    const [west, south, east, north] = drawn.bbox;
    view.lon = (west + east) / 2;
    view.lat = (south + north) / 2;
    const width = Math.max(1e-6, (east - west) * squeeze());
    const height = Math.max(1e-6, north - south);
    view.scale = 0.92 * Math.min(canvas.clientWidth / width, canvas.clientHeight / height);
    redraw();
  }

  /** Styles in drawing order: each street belongs to the first that takes it. */
  function styleOf({ kind, flags }) {
    if (flags & flag.closed) return ["closed", inks.closed, 5, []];
    if (flags & flag.unusable) return ["unusable", inks.unusable, 2, [4, 4]];
    const [ink, width] = pens[kind] ?? other;
    return [kind in pens ? kind : "other", ink, width, flags & flag.ferry ? [8, 6] : []];
  }

  function trace(points) {
    const [w, h] = [canvas.clientWidth / 2, canvas.clientHeight / 2];
    const across = squeeze() * view.scale;
    for (let i = 0; i < points.length; i += 2) {
      const x = w + (points[i] - view.lon) * across;
      const y = h - (points[i + 1] - view.lat) * view.scale;
      if (i === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
  }

  function paintStreets() {
    const [west, north] = toGround(0, 0);
    const [east, south] = toGround(canvas.clientWidth, canvas.clientHeight);
    const metresPerPixel = 111_195 / view.scale;
    const thin = Math.min(1, Math.max(0.24, 4 / metresPerPixel ** 0.75 / 4));
    const crowded = streets.length > 40_000;
    let now = "";
    pen.lineCap = "round";
    pen.lineJoin = "round";
    for (const street of streets) {
      const { box, kind } = street;
      if (box[2] < west || box[0] > east || box[3] < south || box[1] > north) continue;
      const [, , most] = pens[kind] ?? other;
      if (crowded && metresPerPixel > most && !(street.flags & flag.closed)) continue;
      const [key, ink, width, dash] = styleOf(street);
      if (key + dash !== now) {
        if (now !== "") pen.stroke();
        now = key + dash;
        pen.beginPath();
        pen.strokeStyle = ink;
        pen.lineWidth = Math.max(0.6, width * thin);
        pen.setLineDash(dash);
      }
      trace(street.points);
    }
    if (now !== "") pen.stroke();
    pen.setLineDash([]);
  }

  function paintLine(line, ink, width) {
    pen.beginPath();
    for (const [i, point] of line.entries()) {
      const [x, y] = toScreen(point);
      if (i === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
    pen.strokeStyle = ink;
    pen.lineWidth = width;
    pen.stroke();
  }

  function paintEnds() {
    for (const [i, { asked: point, snapped }] of ends.entries()) {
      if (snapped) {
        pen.setLineDash([3, 4]);
        paintLine([point, snapped], "#23211d", 1.5);
        pen.setLineDash([]);
      }
      const [x, y] = toScreen(snapped ?? point);
      pen.beginPath();
      pen.arc(x, y, 11, 0, 7);
      pen.fillStyle = i === 0 ? "#0a7d4f" : "#23211d";
      pen.fill();
      pen.lineWidth = 2.5;
      pen.strokeStyle = "#fff";
      pen.stroke();
      pen.fillStyle = "#fff";
      pen.font = "600 12px system-ui, sans-serif";
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillText("AB"[i], x, y + 0.5);
    }
  }

  let waiting = false;
  function redraw() {
    if (waiting || drawn === undefined) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const ratio = devicePixelRatio || 1;
      const [width, height] = [canvas.clientWidth, canvas.clientHeight];
      if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
      if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      pen.clearRect(0, 0, width, height);
      paintStreets();
      for (const [i, { line }] of routes.entries()) if (i !== chosen) paintLine(line, inks.second, 5);
      const best = routes[chosen];
      if (best) {
        paintLine(best.line, "#fff", 9);
        paintLine(best.line, inks.path, 6);
      }
      paintEnds();
      canvas.dataset.ready = "true";
    });
  }

  function showLegend() {
    const kinds = Object.keys(pens).filter((kind) => streets.some((street) => street.kind === kind));
    const entries = kinds.map((kind) => [kind, pens[kind][0], pens[kind][1] / 1.6, "solid"]);
    if (streets.some((street) => !(street.kind in pens))) entries.push(["lain / other", other[0], 1.4, "solid"]);
    if (streets.some(({ flags }) => flags & flag.unusable)) {
      entries.push([`tidak untuk / not for ${drawn.profile}`, inks.unusable, 2, "dashed"]);
    }
    if (streets.some(({ flags }) => flags & flag.closed)) entries.push(["ditutup / closed", inks.closed, 4, "solid"]);
    if (routes.length > 0) entries.push(["jalur / path", inks.path, 5, "solid"]);
    byId("legend").replaceChildren(
      ...entries.map(([label, ink, width, style]) => {
        const item = document.createElement("li");
        const sample = document.createElement("i");
        sample.style.borderTop = `${Math.max(1, width)}px ${style} ${ink}`;
        item.append(sample, label);
        return item;
      }),
    );
  }

  function showNetwork(network) {
    const again = drawn?.source === network.source;
    unpack(network);
    byId("title").textContent = network.source;
    byId("notice").textContent = network.synthetic ? "Jaringan jalan SINTETIS / SYNTHETIC roads" : "";
    byId("credit").textContent = network.attribution;
    showLegend();
    if (again) redraw();
    else showWhole();
  }

  const minutes = (seconds) => {
    const whole = Math.round(seconds / 60);
    if (seconds < 90) return `${Math.round(seconds)} dtk`;
    return whole < 60 ? `${whole} mnt` : `${Math.floor(whole / 60)} j ${whole % 60} mnt`;
  };
  const length = (metres) => (metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`);

  const words = {
    depart: ["Berangkat", "Set out"],
    arrive: ["Tiba", "Arrive"],
    roundabout: ["Masuk bundaran", "Enter the roundabout"],
    "exit roundabout": ["Keluar bundaran", "Leave the roundabout"],
    notification: ["Naik feri", "Board the ferry"],
    straight: ["Lurus", "Straight on"],
    "slight left": ["Serong kiri", "Bear left"],
    left: ["Belok kiri", "Turn left"],
    "sharp left": ["Tajam ke kiri", "Sharp left"],
    "slight right": ["Serong kanan", "Bear right"],
    right: ["Belok kanan", "Turn right"],
    "sharp right": ["Tajam ke kanan", "Sharp right"],
    uturn: ["Putar balik", "Turn back"],
  };

  function stepItem({ maneuver, name, distance }) {
    const item = document.createElement("li");
    const [id, en] = words[maneuver.type] ?? words[maneuver.modifier] ?? words.straight;
    const exit = maneuver.exit ? `, ${maneuver.exit}` : "";
    const says = document.createElement("span");
    says.textContent = `${id}${exit}${name ? ` · ${name}` : ""}`;
    const english = document.createElement("small");
    english.lang = "en";
    english.textContent = en;
    says.append(document.createElement("br"), english);
    const far = document.createElement("small");
    far.textContent = distance > 0 ? length(distance) : "";
    item.append(says, far);
    return item;
  }

  function showRoutes() {
    byId("routes").replaceChildren(
      ...routes.map((route, i) => {
        const button = document.createElement("button");
        button.type = "button";
        button.setAttribute("aria-pressed", String(i === chosen));
        const figures = document.createElement("strong");
        figures.textContent = `${minutes(route.duration)} · ${length(route.distance)}`;
        const along = document.createElement("small");
        along.textContent = route.legs[0].summary;
        button.append(figures, along);
        button.addEventListener("click", () => {
          chosen = i;
          showRoutes();
        });
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
    byId("steps").replaceChildren(...(routes[chosen]?.legs[0].steps ?? []).map(stepItem));
    byId("clear").hidden = ends.length === 0;
    showLegend();
    redraw();
  }

  function say(text) {
    byId("hint").textContent = text;
  }

  async function askRoute() {
    const own = ++asked;
    const place = ends.map(({ asked: [lon, lat] }) => `${lon.toFixed(6)},${lat.toFixed(6)}`).join(";");
    const service = ends.length === 1 ? "nearest" : "route";
    const options = service === "route" ? "?steps=true&overview=full&geometries=geojson&alternatives=2" : "";
    const answer = await fetch(`${service}/v1/${byId("profile").value}/${place}${options}`)
      .then((response) => response.json())
      .catch((error) => ({ code: "Offline", message: String(error) }));
    if (own !== asked) return;
    for (const [i, waypoint] of (answer.waypoints ?? []).slice(0, ends.length).entries()) {
      ends[i].snapped = waypoint.location;
    }
    routes = (answer.routes ?? []).map((route) => ({ ...route, line: route.geometry.coordinates }));
    chosen = 0;
    if (answer.code !== "Ok") say(`${answer.code}: ${answer.message}`);
    else
      say(
        ends.length === 1
          ? "Klik tujuannya. / Click where to go."
          : "Klik lagi untuk mulai dari awal. / Click again to start anew.",
      );
    showRoutes();
  }

  function clickAt(x, y) {
    if (!content.networks) return;
    if (ends.length === 2) ends = [];
    routes = [];
    ends.push({ asked: toGround(x, y) });
    void askRoute();
  }

  async function loadStreets() {
    const search = new URLSearchParams({ network: byId("network").value, profile: byId("profile").value });
    say("Memuat jalan … / Loading streets …");
    const response = await fetch(`streets.json?${search}`);
    showNetwork(await response.json());
    say("Klik dua titik di peta untuk mencari jalan. / Click two points on the map to find a way.");
    if (ends.length > 0) void askRoute();
  }

  function fillSelect(select, entries) {
    select.replaceChildren(...entries.map(([value, label]) => new Option(label, value)));
  }

  function offerChoices() {
    byId("choices").hidden = byId("asking").hidden = false;
    fillSelect(
      byId("network"),
      content.networks.map(({ source }, i) => [String(i), source]),
    );
    const profiles = () =>
      fillSelect(
        byId("profile"),
        content.networks[Number(byId("network").value)].profiles.map((id) => [id, id]),
      );
    byId("network").parentElement.hidden = content.networks.length < 2;
    profiles();
    byId("network").addEventListener("change", () => {
      ends = [];
      routes = [];
      profiles();
      showRoutes();
      void loadStreets();
    });
    byId("profile").addEventListener("change", () => void loadStreets());
    byId("clear").addEventListener("click", () => {
      ends = [];
      routes = [];
      asked++;
      say("Klik dua titik di peta untuk mencari jalan. / Click two points on the map to find a way.");
      showRoutes();
    });
    void loadStreets();
  }

  function zoomAt(x, y, factor) {
    const before = toGround(x, y);
    view.scale = Math.min(4e7, Math.max(50, view.scale * factor));
    const after = toGround(x, y);
    view.lon += before[0] - after[0];
    view.lat += before[1] - after[1];
    redraw();
  }

  /** The name of the street under the pointer, looked up when the pointer rests. */
  function nameUnder(x, y) {
    const [lon, lat] = toGround(x, y);
    const reach = 8 / view.scale;
    let best;
    for (const { points, box, name, kind } of streets) {
      if (lon < box[0] - reach || lon > box[2] + reach || lat < box[1] - reach || lat > box[3] + reach) continue;
      for (let i = 2; i < points.length; i += 2) {
        const [ax, ay] = [(points[i - 2] - lon) * squeeze(), points[i - 1] - lat];
        const [dx, dy] = [(points[i] - points[i - 2]) * squeeze(), points[i + 1] - points[i - 1]];
        const share = Math.min(1, Math.max(0, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
        const far = Math.hypot(ax + share * dx, ay + share * dy);
        if (far < reach && (best === undefined || far < best.far)) best = { far, name, kind };
      }
    }
    byId("under").textContent = best ? `${best.name || "tanpa nama / unnamed"} · ${best.kind}` : "";
  }

  const pointers = new Map();
  let moved = 0;
  let resting;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
    if (pointers.size === 1) moved = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) {
      clearTimeout(resting);
      resting = setTimeout(() => nameUnder(event.offsetX, event.offsetY), 60);
      return;
    }
    const [dx, dy] = [event.offsetX - before[0], event.offsetY - before[1]];
    moved += Math.abs(dx) + Math.abs(dy);
    const [one, two] = [...pointers.values()];
    if (two) {
      const apart = Math.hypot(one[0] - two[0], one[1] - two[1]);
      pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
      const [a, b] = [...pointers.values()];
      zoomAt((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, Math.hypot(a[0] - b[0], a[1] - b[1]) / Math.max(1, apart));
      return;
    }
    pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
    if (moved < 6) return;
    view.lon -= dx / (squeeze() * view.scale);
    view.lat += dy / view.scale;
    redraw();
  });
  const release = (event) => {
    const alone = pointers.size === 1;
    const held = pointers.delete(event.pointerId);
    if (held && alone && moved < 6 && event.type === "pointerup") clickAt(event.offsetX, event.offsetY);
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoomAt(event.offsetX, event.offsetY, Math.exp(-event.deltaY / 400));
    },
    { passive: false },
  );
  canvas.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] };
    const middle = [canvas.clientWidth / 2, canvas.clientHeight / 2];
    if (event.key === "+" || event.key === "=") zoomAt(...middle, 1.6);
    else if (event.key === "-") zoomAt(...middle, 0.625);
    else if (event.key === "Enter") clickAt(...middle);
    else if (moves[event.key]) {
      const [dx, dy] = moves[event.key];
      [view.lon, view.lat] = toGround(middle[0] + dx, middle[1] + dy);
      redraw();
    } else return;
    event.preventDefault();
  });
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () =>
      zoomAt(canvas.clientWidth / 2, canvas.clientHeight / 2, Number(button.dataset.zoom)),
    );
  }
  byId("whole").addEventListener("click", showWhole);
  new ResizeObserver(redraw).observe(canvas);

  if (content.drawn) showNetwork(content.drawn);
  else offerChoices();
})();
