/** Longer names are compared by their beginnings: only somebody who misspelt one waits for it. */
const COMPARED = 200;

/** These names, those that are least different from another one first. */
export function nearestFirst(names: readonly string[], wanted: string): readonly string[] {
  const distance = new Map(
    names.map((name) => [name, editDistance(name.slice(0, COMPARED), wanted.slice(0, COMPARED))]),
  );
  return names.toSorted((a, b) => (distance.get(a) ?? 0) - (distance.get(b) ?? 0));
}

/** Letters to add, drop or exchange (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const exchanged = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, exchanged));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
