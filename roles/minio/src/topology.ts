import { type Answers, type ClusterRecord, type Host, RoleError } from '@rolecall/roles';
import type { ToldPool } from './answers.ts';
import { howToGrow, type Pool } from './pools.ts';

export interface Decision {
  /** The cluster whose data lies on the drives; none before it was founded. */
  readonly deployment: string | null;
}

/** What members were asked for. */
export interface Observed {
  readonly pools: Answers<readonly ToldPool[]>;
  readonly deployment: Answers<string>;
}

/** What a site asks for, as far as a running cluster cannot take it otherwise. */
export interface Wanted {
  readonly pools: readonly (Pool & ToldPool)[];
}

const values = <T>(answers: Answers<T> | undefined): readonly (readonly [host: string, value: T])[] =>
  Object.entries(answers ?? {}).flatMap(([host, answer]) =>
    answer.is === 'value' ? [[host, answer.value] as const] : [],
  );

/** Hosts in the addresses of drives, each once; a single host's drives have none. */
const hostsIn = (endpoints: readonly string[]): readonly string[] => [
  ...new Set(endpoints.flatMap((endpoint) => /^https:\/\/([^:/]+)/.exec(endpoint)?.[1] ?? [])),
];

/** What a pool began with holds for good; what is wanted may add pools behind it. */
function checkPools(host: string, had: readonly ToldPool[], wanted: readonly (Pool & ToldPool)[]): void {
  for (const [index, pool] of had.entries()) {
    const now = wanted[index];
    if (now !== undefined && same(pool, now)) continue;
    const was = hostsIn(pool.endpoints);
    const known = had.map(({ endpoints }) => ({ hosts: hostsIn(endpoints) }));
    const more = wanted
      .flatMap(({ hosts }) => hosts)
      .filter((name) => !known.some(({ hosts }) => hosts.includes(name)));
    const of = was.length === 0 ? host : was.join(', ');
    throw new RoleError(
      'bad_params',
      `pool ${index + 1} of MinIO keeps the ${pool.endpoints.length} drives on ${of} that it was founded with, in sets of ${pool.setSize} and in their order, and cannot become another one: ${howToGrow(known, more)}`,
    );
  }
}

const same = (one: ToldPool, other: ToldPool): boolean =>
  one.setSize === other.setSize && one.endpoints.join() === other.endpoints.join();

/** Drives of one cluster only, and never an empty one in the place of one that had data. */
function checkData(peers: readonly Host[], record: ClusterRecord | null, deployment: Answers<string>): string | null {
  const known = values(deployment);
  const [first, ...others] = known;
  const other = others.find(([, id]) => id !== first?.[1]);
  if (first !== undefined && other !== undefined) {
    throw new RoleError(
      'bad_params',
      `${first[0]} and ${other[0]} have drives of different clusters of MinIO: move the data of the wrong one away`,
    );
  }
  const asked = Object.keys(deployment ?? {}).length;
  if (record?.formed === true && known.length === 0 && asked >= peers.length) {
    throw new RoleError(
      'no_majority',
      'the drives of all members of MinIO are empty, though there was data: mount them again; to begin anew, take it out of the site with controller destroy first',
    );
  }
  return first?.[1] ?? null;
}

/** Members that answer decide which pools there are; where none does, the site's own record knows. */
export function decide({
  peers,
  record,
  answers,
  wanted,
}: {
  readonly peers: readonly Host[];
  readonly record: ClusterRecord | null;
  readonly answers: Observed;
  readonly wanted: Wanted;
}): Decision {
  const deployment = checkData(peers, record, answers.deployment ?? {});
  // What was written before anything was founded binds nobody.
  if (deployment === null) return { deployment };
  for (const [host, had] of values(answers.pools)) checkPools(host, had, wanted.pools);
  return { deployment };
}
