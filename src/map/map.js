// The map: one custom element, drawn from the catalogue's own points. Loaded when a map is opened, from our own origin.
// Attributes: data (the worker's answer to a map request), kind (places | property), lang, label, open, single ("lat,lon").
// Events: map-move, its detail the sight as JSON, millionths of degrees.
import L from "leaflet";
import "leaflet/dist/leaflet.css";

/** From here on single points are drawn instead of districts. */
const POINTS_FROM = 13;
const ZONE = [[43.44, 76.88], [43.86, 77.28]];
const CSS = import.meta.url.replace(/\.js$/, ".css");
const degrees = ([latitude, longitude]) => [latitude / 1e6, longitude / 1e6];
const micro = (value) => Math.round(value * 1e6);

const styled = new Promise((done) => {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: CSS });
  link.onload = link.onerror = done;
  document.head.append(link);
});

/** Where map pictures come from, if the site has any: `{"url": "https://…/{z}/{x}/{y}.png", "attribution": "…"}`. */
const tiles = fetch("/map/tiles.json")
  .then((answer) => (answer.ok ? answer.json() : {}))
  .catch(() => ({}));

const element = (name, text, className) => {
  const node = document.createElement(name);
  node.textContent = text;
  if (className) node.className = className;
  return node;
};

class CityMap extends HTMLElement {
  static observedAttributes = ["data"];

  async connectedCallback() {
    await styled;
    if (!this.isConnected || this.map) return;
    this.map = L.map(this, {
      attributionControl: false,
      zoomSnap: 0.5,
      zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    this.setAttribute("role", "application");
    this.setAttribute("aria-label", this.getAttribute("label"));
    this.tabIndex = 0;
    L.control.scale({ imperial: false }).addTo(this.map);
    this.layer = L.layerGroup().addTo(this.map);
    const single = this.getAttribute("single");
    if (single) {
      const at = degrees(single.split(",").map(Number));
      this.map.setView(at, 14);
      this.pin(at, this.getAttribute("name")).addTo(this.layer);
    } else {
      // Room for the names of the districts at the edges.
      this.map.fitBounds(ZONE, { padding: [Math.min(this.clientWidth / 5, 80), 16] });
    }
    this.map.on("moveend", () => {
      this.draw();
      const sight = this.map.getBounds();
      const detail = JSON.stringify({
        south: micro(sight.getSouth()),
        west: micro(sight.getWest()),
        north: micro(sight.getNorth()),
        east: micro(sight.getEast()),
      });
      this.dispatchEvent(new CustomEvent("map-move", { detail, bubbles: true }));
    });
    this.draw();
    const { url, attribution } = await tiles;
    if (url && this.map) {
      L.tileLayer(url, { maxZoom: 19 }).addTo(this.map);
      this.append(element("p", attribution ?? "", "map-attribution"));
    }
  }

  disconnectedCallback() {
    this.map?.remove();
    this.map = null;
  }

  attributeChangedCallback() {
    if (this.map) this.draw();
  }

  price(tiyn) {
    const millions = Number(tiyn) / 1e8;
    const digits = millions < 1 ? 2 : millions < 100 ? 1 : 0;
    const number = millions.toFixed(digits).replace(/\.?0+$/, (zeros) => (zeros.includes(".") ? "" : zeros));
    return this.getAttribute("lang") === "en" ? `₸${number}M` : `${number.replace(".", ",")} млн ₸`;
  }

  pin(at, name) {
    return L.circleMarker(at, { radius: 9, className: "map-point", bubblingMouseEvents: false }).bindTooltip(element("span", name));
  }

  draw() {
    const view = this.data();
    if (!view) return;
    this.layer.clearLayers();
    this.showAll(view);
    const near = this.map.getZoom() >= POINTS_FROM;
    const taken = [];
    const largest = view.districts.toSorted((a, b) => b.count - a.count);
    for (const district of largest) this.district(district, near, this.hasRoom(district, taken));
    if (near) for (const point of view.points) this.point(point);
  }

  /** Once: as near as all districts fit. */
  showAll({ districts }) {
    const corners = districts.flatMap(({ hull, middle }) => [...hull, middle]).map(degrees);
    if (this.isFitted || this.hasAttribute("single") || corners.length === 0) return;
    this.isFitted = true;
    this.map.fitBounds(corners, { padding: [Math.min(this.clientWidth / 5, 80), 24], animate: false });
  }

  data() {
    try {
      return JSON.parse(this.getAttribute("data") ?? "null")?.map;
    } catch {
      return null;
    }
  }

  /** Whether a district's name can be written without lying over one of `taken`; then it is one of them. */
  hasRoom({ name, count, middle }, taken) {
    const { x, y } = this.map.latLngToLayerPoint(degrees(middle));
    const half = (name.length + String(count).length) * 4 + 18;
    const over = (other) => Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < 26;
    if (taken.some(over)) return false;
    taken.push({ x, y, half });
    return true;
  }

  district({ name, count, middle, hull }, near, named) {
    if (hull.length > 2) {
      const area = L.polygon(hull.map(degrees), { className: "map-district", interactive: !near });
      area.on("click", () => this.map.fitBounds(area.getBounds(), { maxZoom: POINTS_FROM + 0.5 }));
      area.addTo(this.layer);
    }
    if (!named) return;
    const label = element("span", "", near ? "map-name quiet-name" : "map-name");
    label.append(element("b", name), element("i", String(count)));
    const marker = L.marker(degrees(middle), {
      icon: L.divIcon({ html: label, className: "map-label", iconSize: null }),
      keyboard: false,
      interactive: !near,
    });
    marker.on("click", () => this.map.setView(degrees(middle), POINTS_FROM + 0.5));
    marker.addTo(this.layer);
  }

  point({ id, at, name, price }) {
    const property = this.getAttribute("kind") === "property";
    const title = property ? this.price(price) : name;
    const popup = element("div", "", "map-popup");
    const link = element("a", this.getAttribute("open"));
    link.href = `/${this.getAttribute("kind")}/${id}`;
    popup.append(element("b", title), link);
    this.pin(degrees(at), title).bindPopup(popup).addTo(this.layer);
  }
}

customElements.define("city-map", CityMap);
