import { act, defineRole, job, pkg, secretParam, z } from '@rolecall/roles';

/*
 * What is done once for Cassandra before Wire's services start, in the place of the hook `cassandra-migrations` of its charts
 * (wire-server-deploy 5.32). A host of the operators runs the programs, each from its own image. They find who may log in in CASSANDRA_USER and
 * CASSANDRA_PASSWORD.
 */

/** An image that never changes: `quay.io/wire/brig-schema@sha256:…`. */
const image = z.string().regex(/^[a-z0-9][a-z0-9./_-]*@sha256:[0-9a-f]{64}$/, 'an image is named with its digest');
const place = z.object({ address: z.string(), port: z.int() });

/** As long as a schema may take that moves data. */
const DEADLINE = '2h';

const podman = (from: string, words: readonly string[], passed: readonly string[] = []): readonly string[] => [
  ...['podman', 'run', '--rm', '--network=host', ...passed.flatMap((name) => ['--env', name])],
  from,
  ...words,
];

/** Schemas of Cassandra, one after another: each of Wire's services expects those before its own. */
export const cassandraMigrations = defineRole({
  name: 'cassandra-migrations',
  params: z.object({
    /** Of Wire's servers: another one is another job. */
    version: z.string(),
    images: z.object({ gundeck: image, brig: image, galley: image, spar: image }),
    /** The members of the cluster, as it gives them; any of them is asked. */
    cassandra: z.array(place).min(1),
    user: z.string(),
    password: secretParam(),
  }),
  needs: { reaches: [{ role: 'cassandra', port: 'client' }] },
  resources: () => [pkg('podman')],
  jobs: ({ params }) => {
    const { images, version, user, password } = params;
    const [first = { address: '', port: 0 }] = params.cassandra;
    const copies = Math.min(3, params.cassandra.length);
    const schema = <const Name extends keyof typeof images>(name: Name) => {
      const words = [`${name}-schema`, '--host', first.address, '--port', `${first.port}`, '--keyspace', name];
      return job(name, {
        lock: { lock: 'schema', of: 'cassandra' },
        key: version,
        run: [
          act.command(
            podman(
              images[name],
              [...words, '--replication-factor', `${copies}`],
              ['CASSANDRA_USER', 'CASSANDRA_PASSWORD'],
            ),
            {
              name: `bring the schema of ${name} up`,
              deadline: DEADLINE,
              environment: { CASSANDRA_USER: user, CASSANDRA_PASSWORD: password },
            },
          ),
        ],
      });
    };
    return [schema('gundeck'), schema('brig'), schema('galley'), schema('spar')];
  },
});
