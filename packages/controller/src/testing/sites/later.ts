import { act, defineRole, defineSite, file, job, z } from '@rolecall/roles';

/** Gives a token that nobody knows before its job has run. */
const keys = defineRole({
  name: 'keys',
  params: z.object({}),
  resources: () => [file('/etc/keys', { content: 'x' })],
  jobs: () => [job('token', { key: 'once', run: [act.command(['make-token'])], outputs: (stdout) => stdout.trim() })],
});

/** A cluster that cannot be worked out without the token, with jobs of its own. */
const index = defineRole({
  name: 'index',
  params: z.object({ token: z.string() }),
  cluster: { maxUnavailable: 1 },
  resources: ({ params }) => [file('/etc/index', { content: params.token })],
  jobs: ({ params }) => [
    job('build', { lock: 'schema', key: params.token, run: [act.command(['build'])] }),
    job('fill', { key: params.token, run: [act.command(['fill'])], outputs: (stdout) => `filled with ${stdout}` }),
  ],
});

const web = defineRole({
  name: 'web',
  params: z.object({ page: z.string() }),
  resources: ({ params }) => [file('/etc/web', { content: params.page })],
});

const late = defineRole({ name: 'late', params: z.object({}), resources: () => [file('/etc/late', { content: 'x' })] });

/** The site of the tests about jobs of uses that are not known when a run is planned. */
export default defineSite({
  name: 'later',
  hosts: { a: {}, b: {}, c: {}, d: {} },
  use: () => {
    const { jobs } = keys.on(['a']);
    const built = index.on(['b', 'c'], { token: jobs.token.outputs });
    web.on(['d'], { page: built.jobs.fill.outputs });
    late.on(['c'], {}, { after: [built.jobs.build] });
  },
});
