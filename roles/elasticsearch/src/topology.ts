import { type Answers, type ClusterRecord, founder, type Host, RoleError, replicasFirst } from '@rolecall/roles';
import type { Cluster, Node, Origin } from './answers.ts';

export interface Decision {
  /** The host that may found the cluster; none once there is one. */
  readonly founder: string | null;
  /** The host that is master of a running cluster. */
  readonly master: string | null;
  /** The hosts that are in the live cluster. */
  readonly nodes: readonly string[];
}

interface View {
  readonly peers: readonly Host[];
  readonly record: ClusterRecord | null;
}

export interface Observed {
  readonly node: Answers<Node>;
  readonly origin: Answers<Origin>;
}

/** What is asked for in a site, as far as a running cluster cannot take it otherwise, and the name of the use. */
export interface Wanted {
  readonly use: string;
  readonly cluster: string;
  /** The release. */
  readonly version: string;
}

const values = <T>(answers: Answers<T> | undefined): readonly (readonly [host: string, value: T])[] =>
  Object.entries(answers ?? {}).flatMap(([host, answer]) =>
    answer.is === 'value' ? [[host, answer.value] as const] : [],
  );

const refuse = (message: string, code: 'no_majority' | 'bad_params' | 'bad_site' = 'bad_params'): never => {
  throw new RoleError(code, message);
};

/** So many must stay of a cluster that had as many once: below, it does not take their votes away from those that left. */
export const LEAST = 3;

/** Two outlive the loss of neither; of four or six the server leaves one without a vote by itself. */
function checkCount(peers: readonly Host[]): void {
  if (peers.length !== 2) return;
  refuse('two nodes that may be elected outlive the loss of neither: take one, or three and more', 'bad_site');
}

/** What a node came into its cluster with holds for good. */
function checkOrigin(origins: readonly (readonly [string, Origin])[], cluster: string): void {
  for (const [host, found] of origins) {
    if (found.cluster !== cluster) {
      refuse(
        `the cluster is called ${found.cluster} on ${host} and cannot become ${cluster}: say cluster: '${found.cluster}'`,
      );
    }
    if (found.node !== host) {
      refuse(`the node on ${host} is called ${found.node}, and a node's name cannot change`);
    }
  }
}

function checkOneCluster(nodes: readonly (readonly [string, Node])[], origins: readonly (readonly [string, Origin])[]) {
  const known = [
    ...nodes.flatMap(([host, { id }]) => (id === null ? [] : [{ host, id }])),
    ...origins.map(([host, { id }]) => ({ host, id })),
  ];
  const [first, ...others] = known;
  const other = others.find(({ id }) => id !== first?.id);
  if (first !== undefined && other !== undefined) {
    refuse(
      `${first.host} and ${other.host} have the data of different clusters: stop elasticsearch on the wrong one and move its data away`,
    );
  }
}

/** The numbers of a release; nothing where it is not called by numbers. */
const numbersOf = (version: string | null): readonly [number, number, number] | undefined => {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
};
const isBefore = (one: readonly number[], other: readonly number[]): boolean => {
  const differs = one.findIndex((number, index) => number !== other[index]);
  return differs >= 0 && (one[differs] ?? 0) < (other[differs] ?? 0);
};

/** No older release reads what a newer one wrote, and one node at a time leads to no other major one. */
function checkVersion(nodes: readonly (readonly [string, Node])[], version: string): void {
  const wanted = numbersOf(version);
  if (wanted === undefined) return;
  for (const [host, node] of nodes) {
    const runs = numbersOf(node.version);
    if (runs === undefined) continue;
    if (isBefore(wanted, runs)) {
      refuse(`${host} runs ${node.version}, and what that has written cannot be read by ${version}: take no older one`);
    }
    if (wanted[0] !== runs[0]) {
      refuse(`${host} runs ${node.version}, and this role leads to no other major release such as ${version}`);
    }
  }
}

/** Whoever is in the live cluster must be known to the site: one that is just stopped may hold the only copy of something. */
function checkKnown(
  { nodes }: Cluster,
  { peers, use }: { readonly peers: readonly Host[]; readonly use: string },
): void {
  const unknown = nodes.find((name) => !peers.some((peer) => peer.name === name));
  if (unknown === undefined) return;
  refuse(
    `${unknown} is a node of the cluster and no host of this use: put it back, and take it out with controller decommission ${use}@${unknown}; if another host took its place already, stop it there: systemctl disable --now elasticsearch`,
    'bad_site',
  );
}

/** Where nobody answers, a cluster is founded only if nothing says that there ever was one. */
function foundedBy(peers: readonly Host[], record: ClusterRecord | null, were: readonly string[]): Decision {
  const members = record?.formed === true ? peers.map(({ name }) => name) : were;
  if (members.length > 0 && peers.length > 1) {
    refuse(
      `${members.length} of ${peers.length} nodes of the cluster do not answer (${members.join(', ')}), so nobody is founded anew and nothing is changed: start them together`,
      'no_majority',
    );
  }
  if (members.length > 0) return { founder: null, master: null, nodes: [] };
  const known = peers.find(({ name }) => name === record?.founder) ?? founder(peers);
  return { founder: known.name, master: null, nodes: [] };
}

/** The live cluster decides who is in it and who is master; only where there never was one a host may found it. */
export function decide(view: View & { readonly answers: Observed; readonly wanted: Wanted }): Decision {
  const { peers, record, answers, wanted } = view;
  checkCount(peers);
  const origins = values(answers.origin);
  checkOrigin(origins, wanted.cluster);
  const nodes = values(answers.node);
  checkOneCluster(nodes, origins);
  checkVersion(nodes, wanted.version);
  const formed = nodes.filter(([, { id }]) => id !== null);
  if (formed.length === 0)
    return foundedBy(
      peers,
      record,
      origins.map(([host]) => host),
    );
  const sees = formed.flatMap(([, node]) => (node.sees === null ? [] : [node.sees]))[0];
  if (sees === undefined) {
    return refuse(
      `${formed.length} of ${peers.length} nodes answer (${formed.map(([host]) => host).join(', ')}) and know of no master, so the majority is lost and nothing is changed: start the others`,
      'no_majority',
    );
  }
  checkKnown(sees, { peers, use: wanted.use });
  return { founder: null, master: sees.master, nodes: sees.nodes };
}

/** So many nodes must be in the cluster for it to be whole, as a word: all that were, or all that are to be where it has never been. */
export const expected = ({ peers, record, decided: { nodes } }: View & { readonly decided: Decision }): string =>
  `${record?.formed === true ? Math.max(1, peers.filter(({ name }) => nodes.includes(name)).length) : peers.length}`;

/** Whoever is missing comes first, since nobody else may be stopped before it is there; the master is last. */
export function order({
  decided: { founder: first, master, nodes },
  instances,
}: {
  readonly decided: Decision;
  readonly instances: readonly string[];
}): readonly string[] {
  if (first !== null) return [...instances].sort((a, b) => Number(b === first) - Number(a === first));
  const missing = instances.filter((name) => !nodes.includes(name));
  return [
    ...missing,
    ...replicasFirst(
      instances.filter((name) => nodes.includes(name)),
      master ?? '',
    ),
  ];
}
