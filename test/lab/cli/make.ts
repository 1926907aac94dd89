import { parseArgs } from 'node:util';
import { withLayers } from '../base/layers.ts';
import { defaultSuite, suiteFrom } from '../base/suite.ts';
import { bootHosts } from '../host/fleet.ts';
import { handleOf } from '../host/host.ts';
import { namesFromArguments } from '../host/name.ts';
import { LabError } from '../machine/error.ts';
import { openBridge } from '../network/bridge.ts';
import { claimLab } from '../state/claim.ts';
import { labRecords } from '../state/record.ts';

/** `up 3`, `up NAME...`, each with `--suite trixie` and `--cache PACKAGE` if wanted. */
export async function up(words: readonly string[]): Promise<void> {
  const options = { suite: { type: 'string' }, cache: { type: 'string', multiple: true } } as const;
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  const names = namesFromArguments(positionals);
  if (names.length === 0) throw new LabError('bad-usage', 'Say how many hosts, or name them: up 3, up db-1 db-2.');
  const suite = values.suite === undefined ? defaultSuite() : suiteFrom(values.suite);
  const known = labRecords().find((record) => record.owner.kind === 'hand');
  const lab = known ?? (await claimLab({ kind: 'hand' }));
  await openBridge(lab.number);
  const hosts = await bootHosts(lab.number, names, { suite, cachedPackages: values.cache ?? [] });
  for (const host of hosts) console.log(`${host.name}\t${handleOf(host).address}`);
}

/** `base [SUITE]`: builds the base tree and its package lists ahead of the first lab. */
export async function base(words: readonly string[]): Promise<void> {
  const suite = words[0] === undefined ? defaultSuite() : suiteFrom(words[0]);
  console.log(await withLayers({ suite, cachedPackages: [] }, ([, tree = '']) => tree));
}
