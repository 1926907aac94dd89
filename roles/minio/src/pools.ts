import { type Host, RoleError } from '@rolecall/roles';
import type { Params } from './params.ts';

/** Drives of hosts that were put in together; neither they nor their order ever change. */
export interface Pool {
  readonly hosts: readonly string[];
  readonly drives: readonly string[];
  readonly setSize: number;
}

const MAX_SET = 16;

const refuse = (message: string): never => {
  throw new RoleError('bad_params', message);
};

/** The largest set that takes the same number of drives of each host. */
function largestSet(hosts: number, drives: number): number {
  const total = hosts * drives;
  const sizes = Array.from({ length: MAX_SET }, (_, index) => MAX_SET - index);
  return sizes.find((size) => total % size === 0 && (size % hosts === 0 || hosts % size === 0)) ?? 1;
}

/** The pools that a site asks for. @throws RoleError where hosts are in none, or in two */
export function poolsOf(params: Params, peers: readonly Pick<Host, 'name'>[]): readonly Pool[] {
  const names = peers.map(({ name }) => name);
  const asked = params.pools.length === 0 ? [{ hosts: names }] : params.pools;
  const listed = asked.flatMap(({ hosts }) => hosts);
  const twice = listed.find((host, index) => listed.indexOf(host) !== index);
  if (twice !== undefined) refuse(`${twice} stands twice in the pools of MinIO`);
  const foreign = listed.find((host) => !names.includes(host));
  if (foreign !== undefined) refuse(`${foreign} is in a pool of MinIO, and no host of this use`);
  const left = names.find((host) => !listed.includes(host));
  if (left !== undefined) refuse(`${left} is in no pool of MinIO: ${howToGrow(params.pools, [left])}`);
  return asked.map(({ hosts, ...own }: Params['pools'][number]) => {
    const drives = own.drives ?? params.drives;
    return { hosts, drives, setSize: own.setSize ?? params.setSize ?? largestSet(hosts.length, drives.length) };
  });
}

/** How a site says that further hosts come in. */
export function howToGrow(pools: readonly Pick<Pool, 'hosts'>[], more: readonly string[]): string {
  const list = (hosts: readonly string[]): string => `{ hosts: [${hosts.map((name) => `'${name}'`).join(', ')}] }`;
  const lists = [...pools.map(({ hosts }) => list(hosts)), more.length > 0 ? list(more) : '{ hosts: […] }'];
  return `to grow, add a pool: pools: [${lists.join(', ')}]`;
}

/** MinIO's own choice for a set of so many drives (its STANDARD storage class). */
const defaultParity = (setSize: number): number =>
  setSize === 1 ? 0 : setSize <= 3 ? 1 : setSize <= 5 ? 2 : setSize <= 7 ? 3 : 4;

/**
 * The parity of all pools, checked against each: where there are several hosts, every one may be lost, and all objects can be read and new
 * ones written. @throws RoleError
 */
export function parityOf({ parity: wanted }: Pick<Params, 'parity'>, pools: readonly Pool[]): number {
  const parity = wanted ?? Math.min(...pools.map(({ setSize }) => defaultParity(setSize)));
  for (const [index, { hosts, drives, setSize }] of pools.entries()) {
    const pool = `pool ${index + 1} of MinIO`;
    const total = hosts.length * drives.length;
    if (total % setSize !== 0) refuse(`${pool} has ${total} drives, which are no whole number of sets of ${setSize}`);
    if (parity * 2 > setSize) refuse(`${pool} has sets of ${setSize} drives: a parity of ${parity} is more than half`);
    // With as many drives for parity as for data, one more must answer to a write.
    const spare = parity * 2 === setSize ? parity - 1 : parity;
    const ofOne = Math.ceil(setSize / hosts.length);
    if (hosts.length > 1 && ofOne > spare) {
      refuse(
        `${pool} has ${ofOne} drives of a host in each set of ${setSize}, and with a parity of ${parity} only ${spare} may be lost while all goes on: use more hosts, or another parity`,
      );
    }
  }
  return parity;
}

/**
 * Whether an object that one host missed can be read while another one is away. Then it is enough to heal once after all were restarted. Three
 * hosts never bear it: MinIO's parity is half of a set at most, and two hosts have more of it.
 */
export const bearsTwo = (pools: readonly Pool[], parity: number): boolean =>
  pools.every(({ hosts, setSize }) => 2 * Math.ceil(setSize / hosts.length) <= parity);

/** Where the drives of a host are; a single host knows no addresses. */
const endpoint = (host: string, drive: string, port: number, alone: boolean): string =>
  alone ? drive : `https://${host}:${port}${drive}`;

/** The drives of a pool as MinIO is told of them. Hosts vary fastest: neighbours, which make a set, lie on different hosts. */
export const endpointsOf = ({ hosts, drives }: Pool, port: number, alone: boolean): readonly string[] =>
  drives.flatMap((drive) => hosts.map((host) => endpoint(host, drive, port, alone)));

/** The pool of a host. */
export function poolOf(pools: readonly Pool[], { name }: Pick<Host, 'name'>): Pool {
  const found = pools.find(({ hosts }) => hosts.includes(name));
  if (found === undefined) throw new RoleError('bad_params', `${name} is in no pool of MinIO`);
  return found;
}
