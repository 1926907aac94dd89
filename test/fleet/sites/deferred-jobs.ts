import { act, defineRole, defineSite, file, job, z } from '@rolecall/roles';

/** Gives a token that nobody knows before its job has run. */
const keys = defineRole({
  name: 'keys',
  params: z.object({}),
  resources: () => [file('/etc/keys.conf', { content: 'keys\n' })],
  jobs: () => [
    job('token', { key: 'once', run: [act.command(['echo', 'a-token'])], outputs: (stdout) => stdout.trim() }),
  ],
});

/** Cannot be worked out without the token, and has a job of its own. */
const index = defineRole({
  name: 'index',
  params: z.object({ token: z.string() }),
  cluster: { maxUnavailable: 1 },
  resources: ({ params }) => [file('/etc/index.conf', { content: `${params.token}\n` })],
  jobs: ({ params: { token } }) => [
    job('build', {
      lock: 'schema',
      key: token,
      run: [act.command(['sh', '-c', 'cat /etc/index.conf >> /var/lib/built; cat /var/lib/built'])],
      outputs: (stdout) => `built with ${stdout.trim()}`,
    }),
  ],
});

const web = defineRole({
  name: 'web',
  params: z.object({ page: z.string() }),
  resources: ({ params }) => [file('/etc/web.conf', { content: `${params.page}\n` })],
});

export default defineSite({
  name: 'deferred-jobs',
  hosts: { 'jr-1': {}, 'jr-2': {} },
  use: () => {
    const { jobs } = keys.on(['jr-1']);
    const built = index.on(['jr-1', 'jr-2'], { token: jobs.token.outputs });
    web.on(['jr-2'], { page: built.jobs.build.outputs });
  },
});
