import { act, ask, check, defineRole, defineSite, file, job, z } from '@rolecall/roles';

const answered = (value: { readonly content: string }) => value.content;
const says = (yes: string) => (value: string) => value === yes || `it says ${value}`;

/** A cluster with jobs of every form. What is asked of `/key` is the version of its schema. */
const db = defineRole({
  name: 'db',
  params: z.object({}),
  cluster: { maxUnavailable: 1 },
  observe: { key: () => ask.file('/key', { parse: answered }) },
  decide: ({ answers }) => ({
    key: Object.values(answers.key).flatMap((one) => (one.is === 'value' ? [one.value] : []))[0],
  }),
  resources: () => [file('/etc/db', { content: 'x' })],
  jobs: ({ decided, host }) => [
    job('schema', { lock: 'schema', key: decided.key ?? '1', run: [act.command(['migrate', host.name])] }),
    job('data', {
      lock: ['schema', 'heavy'],
      done: ask.file('/data', { parse: answered, until: says('done') }),
      run: [act.command(['fill'])],
    }),
    job('token', { key: 'once', run: [act.command(['make-token'])], outputs: (stdout) => ({ token: stdout.trim() }) }),
    check('bucket', {
      after: [],
      lock: 'maintenance',
      done: ask.file('/bucket', { parse: answered, until: says('there') }),
      run: [act.command(['make-bucket'])],
    }),
  ],
  outputs: ({ host }) => ({ address: host.address }),
});

const web = defineRole({
  name: 'web',
  params: z.object({ token: z.string() }),
  resources: ({ params }) => [file('/etc/web', { content: params.token })],
});

const late = defineRole({ name: 'late', params: z.object({}), resources: () => [file('/etc/late', { content: 'x' })] });

/** The site of the tests of jobs. */
export default defineSite({
  name: 'jobs',
  hosts: { a: {}, b: {}, c: {}, d: {} },
  use: () => {
    const cluster = db.on(['a', 'b', 'c']);
    web.on(['d'], { token: cluster.jobs.token.outputs.token });
    late.on(['d'], {}, { after: [cluster] });
  },
});
