import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import { lastLines, succeeded } from './checked.ts';

/** Properties of one unit, as `systemctl show` prints them. */
export type UnitProperties = ReadonlyMap<string, string>;

/** One block a unit, separated by empty lines; `NAME=value` lines. Several `Names` make a unit known under each. */
export function parseShow(text: string): ReadonlyMap<string, UnitProperties> {
  const units = new Map<string, UnitProperties>();
  for (const block of text.split(/\n{2,}/)) {
    const lines = block.split('\n').filter((line) => line.includes('='));
    const properties = new Map(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    const names = [properties.get('Id') ?? '', ...(properties.get('Names') ?? '').split(' ')];
    for (const name of names.filter((each) => each !== '')) units.set(name, properties);
  }
  return units;
}

/** Asks systemd about many units at once. Units that do not exist are among the answers, with `LoadState=not-found`. */
export async function showUnits(
  host: Host,
  names: readonly string[],
  properties: readonly string[],
): Promise<ReadonlyMap<string, UnitProperties>> {
  const known = await host.units?.(names, properties);
  if (known !== undefined) return known;
  const wanted = [...new Set(['Id', 'Names', ...properties])].join(',');
  const argv = ['systemctl', 'show', '--no-pager', `--property=${wanted}`, '--', ...new Set(names)];
  const completed = await host.query(argv);
  if (succeeded(completed)) return parseShow(completed.stdout);
  throw new ResourceError(
    'systemd_silent',
    `systemd did not answer about ${names.join(', ')}: ${lastLines(completed).at(-1) ?? ''}`,
    {
      command: argv.join(' '),
      lastLines: lastLines(completed),
      hint: 'Services and units need a host that was booted with systemd.',
    },
  );
}
