import { type Host, RoleError } from '@rolecall/roles';
import type { Params } from './params.ts';

/** Where nobody says anything of racks. */
const ONLY_RACK = 'rack1';

/** The rack of a member, by its label. */
export const rackOf = ({ labels }: Host, { rackLabel }: Pick<Params, 'rackLabel'>): string =>
  labels[rackLabel] ?? ONLY_RACK;

/** Copies go to different racks, so a rack that is said for some members only would get them all. */
export function checkRacks(peers: readonly Host[], { rackLabel }: Pick<Params, 'rackLabel'>): void {
  const without = peers.filter(({ labels }) => labels[rackLabel] === undefined).map(({ name }) => name);
  if (without.length === 0 || without.length === peers.length) return;
  throw new RoleError(
    'bad_site',
    `${without.join(', ')} has no label ${rackLabel} and other members have one: give it to all of them or to none`,
  );
}

/** What GossipingPropertyFileSnitch reads. */
export const rackdc = (host: Host, params: Pick<Params, 'rackLabel' | 'datacenter'>): string =>
  `# Written by Rolecall.\ndc=${params.datacenter}\nrack=${rackOf(host, params)}\n`;
