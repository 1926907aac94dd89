import type { Host } from '../contract/host.ts';
import type { Provider } from '../contract/provider.ts';
import { commandFailed, succeeded } from '../host/checked.ts';
import { needProgram, type OwnFileState, ownFile } from '../host/own-file.ts';
import { capturePaths, restorePaths } from '../host/path-prior.ts';
import type { SudoersParams } from './resource.ts';

const pathOf = ({ name }: SudoersParams): string => `/etc/sudoers.d/${name}`;

const file = ownFile<SudoersParams>({
  path: pathOf,
  content: ({ content }) => (content.endsWith('\n') ? content : `${content}\n`),
  mode: 0o440,
  validate: ['visudo', '-c', '-f', '{}'],
  refuse: needProgram('/usr/sbin/visudo', 'sudo'),
});

/** Rules that are right by themselves may clash with others: an alias that is defined twice makes sudo refuse all of them. */
async function refuseTogether(host: Host, params: SudoersParams): Promise<void> {
  const argv = ['visudo', '-c'];
  const completed = await host.query(argv);
  if (succeeded(completed)) return;
  const what = `The rules ${params.name} do not go with the other rules of sudo, so they were taken back`;
  throw commandFailed(what, argv, completed, 'Look for an alias that two files define.');
}

/** Rules of sudo: nothing stays in place with which sudo does not work. */
export const sudoersProvider: Provider<SudoersParams, OwnFileState> = {
  ...file,
  async write(host, changes) {
    for (const change of changes) {
      const before = await capturePaths(host, [pathOf(change.params)]);
      await file.write(host, [change]);
      try {
        await refuseTogether(host, change.params);
      } catch (error) {
        await restorePaths(host, before);
        throw error;
      }
    }
  },
};
