import { command, cron, defineRole, defineSite, file, limits, pkg, timer, timezone, z } from '@rolecall/roles';

/** A package whose script writes files that nobody declared. */
const scripted = defineRole({
  name: 'scripted',
  params: z.object({}),
  resources: () => [
    pkg('writes'),
    file('/etc/scripted.conf', { content: 'one\n' }),
    timer('scripted', { argv: ['true'], calendar: 'daily' }),
    cron('scripted', { schedule: '0 3 * * *', user: 'root', command: 'true' }),
    limits('root', { soft: { nofile: 4096 } }),
    timezone('Etc/UTC'),
    command('say hello', { argv: ['true'] }),
  ],
});

export default defineSite({
  name: 'scripted',
  hosts: { 'db-1': {} },
  use: () => {
    scripted.on(['db-1'], {});
  },
});
