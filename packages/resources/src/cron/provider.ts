import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import { readAccounts } from '../host/accounts.ts';
import { ownFile } from '../host/own-file.ts';
import type { CronParams } from './resource.ts';

/** cron takes quotes off as they are: there is no escaping, and nothing is expanded. */
const quoted = (value: string): string => (value.includes('"') ? `'${value}'` : `"${value}"`);

function contentOf({ schedule, user, command, environment = {} }: CronParams): string {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}\n`);
  return ['# Written by Rolecall.\n', ...variables, `${schedule} ${user} ${command.replaceAll('%', '\\%')}\n`].join('');
}

async function refuseUnknownUser(host: Host, { name, user }: CronParams): Promise<void> {
  if ((await readAccounts(host)).some((account) => account.name === user)) return;
  throw new ResourceError('no_user', `cron would pass over ${name}: there is no user ${user}.`, {
    hint: `Declare user('${user}') before it.`,
  });
}

/** One file in /etc/cron.d for each command. */
export const cronProvider = ownFile<CronParams>({
  path: ({ name }) => `/etc/cron.d/${name}`,
  content: contentOf,
  mode: 0o600,
  refuse: refuseUnknownUser,
});
