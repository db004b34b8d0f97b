/** Which findings fail the run. */

/** These must be flawless; the others may not get worse. */
const FLAWLESS = ["accessibility", "best-practices"];

export const keyOf = (finding, row) => `${finding.audit}: ${row.page} ${row.look}`;

const excuses = (exception, finding, row) =>
  exception.audit === finding.audit &&
  (!exception.pages || exception.pages.includes(row.page)) &&
  (!exception.element || finding.elements.every((element) => element.includes(exception.element)));

/**
 * Marks every finding as `excused` (with its reason), `known` from the table of before, or `new`.
 *
 * @returns {{judged: object[], unused: object[]}} `unused`: exceptions that excused nothing
 */
export function judge(rows, exceptions, known) {
  const used = new Set();
  const judged = rows.flatMap((row) =>
    row.findings.map((finding) => {
      const exception = exceptions.find((one) => excuses(one, finding, row));
      if (exception) used.add(exception);
      const because = exception?.why;
      const isKnown = !FLAWLESS.includes(finding.category) && known.has(keyOf(finding, row));
      return { ...finding, row, because, state: because ? "excused" : isKnown ? "known" : "new" };
    }),
  );
  return { judged, unused: exceptions.filter((one) => !used.has(one)) };
}

/** Whether accepting the pages as they are, with `--update`, may not make this pass. */
export const isFlaw = ({ state, category }) => state === "new" && FLAWLESS.includes(category);
