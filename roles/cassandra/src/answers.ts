import type { RawAnswers } from '@rolecall/roles';

/** One member as another one sees it. */
export interface Seen {
  readonly address: string;
  /** `UN`: up and normal. The first letter is U or D (up, down), the second N, J, L or M (normal, joining, leaving, moving). */
  readonly state: string;
  readonly rack: string;
}

/** What `nodetool status` says; nothing where there was nobody to ask. */
export function readRing({ exitCode, stdout }: RawAnswers['command']): readonly Seen[] | undefined {
  if (exitCode !== 0) return undefined;
  const seen = stdout.split('\n').flatMap((line) => {
    const words = line.trim().split(/\s+/);
    const [state = '', address = ''] = words;
    return /^[UD?][NJLM]$/.test(state) ? [{ address, state, rack: words.at(-1) ?? '' }] : [];
  });
  return seen.length === 0 ? undefined : seen;
}

/** The cluster as a whole, as one member sees it. */
export interface Whole {
  readonly live: number;
  /** What is on its way in, out or elsewhere, and who is not reached. */
  readonly moving: number;
  readonly unreachable: number;
  readonly schemas: number;
  /** How many versions run: while it is more than one, members keep a schema for each. */
  readonly versions: number;
}

/**
 * What `nodetool describecluster` says; nothing where it could not be asked. Members that have left for good are remembered for three days: among those
 * that are not reached and among the versions. So who is missed is worked out from how many own something, and how many of all are up.
 */
export function readWhole({ exitCode, stdout }: RawAnswers['command']): Whole | undefined {
  const part = (begin: string, end: string): string => stdout.split(begin)[1]?.split(end)[0] ?? '';
  const stats = part('Stats for all nodes:', 'Data Centers:');
  const figure = (name: string): number => Number(new RegExp(`^\\s*${name}: (\\d+)`, 'm').exec(stats)?.[1]);
  const schemas = part('Schema versions:', 'Stats for all nodes:').split('\n');
  const silent = addressesIn(schemas.find((line) => line.includes('UNREACHABLE')) ?? '');
  const owners = [...part('Data Centers:', 'Database versions:').matchAll(/#Nodes: (\d+)/g)].map(([, count]) =>
    Number(count),
  );
  const whole = {
    live: figure('Live'),
    moving: figure('Joining') + figure('Moving') + figure('Leaving'),
    unreachable:
      owners.length === 0 ? Number.NaN : Math.max(0, owners.reduce((sum, count) => sum + count) - figure('Live')),
    schemas: schemas.filter((line) => line.includes('[') && !line.includes('UNREACHABLE')).length,
    versions: part('Database versions:', 'Keyspaces:')
      .split('\n')
      .filter((line) => addressesIn(line).some((address) => !silent.includes(address))).length,
  };
  return exitCode !== 0 || Object.values(whole).some(Number.isNaN) ? undefined : whole;
}

/** Those between the brackets of a line, without their ports. */
const addressesIn = (line: string): readonly string[] =>
  (/\[(.*)\]/.exec(line)?.[1] ?? '')
    .split(', ')
    .filter((word) => word !== '')
    .map((word) => word.replace(/:\d+$/, ''));

/** What a member's data says of its cluster. */
export interface Origin {
  readonly cluster: string;
  readonly datacenter: string;
  readonly rack: string;
  readonly tokens: string;
  readonly address: string;
}

/** Reads it; nothing where it is not said. */
export function readOrigin({ content }: RawAnswers['file']): Origin | undefined {
  const said = new Map(
    content.split('\n').map((line): [string, string] => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
  const [cluster, datacenter, rack, tokens, address] = ['cluster', 'datacenter', 'rack', 'tokens', 'address'].map(
    (key) => said.get(key),
  );
  if (
    cluster === undefined ||
    datacenter === undefined ||
    rack === undefined ||
    tokens === undefined ||
    address === undefined
  )
    return undefined;
  return { cluster, datacenter, rack, tokens, address };
}
