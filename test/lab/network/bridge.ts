import { readFile, writeFile } from 'node:fs/promises';
import { run, runOrThrow } from '../machine/command.ts';
import { bridgeOf, routeTableOf } from './names.ts';
import { removeTable, replaceTable } from './nft.ts';
import { gatewayOf, subnetOf } from './subnet.ts';

/**
 * Makes the lab's bridge. Answers false when the machine has one of that name already: the kernel is the last word on
 * who owns a number, also between labs that keep their state in different folders.
 */
export async function claimBridge(lab: number): Promise<boolean> {
  const made = await run(['ip', 'link', 'add', bridgeOf(lab), 'type', 'bridge']);
  if (made.exitCode === 0) return true;
  if (await hasLink(bridgeOf(lab))) return false;
  await runOrThrow(['ip', 'link', 'add', bridgeOf(lab), 'type', 'bridge']);
  return true;
}

/** Gives the bridge its address and lets the lab's hosts out through this machine, but not into other labs. */
export async function openBridge(lab: number): Promise<void> {
  if (!(await hasLink(bridgeOf(lab)))) await runOrThrow(['ip', 'link', 'add', bridgeOf(lab), 'type', 'bridge']);
  await runOrThrow(['ip', 'address', 'replace', `${gatewayOf(lab)}/24`, 'dev', bridgeOf(lab)]);
  await runOrThrow(['ip', 'link', 'set', bridgeOf(lab), 'up']);
  await forwardPackets();
  await replaceTable('ip', routeTableOf(lab), routeChains(lab));
}

/** Removes the bridge and the way out. */
export async function removeBridge(lab: number): Promise<void> {
  if (await hasLink(bridgeOf(lab))) await runOrThrow(['ip', 'link', 'delete', bridgeOf(lab)]);
  await removeTable('ip', routeTableOf(lab));
}

/** Removes a host's port to the bridge, if it is still there: the kernel takes its time after a sudden death. */
export async function removePort(port: string): Promise<void> {
  if (await hasLink(port)) await run(['ip', 'link', 'delete', port]);
}

/** Every IPv4 network and address this machine has a route for. */
export async function knownNetworks(): Promise<readonly string[]> {
  const answer = await runOrThrow(['ip', '-4', '-json', 'route', 'show', 'table', 'all']);
  return (JSON.parse(answer || '[]') as { readonly dst?: string }[]).map((route) => route.dst ?? '');
}

export async function hasLink(name: string): Promise<boolean> {
  return (await run(['ip', 'link', 'show', 'dev', name])).exitCode === 0;
}

function routeChains(lab: number): string {
  const bridge = bridgeOf(lab);
  return `  chain out {
    type nat hook postrouting priority 100
    ip saddr ${subnetOf(lab)} oifname != "${bridge}" masquerade
  }
  chain apart {
    type filter hook forward priority 0
    iifname "${bridge}" oifname "rolecall-*" oifname != "${bridge}" drop
  }`;
}

/** Stays on after the lab is gone: other labs, and the machine, may need it. */
async function forwardPackets(): Promise<void> {
  const setting = '/proc/sys/net/ipv4/ip_forward';
  if ((await readFile(setting, 'utf8')).trim() !== '1') await writeFile(setting, '1');
}
