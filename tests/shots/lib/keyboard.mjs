import { newVisitor } from "./browser.mjs";
import { selector } from "./verbs.mjs";
import { Visit } from "./visit.mjs";

/** How many stops a person may pass before what they look for. */
const PATIENCE = 60;

/**
 * Runs in the page: what has the focus, whether it is `wanted`, whether that can be seen.
 *
 * @returns {{reached: boolean, where: string, fault?: string}}
 */
function lookAtFocus(wanted) {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!element || element === document.body) return { reached: false, where: "" };
  const host = element.getRootNode().host;
  const inShadow = host && wanted.split(" ").length > 1 && host.matches(wanted.split(" ").slice(0, -1).join(" "));
  const reached = element.matches(inShadow ? wanted.split(" ").at(-1) : wanted);
  const where = element.dataset.testid ?? `${element.localName} ${element.textContent.trim().slice(0, 30)}`;
  const isMarked = (one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  // A card may show the focus of the small control inside.
  if (![element, element.parentElement].some((one) => one && isMarked(one))) return { reached, where, fault: "focus is not seen" };
  const { left, top, width, height } = element.getBoundingClientRect();
  const hit = element.getRootNode().elementFromPoint(left + width / 2, top + height / 2);
  const shown = hit && (element.contains(hit) || hit.contains(element) || hit.localName === "label" || hit.control === element);
  return { reached, where, fault: shown ? undefined : "focus lies under something" };
}

/** Presses Tab until an element has the focus. */
export const tabTo = (target) => async (visit) => {
  for (let stop = 0; stop < PATIENCE; stop++) {
    await visit.page.keyboard.press("Tab");
    const { reached, where, fault } = await visit.page.evaluate(lookAtFocus, selector(target));
    if (fault) visit.faults.push({ kind: fault, where: visit.page.url().replace(/:\d+/, ""), text: where });
    if (reached) return;
  }
  throw new Error(`${target} is not reached with the Tab key`);
};

export const write = (text) => (visit) => visit.page.keyboard.insertText(text);

/** A journey without a mouse. */
export async function goByKeyboard({ journey, browser, world }) {
  const { context } = await newVisitor(browser);
  const visit = new Visit(await context.newPage(), world);
  visit.faults = [];
  let step = 0;
  try {
    for (; step < journey.steps.length; step++) await journey.steps[step](visit);
  } catch (error) {
    visit.faults.push({ kind: "not done by keyboard", where: visit.page.url(), text: `step ${step + 1}: ${error}` });
  }
  await context.close();
  return visit.faults.map((fault) => ({ state: journey.name, look: "keyboard", ...fault }));
}
