import type { PreflightCheck, PreflightFinding } from '@rolecall/protocol';
import { printable } from './printable.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';

/** One table: what was measured, what is wanted, and what to do. */
export function preflightTable(
  findings: readonly PreflightFinding[],
  style: Style,
  skips: readonly PreflightCheck[] = [],
): string {
  const rows = findings.map((one) => [
    skips.includes(one.check) ? 'skipped' : one.severity,
    one.check,
    [one.use, one.host].filter((name) => name !== null).join(' on ') || '-',
    one.what,
    one.measured,
    one.wanted,
    one.todo,
  ]);
  const [titles = '', ...lines] = table(['', 'CHECK', 'WHERE', 'WHAT', 'MEASURED', 'WANTED', 'WHAT TO DO'], rows)
    .trimEnd()
    .split('\n');
  const painted = lines.map((line) =>
    line.startsWith('error')
      ? line.replace(/^error/, style.red('error'))
      : line.replace(/^\w+/, (word) => style.yellow(word)),
  );
  return `${[titles, ...painted].join('\n')}\n`;
}

/** `17 hosts: 30 errors and 2 warnings`. */
export function preflightCount(site: string, hosts: number, findings: readonly PreflightFinding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const counted = [
    ...(errors > 0 ? [`${errors} error${errors === 1 ? '' : 's'}`] : []),
    ...(warnings > 0 ? [`${warnings} warning${warnings === 1 ? '' : 's'}`] : []),
  ];
  return printable(`${site}: ${hosts} host${hosts === 1 ? '' : 's'}; ${counted.join(' and ') || 'nothing wrong'}`);
}
