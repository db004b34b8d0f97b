import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");
const { env } = process;

/** Where everything is; `cargo xtask shots` sets the variables. */
export const SETTINGS = {
  root,
  /** The built site. */
  dist: env.CRYPTOCITY_DIST ?? join(root, "dist"),
  /** The built gallery of components. */
  gallery: env.CRYPTOCITY_GALLERY ?? join(root, "target/gallery/site"),
  /** Folder of the programs that cargo built. */
  programs: env.CRYPTOCITY_PROGRAMS ?? join(root, "target/debug"),
  anvil: env.CRYPTOCITY_ANVIL ?? join(root, "tools/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil"),
  chromium: env.CHROMIUM ?? "/usr/bin/chromium",
  /** Pictures, sheets and differences; emptied at each run. */
  out: env.CRYPTOCITY_SHOTS_OUT ?? join(root, "target/shots"),
  references: join(import.meta.dirname, "../references"),
  thumbs: join(import.meta.dirname, "../thumbs"),
  sheets: join(root, "docs/shots"),
};

/** The languages of the zone, Kazakh first. */
export const LANGUAGES = ["kk", "ru", "en"];
export const THEMES = ["light", "dark"];

/** Every state is photographed in these; `scale` is that of its contact sheet. */
export const VIEWPORTS = {
  phone: { width: 390, height: 844, scale: 0.5 },
  narrow: { width: 320, height: 640, scale: 0.5 },
  desktop: { width: 1280, height: 800, scale: 0.25 },
};

/** Looked through for faults, not photographed. WCAG 1.4.4 and 1.4.10 on a screen of 1280 × 1024 pixels. */
export const ZOOMS = {
  "200 % zoom": { width: 640, height: 512 },
  "400 % zoom": { width: 320, height: 256 },
};
