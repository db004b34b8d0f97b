import { readFile, writeFile } from "node:fs/promises";

import { CATEGORIES, SETTINGS } from "./settings.mjs";

/** Elements that the committed table names for each audit; the reports have all. */
const NAMED = 3;
/** And the terminal. */
const TOLD = 8;

const cell = (text) => text.replaceAll("|", "\\|").replaceAll("`", "'");
const score = (row, category) => (row.scores[category] === undefined ? "–" : String(row.scores[category]));

/** The scores of all pages, as Markdown. */
export function scoresOf(rows) {
  const lines = rows.map((row) => `| ${[row.page, row.look, row.how, ...CATEGORIES.map((one) => score(row, one))].join(" | ")} |`);
  return [`| page | look | how | ${CATEGORIES.join(" | ")} |`, "|---|---|---|---|---|---|---|", ...lines].join("\n");
}

/** Same audit, same verdict: one line, with all its pages. */
function grouped(judged) {
  const groups = new Map();
  for (const finding of judged) {
    const key = `${finding.audit} ${finding.because ?? ""}`;
    const group = groups.get(key) ?? { ...finding, where: [], named: new Set() };
    group.where.push(`${finding.row.page} ${finding.row.look}${finding.value && ` (${finding.value})`}`);
    for (const element of finding.elements) group.named.add(element);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => a.audit.localeCompare(b.audit));
}

function findingsOf(judged) {
  const lines = grouped(judged).map(({ audit, because, where, named }) => {
    const elements = [...named].slice(0, NAMED).map((element) => `\`${cell(element)}\``);
    if (named.size > NAMED) elements.push(`${named.size - NAMED} more`);
    return `| \`${audit}\` | ${where.join(", ")} | ${elements.join("; ")} | ${cell(because ?? "to be mended")} |`;
  });
  return ["| audit | pages | elements | verdict |", "|---|---|---|---|", ...lines].join("\n");
}

/** Every failed audit with its elements, for the terminal. */
export function tell(judged) {
  return judged
    .filter(({ state }) => state !== "excused")
    .map(({ state, row, category, audit, title, value, elements }) => {
      const heading = `${state === "new" ? "✗" : "·"} ${row.page} ${row.look}: ${category} ${audit} ${value} – ${title}`;
      const told = elements.slice(0, TOLD).map((element) => `    ${element}`);
      if (elements.length > TOLD) told.push(`    and ${elements.length - TOLD} more; see ${SETTINGS.out}`);
      return [heading, ...told].join("\n");
    })
    .join("\n");
}

/** The findings that the committed table names, as `keyOf` has them. */
export async function knownFindings() {
  const text = await readFile(SETTINGS.table, "utf8").catch(() => "");
  return readKnown(text);
}

export function readKnown(text) {
  const known = new Set();
  for (const [, audit, where] of text.matchAll(/^\| `([\w-]+)` \| ([^|]*) \|/gm)) {
    for (const place of where.split(", ")) known.add(`${audit}: ${place.replace(/ \([\d.]+\)$/, "")}`);
  }
  return known;
}

export function render({ rows, judged, versions }) {
  return `# Audits

Written by \`cargo xtask audit --update\`; what is audited and when it fails is said in
[\`tests/audit/README.md\`](../tests/audit/README.md). ${versions}. The last column of the first table depends on the machine.

${scoresOf(rows)}

## Failed audits

${findingsOf(judged)}
`;
}

export const writeTable = (run) => writeFile(SETTINGS.table, render(run));
