import { act, ask, check, defineRole, defineSite, file, job, z } from '@rolecall/roles';

/** Where hosts write down what was run, and read for what key they are to run it. */
const LOG = '/var/lib/jobs.log';
const KEY = '/var/lib/jobs.key';

/** Appends a line when it begins and one when it ends, and takes a second in between. */
const script = `echo "$(date +%s%N) begin $1 $2" >> ${LOG}; echo "$1 begins"; sleep 1; echo "$(date +%s%N) end $1 $2" >> ${LOG}; echo "$1 ends"`;
const migrate = (name: string, key: string) =>
  act.command(['sh', '-c', script, 'sh', name, key], { name: `migrate ${name}`, deadline: '2h' });

/** Three migrations in a strict row, and a bucket that must be there. */
const db = defineRole({
  name: 'db',
  params: z.object({}),
  cluster: { maxUnavailable: 1 },
  observe: { key: () => ask.file(KEY, { parse: ({ content }) => content.trim() }) },
  decide: ({ answers }) => ({
    key: Object.values(answers.key).flatMap((one) => (one.is === 'value' ? [one.value] : []))[0] ?? '0',
  }),
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
