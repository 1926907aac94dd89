import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { lastLines, runChecked, succeeded } from '../host/checked.ts';
import { changeGuarded } from '../host/guard.ts';
import { capturePaths, restorePaths } from '../host/path-prior.ts';
import { folderOf } from '../host/paths.ts';
import { readEach } from '../host/read-each.ts';
import { textOf } from '../host/regular-file.ts';
import type { FirewallParams } from './resource.ts';
import { deletionOf, type Reach, reachIn, reachLines, rulesetOf, tableOf, withoutReach } from './ruleset.ts';

export interface FirewallState {
  /** The rules as they are kept for the next boot, without those for the controller. */
  readonly rules: string;
  /** Whether the kernel has exactly the rules that are kept. */
  readonly live: boolean;
  /** Whether they let the agent reach its controller where it is now. */
  readonly controller: boolean;
  readonly atBoot: boolean;
}

const LIMIT_MS = 60_000;
const ATTRIBUTES = { owner: 'root', group: 'root', mode: 0o600 };

const rulesPath = (name: string): string => `/etc/rolecall-firewall/${name}.nft`;
const unitOf = (name: string): string => `rolecall-firewall-${name}.service`;
const unitPath = (name: string): string => `/etc/systemd/system/${unitOf(name)}`;
const wantsPath = (name: string): string => `/etc/systemd/system/sysinit.target.wants/${unitOf(name)}`;

/** Before any network, as nftables' own unit; after that one, because it flushes all tables. */
const unitText = (name: string): string => `[Unit]
Description=Firewall ${name} of Rolecall
DefaultDependencies=no
Wants=network-pre.target
Before=network-pre.target shutdown.target
After=local-fs.target systemd-modules-load.service nftables.service
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f ${rulesPath(name)}

[Install]
WantedBy=sysinit.target
`;

/** The first line of the file says how the kernel lists these rules: that is how changes by hand are seen. */
const HEAD = /^# Written by Rolecall\. Listed as ([0-9a-f]{64})\.\n/;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function listed(host: Host, name: string): Promise<string | undefined> {
  const completed = await host.query(['nft', '--stateless', 'list', 'table', 'inet', tableOf(name)]);
  return succeeded(completed) ? sha256(completed.stdout) : undefined;
}

/** Where the agent finds its controller; nothing where it has no link or must not be let through. */
async function reachOf(host: Host, { allowController }: FirewallParams): Promise<Reach | undefined> {
  if (!allowController || host.link === undefined) return undefined;
  const { host: name, port } = host.link.controller;
  if (isIP(name) !== 0) return { addresses: [name], port };
  const argv = ['getent', 'ahosts', name];
  const completed = await host.query(argv);
  const addresses = [...new Set(completed.stdout.split('\n').map((line) => line.split(' ')[0] ?? ''))];
  const known = addresses.filter((address) => isIP(address) !== 0).sort();
  if (known.length > 0) return { addresses: known, port };
  throw new ResourceError('unknown_controller', `The addresses of the controller ${name} cannot be found.`, {
    command: argv.join(' '),
    lastLines: lastLines(completed),
    hint: 'See whether the host can ask its name server; without an address the controller cannot be let through.',
  });
}

/** While no name server answers, the addresses that were found before count. */
async function letsReach(host: Host, params: FirewallParams, lines: readonly string[]): Promise<boolean> {
  const reach = await reachOf(host, params).catch(() => null);
  if (reach === null) return lines.length > 0;
  return lines.join('\n') === (reach === undefined ? [] : reachLines(reach)).join('\n');
}

async function read(host: Host, params: FirewallParams): Promise<Observed<FirewallState>> {
  const { name } = params;
  const kept = await textOf(host, rulesPath(name));
  const listing = await listed(host, name);
  if (kept === undefined && listing === undefined) return { is: 'absent' };
  const rules = (kept ?? '').replace(HEAD, '');
  const atBoot =
    (await textOf(host, unitPath(name))) === unitText(name) && (await host.stat(wantsPath(name))) !== undefined;
  const state = {
    rules: withoutReach(rules),
    live: listing !== undefined && HEAD.exec(kept ?? '')?.[1] === listing,
    controller: await letsReach(host, params, reachIn(rules)),
    atBoot,
  };
  return { is: 'present', state };
}

const load = (host: Host, what: string, text: string, words: readonly string[] = []): Promise<unknown> =>
  runChecked(
    host,
    what,
    { argv: ['nft', ...words, '-f', '-'], input: text, timeoutMs: LIMIT_MS },
    'The last lines name the rule. The program is of the package nftables.',
  );

