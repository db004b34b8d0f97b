/**
 * Runs in the page: looks for text that is cut, sticks out, lies over other text or under a bar, for a page that scrolls
 * sideways, and for sentences with unfilled places. `allowed` are selectors of what is cut on purpose.
 *
 * @returns {{kind: string, where: string, text: string}[]}
 */
export function inspect({ allowed }) {
  const SLACK = 1.5;
  const faults = [];
  const pathOf = (element) => {
    const testId = element.closest("[data-testid]")?.dataset.testid;
    const self = element.localName + [...element.classList].map((name) => `.${name}`).join("");
    return testId ? `[${testId}] ${self}` : self;
  };
  const report = (kind, element, text) =>
    faults.push({ kind, where: pathOf(element), text: text.trim().replace(/\s+/g, " ").slice(0, 60) });
  const parentOf = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
  const ancestors = function* (element) {
    for (let at = element; at; at = parentOf(at)) yield at;
  };
  const isExempt = (element) => {
    for (const at of ancestors(element)) {
      if (at.ariaHidden === "true" || at.localName === "noscript") return true;
      if (allowed.some((selector) => at.matches(selector))) return true;
      const { position, clipPath, clip, width } = getComputedStyle(at);
      // Read aloud only.
      if (position === "absolute" && (clipPath === "inset(50%)" || (clip !== "auto" && parseFloat(width) <= 1))) return true;
    }
    return false;
  };

  // One entry for each piece of visible text: its element, its lines' boxes.
  const pieces = [];
  // Behind an open dialog nothing can be read.
  const roots = [[...document.querySelectorAll("dialog:modal")].at(-1) ?? document.body];
  for (const root of roots) {
    for (const element of root.querySelectorAll("*")) if (element.shadowRoot) roots.push(element.shadowRoot);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement ?? node.getRootNode().host;
      if (!node.data.trim() || ["SCRIPT", "STYLE", "OPTION"].includes(element.tagName)) continue;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const lines = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
      if (lines.length && !isExempt(element)) pieces.push({ element, text: node.data, lines });
    }
  }

  const page = document.scrollingElement;
  if (page.scrollWidth > page.clientWidth) {
    const widest = [...document.body.querySelectorAll("*")].reduce((a, b) =>
      b.getBoundingClientRect().right > a.getBoundingClientRect().right ? b : a,
    );
    report("the page scrolls sideways", widest, `${page.scrollWidth} > ${page.clientWidth}`);
  }

  const cut = (line, box, { x, y }) =>
    (x && (line.left < box.left - SLACK || line.right > box.right + SLACK)) ||
    // A line's box is taller than its letters.
    (y && (line.top < box.top - line.height * 0.25 || line.bottom > box.bottom + line.height * 0.25));
  const clips = (overflow) => overflow === "hidden" || overflow === "clip";
  for (const { element, text, lines } of pieces) {
    let scrollsX = false;
    let scrollsY = false;
    let fault;
    for (const at of ancestors(element)) {
      if (fault || at === document.documentElement || at === document.body) break;
      const style = getComputedStyle(at);
      if (style.display === "inline" || style.display === "contents") continue;
      const box = at.getBoundingClientRect();
      const clipped = { x: clips(style.overflowX) && !scrollsX, y: clips(style.overflowY) && !scrollsY };
      if (lines.some((line) => cut(line, box, clipped))) fault = "cut text";
      // What looks like a box must hold its text.
      scrollsX ||= style.overflowX === "auto" || style.overflowX === "scroll";
      scrollsY ||= style.overflowY === "auto" || style.overflowY === "scroll";
      const looksLikeBox = parseFloat(style.borderLeftWidth) > 0 || style.backgroundColor !== "rgba(0, 0, 0, 0)";
      if (!fault && looksLikeBox && !scrollsX && lines.some((line) => cut(line, box, { x: true, y: false }))) {
        fault = "text sticks out of its box";
      }
      if (style.position === "fixed") break;
    }
    const wide = !scrollsX && lines.some(({ left, right }) => left < -SLACK || right > innerWidth + SLACK);
    if (!fault && wide) fault = "text outside the page";
    if (fault) report(fault, element, text);
    if (/\{[a-z_]+\}|\bundefined\b|\bNaN\b|\[object /i.test(text)) report("unfilled place", element, text);
  }

  const barOf = (element) => {
    for (const at of ancestors(element)) if (["fixed", "sticky"].includes(getComputedStyle(at).position)) return at;
    return null;
  };
  // Of what scrolls by itself only the part in view.
  const inScroller = (element) => {
    const boxes = [];
    for (const at of ancestors(parentOf(element))) {
      if (at === document.documentElement || at === document.body) break;
      const { overflowX, overflowY } = getComputedStyle(at);
      if (overflowX !== "visible" || overflowY !== "visible") boxes.push(at.getBoundingClientRect());
    }
    return (line) => boxes.every((box) => line.bottom <= box.bottom + SLACK && line.top >= box.top - SLACK && line.right <= box.right + SLACK && line.left >= box.left - SLACK);
  };
  const flowing = pieces
    .filter(({ element }) => !barOf(element))
    .map((piece) => ({ ...piece, lines: piece.lines.filter(inScroller(piece.element)) }))
    .filter(({ lines }) => lines.length > 0);
  for (const [position, one] of flowing.entries()) {
    for (const other of flowing.slice(position + 1)) {
      if (one.element === other.element) continue;
      const over = one.lines.some((a) =>
        other.lines.some((b) => {
          const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          return width > 3 && height > 0.45 * Math.min(a.height, b.height);
        }),
      );
      if (over) report("text over text", other.element, `${one.text.trim().slice(0, 28)} / ${other.text}`);
    }
  }

  // At either end of the page nothing may lie under a bar that stays in place.
  const before = scrollY;
  const inView = ({ top, bottom }) => top >= 0 && bottom <= innerHeight;
  for (const end of [0, page.scrollHeight]) {
    scrollTo(0, end);
    const moved = scrollY - before;
    for (const { element, text, lines } of flowing) {
      for (const line of lines) {
        const [left, top] = [line.left + line.width / 2, line.top - moved + line.height / 2];
        // The half of the window that belongs to this end.
        if (end === 0 ? top > innerHeight / 2 : top < innerHeight / 2) continue;
        if (!inView({ top: line.top - moved, bottom: line.bottom - moved })) continue;
        const hit = document.elementFromPoint(left, top);
        const bar = hit && barOf(hit);
        // A toast says something for a moment and goes.
        if (bar && !bar.contains(element) && !bar.classList.contains("toasts")) {
          report("text under a bar", element, text);
          break;
        }
      }
    }
  }
  scrollTo(0, before);
  return faults;
}
