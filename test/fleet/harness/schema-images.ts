import type { LabHost } from '../../lab/lab.ts';
import { out } from './fleet.ts';
import { askedOf, intoRegistry, makeImages, PODMAN, REGISTRY, shellRoot, startRegistry } from './podman.ts';

/** Answered by the host itself. */
const NAME = 'registry.test';
const SERVICES = ['gundeck', 'brig', 'galley', 'spar'];

/** Images that stand for the schemas of Wire's services. */
export interface Schemas {
  /** The name of the one image that holds them all, with its digest. */
  readonly image: string;
  /** What ran so far, in its row: `gundeck-schema KEYSPACE USER`. */
  ran(): Promise<readonly string[]>;
}

/** Says what it was called as, for which keyspace, and as whom it would log in; without a password it fails. */
const SCHEMA_PROGRAM = `#!/bin/bash
[ -n "$CASSANDRA_PASSWORD" ] || exit 1
exec 3<>/dev/tcp/127.0.0.1/5000
printf 'GET /note/%s/%s/%s HTTP/1.0\\r\\n\\r\\n' "\${0##*/}" "$6" "$CASSANDRA_USER" >&3
read -r answer <&3
[[ $answer == *200* ]]
`;

/** No container of a container may raise limits or set control groups. */
const MAKE = `${PODMAN}
printf '[containers]\\ncgroups = "disabled"\\n' >/etc/containers/containers.conf
printf '[[registry]]\\nprefix = "${NAME}"\\nlocation = "${REGISTRY}"\\ninsecure = true\\n' >/etc/containers/registries.conf.d/here.conf
${shellRoot('bash')}
for service in ${SERVICES.join(' ')}; do cp /srv/schema-program /srv/root/bin/$service-schema; chmod 755 /srv/root/bin/$service-schema; done
tar -C /srv/root -c . | podman import -q -c 'ENV PATH=/bin' - localhost/schemas:1
${intoRegistry('localhost/schemas:1', 'schemas')}
podman rmi -a -f >/dev/null`;

/** Makes the image on the host and serves it there. */
export async function schemaImages(host: LabHost): Promise<Schemas> {
  await host.writeFile('/srv/schema-program', SCHEMA_PROGRAM);
  await makeImages(host, MAKE);
  const node = (await out(host, 'sh', '-c', 'ls /opt/rolecall/runtime/*/node')).trim();
  await startRegistry(host, node);
  return {
    image: `${NAME}/schemas@${(await host.readFile('/srv/registry/digest-schemas')).trim()}`,
    ran: async () =>
      (await askedOf(host)).flatMap((asked) => /^GET \/note\/(.+)$/.exec(asked)?.[1]?.replaceAll('/', ' ') ?? []),
  };
}