/** What brings the former rules back: those that are kept, or none. */
const formerOf = async (host: Host, name: string): Promise<string> =>
  (await textOf(host, rulesPath(name))) ?? deletionOf(name);

async function write(host: Host, params: FirewallParams): Promise<void> {
  const { name } = params;
  const ruleset = rulesetOf(params, await reachOf(host, params));
  await load(host, `The rules of the firewall ${name} are wrong, and were not put in place`, ruleset, ['-c']);
  await loadGuarded(host, params, ruleset);
  await keep(host, name, ruleset);
}

/** Puts rules into the kernel, where they stay only if the agent reaches its controller anew. */
async function loadGuarded(host: Host, { name, undoAfterMs }: FirewallParams, ruleset: string): Promise<void> {
  const guarded = {
    id: `firewall-${name}`,
    what: 'firewall',
    change: ruleset,
    files: { former: await formerOf(host, name) },
    undo: (folder: string) => ['nft', '-f', `${folder}/former`],
    limitMs: undoAfterMs,
  };
  await changeGuarded(host, guarded, async () => {
    await load(host, `The rules of the firewall ${name} were not put in place`, ruleset);
  });
}

/** Only now do the rules outlive a boot. */
async function keep(host: Host, name: string, ruleset: string): Promise<void> {
  const folder = folderOf(rulesPath(name));
  if ((await host.stat(folder)) === undefined) await host.makeDirectory(folder, { ...ATTRIBUTES, mode: 0o700 });
  const listing = await listed(host, name);
  const text = `# Written by Rolecall. Listed as ${listing ?? sha256('')}.\n${ruleset}`;
  await host.writeFile(rulesPath(name), { content: new TextEncoder().encode(text), ...ATTRIBUTES });
  const unit = new TextEncoder().encode(unitText(name));
  await host.writeFile(unitPath(name), { content: unit, ...ATTRIBUTES, mode: 0o644 });
  await systemctl(host, name, 'daemon-reload');
  await systemctl(host, name, 'enable', unitOf(name));
}

const systemctl = (host: Host, name: string, ...words: readonly string[]): Promise<unknown> =>
  runChecked(host, `The unit of the firewall ${name} could not be set up`, {
    argv: ['systemctl', ...words],
    timeoutMs: LIMIT_MS,
  });

/** Needs no guard: a table that goes lets more through, never less. */
async function remove(host: Host, { name }: FirewallParams): Promise<void> {
  if ((await listed(host, name)) !== undefined) {
    await load(host, `The rules of the firewall ${name} could not be taken away`, deletionOf(name));
  }
  const paths = [wantsPath(name), unitPath(name), rulesPath(name)];
  const there = [];
  for (const path of paths) if ((await host.stat(path)) !== undefined) there.push(path);
  for (const path of there) await host.removeEntry(path);
  if (there.length > 0) await systemctl(host, name, 'daemon-reload');
  await removeFolder(host, folderOf(rulesPath(name)));
}

/** The folder goes with the last rules in it. */
async function removeFolder(host: Host, folder: string): Promise<void> {
  if ((await host.stat(folder)) === undefined) return;
  await host.removeEntry(folder).catch((thrown: unknown) => {
    if (!(thrown instanceof ResourceError && thrown.code === 'not_empty')) throw thrown;
  });
}

const pathsOf = ({ name }: FirewallParams): readonly string[] => [
  folderOf(rulesPath(name)),
  rulesPath(name),
  unitPath(name),
  wantsPath(name),
];

/** Rules in a table of their own: in the kernel at once, kept for the next boot once they have proven not to cut the host off. */
export const firewallProvider: Provider<FirewallParams, FirewallState> = {
  textProperties: ['rules'],
  want: (params) => ({ rules: rulesetOf(params, undefined), live: true, controller: true, atBoot: true }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const { params } of changes) await write(host, params);
  },
  remove,
  async capture(host, params) {
    const kept = await textOf(host, rulesPath(params.name));
    const listing = await listed(host, params.name);
    return {
      paths: await capturePaths(host, pathsOf(params)),
      state: { live: kept !== undefined && listing !== undefined },
    };
  },
  async restore(host, params, { paths = {} }) {
    const { name } = params;
    const rules = paths[rulesPath(name)];
    const kept = rules?.type === 'file' && rules.content.kept ? rules.content.base64 : undefined;
    // Former rules may cut the host off as well as new ones: the controller, or the host, may have moved since.
    if (kept !== undefined) await loadGuarded(host, params, Buffer.from(kept, 'base64').toString());
    else await load(host, `The rules of the firewall ${name} could not be taken away`, deletionOf(name));
    await restorePaths(host, paths);
    await systemctl(host, name, 'daemon-reload');
  },
};
