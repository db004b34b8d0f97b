import { join } from "node:path";

import { SETTINGS as SHOTS } from "../../shots/lib/settings.mjs";

export const SETTINGS = {
  /** The whole reports of Lighthouse; emptied at each run. */
  out: process.env.CRYPTOCITY_AUDIT_OUT ?? join(SHOTS.root, "target/audit"),
  table: join(SHOTS.root, "docs/audit.md"),
};

export const CATEGORIES = ["accessibility", "best-practices", "seo", "performance"];

/** Playwright emulates the device, so that walking and auditing see the same one. */
export const FORMS = {
  phone: {
    device: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
    lighthouse: "mobile",
  },
  desktop: { device: { viewport: { width: 1280, height: 800 } }, lighthouse: "desktop" },
};
