// qr.js: `<cryptocity-qr>`, for the pay page: draws its `text` as a square. Loaded only when somebody asks for it.
import { generate } from "lean-qr/nano";

const SVG = "http://www.w3.org/2000/svg";
/** The standard's quiet zone. */
const QUIET = 4;

class Square extends HTMLElement {
  connectedCallback(): void {
    const code = generate(this.getAttribute("text") ?? "");
    let path = "";
    for (let y = 0; y < code.size; y += 1) {
      for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) path += `M${x} ${y}h1v1h-1z`;
    }
    const svg = document.createElementNS(SVG, "svg");
    const black = document.createElementNS(SVG, "path");
    const side = code.size + 2 * QUIET;
    svg.setAttribute("viewBox", `${-QUIET} ${-QUIET} ${side} ${side}`);
    svg.setAttribute("shape-rendering", "crispEdges");
    black.setAttribute("fill", "currentcolor");
    black.setAttribute("d", path);
    svg.append(black);
    this.replaceChildren(svg);
  }
}

if (!customElements.get("cryptocity-qr")) customElements.define("cryptocity-qr", Square);
