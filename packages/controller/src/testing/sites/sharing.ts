import { act, defineRole, defineSite, file, job, z } from '@rolecall/roles';

/** Work of its own on the data of another site's cluster. */
const audit = defineRole({
  name: 'audit',
  params: z.object({}),
  resources: () => [file('/etc/audit', { content: 'x' })],
  jobs: () => [job('table', { lock: { lock: 'schema', of: 'db' }, key: '1', run: [act.command(['make-table'])] })],
});

/** A second site on hosts of the site `jobs`, one of whose locks it shares. */
export default defineSite({
  name: 'sharing',
  hosts: { a: {}, b: {} },
  use: () => void audit.on(['a', 'b']),
});
