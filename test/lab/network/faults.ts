import { faultTableOf, portOf } from './names.ts';
import { removeTable, replaceTable } from './nft.ts';

/** Drops every packet to and from the host, also from this machine: a partition. It outlives a reboot of the host. */
export async function cutTraffic(lab: number, octet: number): Promise<void> {
  await replaceTable('bridge', faultTableOf(lab, octet), chainsDropping(portOf(lab, octet), ''));
}

/**
 * Drops each packet to or from the host with that chance, 0 to 100 percent, but no ARP: it asks only three times, and its
 * loss would look like a cut. Replaces an earlier fault of the host.
 */
export async function losePackets(lab: number, octet: number, percent: number): Promise<void> {
  const chance = `ether type != arp numgen random mod 100 < ${Math.round(percent)} `;
  await replaceTable('bridge', faultTableOf(lab, octet), chainsDropping(portOf(lab, octet), chance));
}

/** Lets all of the host's traffic through again. */
export async function healTraffic(lab: number, octet: number): Promise<void> {
  await removeTable('bridge', faultTableOf(lab, octet));
}

/** `forward` sees what passes between hosts, `input` and `output` what passes between a host and this machine. */
export function chainsDropping(port: string, chance: string): string {
  const chain = (hook: string, ...directions: string[]): string =>
    [
      `  chain ${hook} {`,
      `    type filter hook ${hook} priority 0`,
      ...directions.map((direction) => `    ${direction} "${port}" ${chance}drop`),
      '  }',
    ].join('\n');
  return [chain('forward', 'iifname', 'oifname'), chain('input', 'iifname'), chain('output', 'oifname')].join('\n');
}
