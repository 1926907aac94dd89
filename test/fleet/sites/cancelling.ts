import { act, defineRole, defineSite, file, job, z } from '@rolecall/roles';

/** Says when it begins and when it ends, and takes four seconds in between. */
const script = 'echo "begin $1 $2" >> /var/lib/steps.log; sleep 4; echo "end $1 $2" >> /var/lib/steps.log';
const step = (name: string, key: string) =>
  act.command(['sh', '-c', script, 'sh', name, key], { name: `step ${name}` });

/** A job of two commands, and one behind it. */
const pair = defineRole({
  name: 'pair',
  params: z.object({ key: z.string() }),
  resources: () => [file('/etc/pair.conf', { content: 'pair\n' })],
  jobs: ({ params: { key } }) => [
    job('both', { lock: 'schema', key, run: [step('one', key), step('two', key)] }),
    job('last', { key, run: [step('three', key)] }),
  ],
});

export default defineSite({
  name: 'cancelling',
  hosts: { 'jr-1': {} },
  use: () => void pair.on(['jr-1'], { key: 'first' }),
});
