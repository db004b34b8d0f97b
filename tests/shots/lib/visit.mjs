import axe from "axe-core";

import { inspect } from "./inspect.mjs";
import { PATTERNS, pin, stopMotion } from "./quiet.mjs";


/** A list of thousands of homes is pictured this far: every row that fits into the window is drawn. In pixels. */
const TALLEST = 7_000;

/** One visitor on the way through a walk. */
export class Visit {
  /** The window in front, and those behind it. */
  page;
  windows = [];

  constructor(page, world) {
    this.page = page;
    this.world = world;
  }

  /** Chooses a language as a person does, by the switch that every page has; nothing is loaded again. */
  async speak(language) {
    // A page of the till would be loaded again for nothing.
    if ((await this.page.evaluate(() => document.documentElement.lang)) === language) return;
    await this.page.evaluate((code) => {
      const select = document.querySelector("select[data-testid=language]");
      if (select) {
        select.value = code;
        select.dispatchEvent(new Event("change", { bubbles: true }));
        return;
      }
      const choice = document.querySelector(`button[lang="${code}"], a[hreflang="${code}"]`);
      if (!choice) throw new Error(`no way to choose ${code} on ${location.href}`);
      choice.click();
    }, language);
    await this.page.waitForFunction((code) => document.documentElement.lang === code, language);
    await this.settle();
  }

  /** Waits until fonts are there and two frames are drawn. */
  async settle() {
    await this.page.evaluate(async () => {
      await document.fonts.ready;
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    });
  }

  async look({ theme = "light", contrast = "no-preference" }) {
    await this.page.emulateMedia({ colorScheme: theme, contrast, reducedMotion: "reduce" });
  }

  async resize({ width, height }) {
    await this.page.setViewportSize({ width, height });
    await this.settle();
  }

  /** The whole page as PNG, with what changes by itself held. */
  async picture({ pins = {}, hide = [] }) {
    const { page } = this;
    // Where the last click was, nothing is hovered over.
    await page.mouse.move(0, 0);
    await page.evaluate(() => window.__timers.hold());
    await page.evaluate(stopMotion);
    await page.evaluate(pin, { patterns: PATTERNS, pins });
    await this.settle();
    // As tall as the page: bars that stay in place are then where the page ends, not across its middle.
    const viewport = page.viewportSize();
    const whole = await page.evaluate(() => document.scrollingElement.scrollHeight);
    const height = Math.min(whole, TALLEST);
    if (height > viewport.height) await this.resize({ ...viewport, height });
    try {
      return await page.screenshot({
        animations: "allow",
        caret: "initial",
        mask: hide.map((selector) => page.locator(selector)),
        maskColor: "#888888",
      });
    } finally {
      if (height > viewport.height) await this.resize(viewport);
      await page.evaluate(() => {
        window.__unpin();
        window.__timers.release();
      });
    }
  }

  async faults(allowed) {
    return this.page.evaluate(inspect, { allowed });
  }

  /** What axe finds against WCAG 2.2 A and AA and its best practices. */
  async axe() {
    const { page } = this;
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
    const found = await page.evaluate(() =>
      window.axe.run(document, {
        resultTypes: ["violations"],
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      }),
    );
    return found.violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, any, all }) => ({
        kind: `axe ${id}`,
        where: target.flat(3).join(" "),
        text: [...any, ...all][0]?.message?.slice(0, 160) ?? help,
      })),
    );
  }
}
