/** What a report says, in the few words this tool needs. */

/** Counted although Lighthouse gives no score for them: whatever they list is a fault of a page that holds keys. */
const UNSCORED = ["csp-xss", "trusted-types-xss", "has-hsts", "origin-isolation", "clickjacking-mitigation", "third-party-summary"];

/** Of the category for speed, what is built into the pages and not up to the machine. */
const STRUCTURE = [
  "bf-cache",
  "dom-size",
  "duplicated-javascript",
  "efficient-animated-content",
  "font-display",
  "legacy-javascript",
  "modern-image-formats",
  "no-document-write",
  "non-composited-animations",
  "offscreen-images",
  "redirects",
  "third-party-facades",
  "total-byte-weight",
  "uses-long-cache-ttl",
  "uses-optimized-images",
  "uses-passive-event-listeners",
  "uses-responsive-images",
  "uses-text-compression",
  "unminified-css",
  "unminified-javascript",
  "unsized-images",
  "unused-css-rules",
  "unused-javascript",
  "viewport",
];
const SHIFT = "cumulative-layout-shift";
/** Less than this of the window moved: nothing that anyone sees. */
const UNSEEN_SHIFT = 0.01;

/**
 * Said of steps in which nothing came over the network, and of what came for a page that was left since: there is nothing to
 * judge. Whatever a page fetches is judged when it is loaded.
 */
const NOTHING_CAME = /^Invalid rtt Infinity$|No data found for resource with given identifier/;

/** The demo's own servers, and a resident's operator, are no third parties. */
const OURS = ["localhost", "127.0.0.1"];

const itemsOf = (audit) => (audit.details?.items ?? []).filter(({ entity }) => !OURS.includes(entity));
const isLow = (audit) => audit.score !== null && audit.score < 1;

function fails(audit, category) {
  if (audit.scoreDisplayMode === "manual") return false;
  if (UNSCORED.includes(audit.id) && itemsOf(audit).length > 0) return true;
  if (category !== "performance") return isLow(audit);
  if (audit.id === SHIFT) return audit.numericValue > UNSEEN_SHIFT;
  return STRUCTURE.includes(audit.id) && isLow(audit);
}

/** Addresses without what differs from run to run. */
const steady = (text) =>
  text
    .replace(/https?:\/\/(?:localhost|127\.0\.0\.1):\d+/g, "")
    .replace(/-[0-9a-f]{16}(?=[._])/g, "")
    .replace(/0x[0-9a-f]{16,}/gi, "0x…")
    .replace(/[0-9a-f]{32}/g, "…")
    .replace(/\s+/g, " ")
    .trim();

function describe(item) {
  const node = item.node ?? item.source;
  const subItems = (item.subItems?.items ?? []).flatMap((sub) => Object.values(sub).filter((value) => typeof value === "string"));
  const parts = [
    node?.selector,
    node?.snippet ?? (node?.url ? `${node.url}:${node.line ?? 0}` : undefined),
    item.scriptUrl ?? item.url ?? item.href,
    item.text,
    item.description ?? item.reason ?? item.value,
    item.directive,
    item.wastedBytes === undefined ? undefined : `${Math.round(item.wastedBytes / 1024)} KiB`,
    ...(item.node || item.reason ? [] : subItems),
  ];
  const said = parts.filter((part) => typeof part === "string" && part !== "").map(steady);
  return said.join(" ").slice(0, 200) || steady(JSON.stringify(item)).slice(0, 200);
}

/** Layout shift names its elements in an audit beside it. */
function elementsOf(audit, audits) {
  const listed = audit.id === SHIFT ? audits["layout-shifts"] : audit;
  return [...new Set(itemsOf(listed ?? audit).map(describe))];
}

/**
 * @returns {{scores: Record<string, number>, findings: object[], errors: string[], warnings: string[]}} `errors`: what
 * could not be audited
 */
export function read(lhr) {
  const scores = {};
  const findings = new Map();
  const errors = lhr.runtimeError ? [`${lhr.runtimeError.code}: ${lhr.runtimeError.message}`] : [];
  for (const category of Object.values(lhr.categories)) {
    if (category.score !== null) scores[category.id] = Math.round(category.score * 100);
    for (const { id } of category.auditRefs) {
      const audit = lhr.audits[id];
      if (NOTHING_CAME.test(audit.errorMessage)) continue;
      if (audit.scoreDisplayMode === "error") errors.push(`${id}: ${audit.errorMessage}`);
      else if (!findings.has(id) && fails(audit, category.id)) {
        const value = audit.id === SHIFT ? audit.numericValue.toFixed(2) : "";
        findings.set(id, { audit: id, category: category.id, title: audit.title, value, elements: elementsOf(audit, lhr.audits) });
      }
    }
  }
  return { scores, findings: [...findings.values()], errors: [...new Set(errors)], warnings: lhr.runWarnings ?? [] };
}

/** What several reports say of one page: the worst of each. */
export function merge(reports) {
  const scores = {};
  const findings = new Map();
  for (const report of reports) {
    for (const [category, score] of Object.entries(report.scores)) {
      // Only a load has the whole measure.
      if ((category === "performance" || category === "seo") && report.how !== "load") continue;
      scores[category] = Math.min(scores[category] ?? 100, score);
    }
    for (const finding of report.findings) {
      const known = findings.get(finding.audit);
      if (!known) findings.set(finding.audit, { ...finding });
      else {
        known.elements = [...new Set([...known.elements, ...finding.elements])];
        if (finding.value > known.value) known.value = finding.value;
      }
    }
  }
  return { scores, findings: [...findings.values()] };
}
