import { defineRole, defineSite, file, job, z } from '@rolecall/roles';
import { askKey, keyIn, migrate } from './migrating.ts';

/** Changes the schema of another site's cluster as well. */
const search = defineRole({
  name: 'search',
  params: z.object({}),
  observe: { key: askKey },
  decide: ({ answers }) => ({ key: keyIn(answers.key) }),
  resources: () => [file('/etc/search.conf', { content: 'search\n' })],
  jobs: ({ decided: { key } }) => [
    job('tables', { lock: { lock: 'schema', of: 'db' }, key, run: [migrate('tables', key)] }),
    job('views', { lock: { lock: 'schema', of: 'db' }, key, run: [migrate('views', key)] }),
  ],
});

/** A second site that shares a lock with the site `jobs`. */
export default defineSite({
  name: 'jobs-beside',
  hosts: { 'j-3': {} },
  use: () => void search.on(['j-3']),
});
