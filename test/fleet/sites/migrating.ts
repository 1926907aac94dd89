import { type Answers, act, ask, defineRole, defineSite, file, job, z } from '@rolecall/roles';

/** Where hosts write down what was run, and read for what key they are to run it. */
const LOG = '/var/lib/jobs.log';
const KEY = '/var/lib/jobs.key';

/** The key where no host could be asked: nothing is migrated for it, and the apply fails. */
const UNKNOWN = 'unknown';

/** While a host has it, what was begun there goes on; four minutes at most. */
const HOLD = '/var/lib/jobs.hold';
const held = `i=0; while [ -e ${HOLD} ] && [ $i -lt 480 ]; do i=$((i + 1)); sleep 0.5; done`;

/** Appends a line when it begins and one when it ends, and takes a second in between. */
const script = `[ "$2" != ${UNKNOWN} ] || exit 1; echo "$(date +%s%N) begin $1 $2" >> ${LOG}; echo "$1 begins"; sleep 1; ${held}; echo "$(date +%s%N) end $1 $2" >> ${LOG}; echo "$1 ends"`;

export const migrate = (name: string, key: string) =>
  act.command(['sh', '-c', script, 'sh', name, key], { name: `migrate ${name}`, deadline: '2h' });

/** For what key a host is to be migrated. */
export const askKey = () => ask.file(KEY, { parse: ({ content }) => content.trim() });

/** The key of the first host that could be asked. */
export const keyIn = (answers: Answers<string>): string =>
  Object.values(answers).flatMap((one) => (one.is === 'value' ? [one.value] : []))[0] ?? UNKNOWN;

/** A site whose host runs two migrations in a row under the lock of a cluster that all such sites share; the host can tell whether each is done. */
export const tellingSite = (name: string, host: string, migrations: readonly [string, string]) => {
  const schema = defineRole({
    name: 'schema',
    params: z.object({}),
    observe: { key: askKey },
    decide: ({ answers }) => ({ key: keyIn(answers.key) }),
    resources: () => [file('/etc/schema.conf', { content: 'schema\n' })],
    jobs: ({ decided: { key } }) =>
      migrations.map((migration) =>
        job(migration, {
          lock: { lock: 'schema', of: 'db' },
          key,
          done: ask.command(['grep', '-q', ` end ${migration} ${key}$`, LOG]),
          run: [migrate(migration, key)],
        }),
      ),
  });
  return defineSite({ name, hosts: { [host]: {} }, use: () => void schema.on([host], {}, { as: name }) });
};
