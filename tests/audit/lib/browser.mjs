import puppeteer from "puppeteer-core";

import { launch } from "../../shots/lib/browser.mjs";
import { freePorts } from "../../shots/lib/stack.mjs";

/**
 * One Chromium, steered by two: Playwright does what a person does with the verbs of `tests/shots`, Lighthouse looks through
 * Puppeteer at the same window.
 */
export async function launchForBoth() {
  const [port] = await freePorts(1);
  const browser = await launch([`--remote-debugging-port=${port}`]);
  const lighthouse = await puppeteer.connect({ browserURL: `http://127.0.0.1:${port}`, defaultViewport: null });
  const close = async () => {
    await lighthouse.disconnect();
    await browser.close();
  };
  return { browser, close, windowOf: (page) => windowOf(lighthouse, page) };
}

/** A visitor with an empty profile on a device of this form. */
export async function newVisitor(browser, form) {
  const context = await browser.newContext({
    ...form.device,
    locale: "kk-KZ",
    timezoneId: "Asia/Almaty",
    colorScheme: "light",
    permissions: ["clipboard-write"],
  });
  context.setDefaultTimeout(60_000);
  return context;
}

/** Puppeteer's side of a window of Playwright. */
async function windowOf(lighthouse, page) {
  const session = await page.context().newCDPSession(page);
  const wanted = await idOf(session);
  await session.detach();
  for (const candidate of await lighthouse.pages()) {
    const other = await candidate.createCDPSession();
    const id = await idOf(other);
    await other.detach();
    if (id === wanted) return candidate;
  }
  throw new Error(`Puppeteer does not see ${page.url()}`);
}

async function idOf(session) {
  const { targetInfo } = await session.send("Target.getTargetInfo");
  return targetInfo.targetId;
}
