import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { installTimerBrake } from "./quiet.mjs";
import { SETTINGS, VIEWPORTS } from "./settings.mjs";

/** Debian's folders of the fonts that pages are drawn with: an Android phone's, and one for signs it lacks. */
const FONTS = ["/usr/share/fonts/truetype/roboto", "/usr/share/fonts/truetype/noto", "/usr/share/fonts/truetype/dejavu"];

/** The same fonts on every machine, whatever else is installed. */
async function fontConfig() {
  const missing = FONTS.filter((folder) => !existsSync(folder));
  if (missing.length) throw new Error(`fonts are missing: ${missing.join(", ")}`);
  const alias = (name, font) =>
    `<alias binding="same"><family>${name}</family><prefer><family>${font}</family></prefer></alias>`;
  const text = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
    ${FONTS.map((folder) => `<dir>${folder}</dir>`).join("")}
    <cachedir>${join(SETTINGS.out, "fonts")}</cachedir>
    ${["sans", "Sans", "sans-serif", "system-ui", "ui-sans-serif"].map((name) => alias(name, "Roboto")).join("")}
    ${["serif", "ui-serif"].map((name) => alias(name, "DejaVu Serif")).join("")}
    ${["monospace", "ui-monospace"].map((name) => alias(name, "Noto Sans Mono")).join("")}
    <match target="pattern"><edit name="family" mode="append_last"><string>Roboto</string></edit></match>
    <match target="font"><edit name="hinting"><bool>false</bool></edit><edit name="antialias"><bool>true</bool></edit>
      <edit name="rgba"><const>none</const></edit></match>
  </fontconfig>`;
  const path = join(SETTINGS.out, "fonts.conf");
  await mkdir(SETTINGS.out, { recursive: true });
  await writeFile(path, text);
  return path;
}

/** Debian's Chromium, drawing the same picture everywhere; `more` are further arguments. */
export async function launch(more = []) {
  return chromium.launch({
    executablePath: SETTINGS.chromium,
    env: { ...process.env, FONTCONFIG_FILE: await fontConfig() },
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-lcd-text",
      "--font-render-hinting=none",
      "--force-color-profile=srgb",
      "--hide-scrollbars",
      ...more,
    ],
  });
}

/** A visitor with an empty profile. `complaints` fills with what its pages complain about on the console. */
export async function newVisitor(browser) {
  const context = await browser.newContext({
    viewport: VIEWPORTS.phone,
    reducedMotion: "reduce",
    locale: "kk-KZ",
    timezoneId: "Asia/Almaty",
    permissions: ["clipboard-write"],
    // What is held up or cut off must not be answered from what was kept before.
    serviceWorkers: "block",
  });
  context.setDefaultTimeout(60_000);
  await context.addInitScript(installTimerBrake);
  const complaints = [];
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  return { context, complaints };
}
