import { insideCommand } from '../../test/lab/host/exec.ts';
import { type Floor, prepareFloor } from './floor.ts';
import { type Cost, type Meters, measured } from './measure.ts';
import type { Peer, Ready, Target } from './peer.ts';
import { freshTarget, metersOf } from './target.ts';

/** One peer on one fresh host: everything, nothing, and one file that a hand changed. */
export interface Round {
  readonly first: Cost;
  readonly noop: Cost;
  readonly change: Cost;
  /** The C program on the same host, when all was as it should be. */
  readonly floor: Floor;
}

/** Throws where the peer fails, or ends well and left something undone. */
export async function playRound(peer: Peer, count: number): Promise<Round> {
  await using target = await freshTarget(count, peer.hostPackages);
  const meters = metersOf(target);
  const ready = await peer.prepare(target);
  try {
    return await play(peer, target, ready, { ...meters, servers: ready.servers ?? [] });
  } finally {
    await ready.remove?.();
  }
}

async function play(peer: Peer, target: Target, ready: Ready, meters: Meters): Promise<Round> {
  const look = await prepareFloor(target.host, target.load, target.folder);
  const apply = async (what: string): Promise<Cost> => {
    const cost = await measured(...commandOf(target, ready), meters);
    if (cost.exitCode !== 0) throw new Error(`${peer.name}, ${what}: it ended with ${cost.exitCode}:\n${cost.output}`);
    const { ok, bad, active } = await look();
    if (bad === 0 && active === target.load.services.length) return cost;
    throw new Error(
      `${peer.name}, ${what}: ${ok} are as they should be, ${bad} are not, ${active} services run:\n${cost.output}`,
    );
  };
  const first = await apply('first apply');
  const noop = await apply('no-op');
  const [file] = target.load.files;
  await target.host.exec(['sh', '-c', `echo by hand >> ${file?.path}`]);
  const change = await apply('one change');
  return { first, noop, change, floor: await look() };
}

/** On the host it is a unit of its own there, so that what it uses counts as the host's. */
function commandOf(
  { host, lab }: Target,
  { where, argv, environment = {} }: Ready,
): readonly [argv: readonly string[], environment: Readonly<Record<string, string>>] {
  if (where === 'here') return [argv, environment];
  const settings = Object.entries({ ...HOME, ...environment }).map(([name, value]) => `--setenv=${name}=${value}`);
  const octet = Number(host.address.split('.').at(-1));
  const unit = ['systemd-run', '--quiet', '--wait', '--pipe', '--collect', ...settings, '--', ...argv];
  return [insideCommand({ lab: lab.number, name: host.name, octet, layers: [] }, unit), {}];
}

const HOME = { HOME: '/root', LANG: 'C.UTF-8' };
