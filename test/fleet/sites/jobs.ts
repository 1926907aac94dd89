import { act, ask, check, defineRole, defineSite, file, job, z } from '@rolecall/roles';
import { askKey, keyIn, migrate } from './migrating.ts';

/** Three migrations in a strict row, and a bucket that must be there. */
const db = defineRole({
  name: 'db',
  params: z.object({}),
  cluster: { maxUnavailable: 1 },
  observe: { key: askKey },
  decide: ({ answers }) => ({ key: keyIn(answers.key) }),
  resources: () => [file('/etc/db.conf', { content: 'db\n' })],
  jobs: ({ decided: { key } }) => [
    job('gundeck', { lock: 'schema', key, run: [migrate('gundeck', key)] }),
    job('brig', { lock: 'schema', key, run: [migrate('brig', key)] }),
    job('token', { key: 'once', run: [act.command(['echo', 'a-token'])], outputs: (stdout) => stdout.trim() }),
    check('bucket', {
      after: [],
      done: ask.file('/var/lib/bucket'),
      run: [act.command(['touch', '/var/lib/bucket'])],
    }),
  ],
});

const app = defineRole({
  name: 'app',
  params: z.object({ token: z.string() }),
  resources: ({ params }) => [file('/etc/app.conf', { content: `${params.token}\n` })],
});

export default defineSite({
  name: 'jobs',
  hosts: { 'j-1': {}, 'j-2': {} },
  use: () => {
    const cluster = db.on(['j-1', 'j-2']);
    app.on(['j-2'], { token: cluster.jobs.token.outputs });
  },
});
