import { container, defineRole, defineSite, directory, file, pkg, service, z } from '@rolecall/roles';

/** Layers cannot lie on an overlay that is the root of a host. */
const STORAGE = `[storage]
driver = "vfs"
runroot = "/run/containers/storage"
graphroot = "/srv/containers"
`;
/** Says which image it is in, and goes on until it is stopped. */
const COMMAND = ['/bin/sh', '-c', 'read which </which; echo "$which" >"/out/$0"; exec sleep infinity'];

const image = z.object({ digest: z.string(), archive: z.object({ sha256: z.string(), id: z.string().optional() }) });
type Image = z.infer<typeof image>;

function shop(name: string, { digest, archive: { sha256, id } }: Image) {
  const made = container(name, {
    image: `registry.invalid/shop@${digest}`,
    archive: { sha256, ...(id === undefined ? {} : { id }) },
    command: [...COMMAND, name],
    volumes: ['/srv/out:/out'],
    network: 'none',
    // The machine lets no container of a container raise the limit that control groups need for their rules on devices.
    options: ['--cgroups=disabled'],
    stopSeconds: 1,
  });
  return [made, service(name, { enabled: true, running: true, restartOn: [made] })];
}

/** Containers on a host that reaches no registry. Tests put the images in. */
const pods = defineRole({
  name: 'pods',
  params: z.object({ kept: image, lost: image }),
  resources: ({ params }) => [
    pkg('podman'),
    directory('/etc/containers'),
    file('/etc/containers/storage.conf', { content: STORAGE }),
    directory('/srv/out'),
    ...shop('kept', params.kept),
    ...shop('lost', params.lost),
  ],
});

export default defineSite({
  name: 'offline-container',
  hosts: { 'cut-1': {} },
  use: () => {
    pods.on(['cut-1'], {
      kept: { digest: 'KEPT-DIGEST', archive: { sha256: 'KEPT-SHA256' } },
      lost: { digest: 'LOST-DIGEST', archive: { sha256: 'LOST-SHA256', id: 'LOST-ID' } },
    });
  },
});
