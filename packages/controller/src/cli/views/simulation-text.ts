import type { FileEffect, Simulation } from '@rolecall/protocol';
import { describeDifference } from './difference.ts';
import { printable } from './printable.ts';
import { paintAction, type Style } from './style.ts';

/** More files than this are counted; `--diff` and `--json` show all. */
const SHOWN = 40;

const ACTION = { created: 'create', changed: 'update', removed: 'remove' } as const;

/** What a copy of the host showed, below what its resources say. */
export function simulationLines(
  { files, packages, unknown }: Simulation,
  style: Style,
  all: boolean,
): readonly string[] {
  const shown = all ? files : files.slice(0, SHOWN);
  const more = files.length - shown.length;
  return [
    `  on a copy: ${files.length} paths and ${packages.length} packages differ`,
    ...packages.map(({ name, from, to }) => `    package ${printable(name)}: ${from ?? 'none'} → ${to ?? 'none'}`),
    ...shown.flatMap((file) => fileLines(file, style, all)),
    ...(more > 0 ? [`    … ${more} more; --diff shows all`] : []),
    ...unknown.map((sentence) => style.dim(`    ? ${printable(sentence)}`)),
  ];
}

function fileLines({ path, how, type, differences }: FileEffect, style: Style, all: boolean): readonly string[] {
  const kind = type === 'file' ? '' : ` (${type})`;
  return [
    `    ${paintAction(style, ACTION[how])} ${printable(path)}${kind}`,
    ...differences.flatMap((difference) => describeDifference(difference, style, all)).map((line) => `        ${line}`),
  ];
}
