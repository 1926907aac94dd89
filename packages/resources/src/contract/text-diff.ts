import { structuredPatch } from 'diff';

/** What a plan shows of one text at most, in characters; the wire allows 20 000. */
const MAX_DIFF = 16 * 1024;
/**
 * Beyond this many added and removed lines the shortest diff is not looked for: its cost grows with their square (2000 took 2 s),
 * and no more of them fit into what is shown.
 */
const MAX_EDITS = 500;

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** All of the old, then all of the new: right, if not short. */
function wholeDiff(from: string, to: string): string {
  const [before, after] = [linesOf(from), linesOf(to)];
  return [
    `@@ -${span(1, before.length)} +${span(1, after.length)} @@`,
    ...before.map((line) => `-${line}`),
    ...after.map((line) => `+${line}`),
  ].join('\n');
}

function cutAtLine(diff: string): { readonly diff: string; readonly cut: boolean } {
  if (diff.length <= MAX_DIFF) return { diff, cut: false };
  const end = diff.lastIndexOf('\n', MAX_DIFF);
  return { diff: diff.slice(0, end > 0 ? end : MAX_DIFF), cut: true };
}

/** A unified diff names the line before an empty range. */
const span = (start: number, lines: number): string => `${lines === 0 ? start - 1 : start},${lines}`;

/** A unified diff of two texts without its file header, three lines of context; `cut` where it was longer than 16 KiB. */
export function textDiff(from: string, to: string): { readonly diff: string; readonly cut: boolean } {
  const patch = structuredPatch('', '', from, to, '', '', { context: 3, maxEditLength: MAX_EDITS });
  if (patch === undefined) return cutAtLine(wholeDiff(from, to));
  const hunks = patch.hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) =>
    [`@@ -${span(oldStart, oldLines)} +${span(newStart, newLines)} @@`, ...lines].join('\n'),
  );
  return cutAtLine(hunks.join('\n'));
}
