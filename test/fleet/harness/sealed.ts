import type { Lab, LabHost } from '../../lab/lab.ts';
import { runOrThrow } from '../../lab/machine/command.ts';
import { bridgeOf, portOf } from '../../lab/network/names.ts';
import { removeTable, replaceTable } from '../../lab/network/nft.ts';
import { addressOf } from '../../lab/network/subnet.ts';
import { type ControllerProcess, startControllerProcess } from './controller-process.ts';

/** The last byte of a sealed controller's address: hosts begin at 11. */
const OCTET = 2;

/** A controller in a network of its own: it reaches the lab's bridge, and nothing behind it. */
export interface SealedController extends ControllerProcess {
  readonly address: string;
  /** Words that run a program where the controller is. */
  readonly inside: readonly string[];
}

export async function startSealedController(lab: Lab): Promise<SealedController> {
  const address = addressOf(lab.number, OCTET);
  const port = `rc${lab.number}-sealed`;
  const started = async (pid: number) => {
    const inside = ['nsenter', '-t', String(pid), '-n'];
    await isUnshared(pid);
    await runOrThrow(['ip', 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid)]);
    await runOrThrow(['ip', 'link', 'set', port, 'master', bridgeOf(lab.number), 'up']);
    await runOrThrow([...inside, 'ip', 'link', 'set', 'lo', 'up']);
    await runOrThrow([...inside, 'ip', 'address', 'add', `${address}/24`, 'dev', 'eth0']);
    await runOrThrow([...inside, 'ip', 'link', 'set', 'eth0', 'up']);
  };
  const controller = await startControllerProcess(address, undefined, { words: ['unshare', '--net', '--'], started });
  return Object.assign(Object.create(controller) as ControllerProcess, {
    address,
    get inside() {
      return ['nsenter', '-t', String(controller.pid), '-n'];
    },
  });
}

/** The program leaves the machine's network a moment after it was started. */
async function isUnshared(pid: number): Promise<void> {
  for (let i = 0; i < 500; i++) {
    const [own, its] = await Promise.all(
      ['self', String(pid)].map((each) => runOrThrow(['readlink', `/proc/${each}/ns/net`])),
    );
    if (own !== its) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`process ${pid} has not left the network of this machine`);
}

/** Lets a host reach this address and nothing else, by any protocol; what it sends elsewhere is lost. Answers how to end that. */
export async function sealHost(lab: Lab, host: LabHost, only: string): Promise<() => Promise<void>> {
  const octet = Number(host.address.split('.')[3]);
  const table = `rolecall-lab-${lab.number}-${octet}-seal`;
  const port = portOf(lab.number, octet);
  const chain = (hook: string): string =>
    [
      `  chain ${hook} {`,
      `    type filter hook ${hook} priority 0`,
      `    iifname "${port}" ether type ip ip daddr != ${only} drop`,
      `    iifname "${port}" ether type ip6 drop`,
      '  }',
    ].join('\n');
  await replaceTable('bridge', table, `${chain('forward')}\n${chain('input')}`);
  return () => removeTable('bridge', table);
}
