import { secretsIn } from '@rolecall/protocol/secret-marker';
import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { table } from '../contract/schema.ts';

/** A word of the engine's command line: seen by everybody on the host, and written into one line. */
const word = z
  .string()
  .max(4096)
  .regex(/^[^\n\r\0]*$/, 'a word stands on one line')
  .refine((text) => secretsIn(text).length === 0, 'a secret cannot stand on a command line: give it in `environment`');

const hex = (what: string) => z.string().regex(/^[0-9a-f]{64}$/, `${what} has 64 hexadecimal digits in lower case`);

const params = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'a container is named with small letters, digits, "_" and "-"')
    .describe('Its name, and that of its unit: `NAME.service`. This is its key.'),
  image: z
    .string()
    .max(1024)
    .regex(
      /^[a-z0-9][a-z0-9.-]*(:[0-9]+)?\/[a-z0-9._/-]+(:[A-Za-z0-9._-]+)?@sha256:[0-9a-f]{64}$/,
      'an image is named with its registry and its digest, such as docker.io/library/redis@sha256:…: a tag can mean another one tomorrow',
    )
    .describe('The image, with its registry and its digest: `registry.example/app@sha256:…`.'),
  archive: z
    .strictObject({
      sha256: hex('a checksum').describe('The checksum of the archive.'),
      id: hex('an id')
        .optional()
        .describe(
          'The id of the image in it, as `podman image inspect --format {{.Id}}` says it. Wanted where the archive does not hold the very manifest that `image` names.',
        ),
    })
    .optional()
    .describe(
      'An archive of the image that the controller has (`controller artifacts add FILE`): hosts load it, and ask no registry. As `skopeo copy`, `podman save` or `docker save` make it, not compressed.',
    ),
  engine: z.enum(['podman', 'docker']).default('podman').describe('What runs it. Its package is declared by itself.'),
  command: z.array(word).max(256).default([]).describe("Words behind the image. None: the image's own command."),
  environment: table(
    z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a variable has letters, digits and "_"'),
    z
      .string()
      .max(32_768)
      .regex(/^[^\n\r\0]*$/, 'a value of the environment stands on one line'),
  )
    .default({})
    .describe('Variables for the program; they may hold secrets. They lie in a file that only root can read.'),
  ports: z
    .array(
      word.regex(
        /^([0-9a-f.:[\]]+:)?[0-9]{1,5}:[0-9]{1,5}(\/(tcp|udp))?$/,
        'a port is written as [ADDRESS:]HOST:CONTAINER[/udp]',
      ),
    )
    .max(100)
    .default([])
    .describe('Ports of the host that lead to ports of the container: `127.0.0.1:8080:80`.'),
  volumes: z
    .array(word.regex(/^\/[^:]*:\/[^:]*(:[a-zA-Z,]+)?$/, 'a volume is written as /ON-HOST:/IN-CONTAINER[:ro]'))
    .max(100)
    .default([])
    .describe('Directories of the host that are seen in the container: `/srv/data:/data:ro`.'),
  network: word
    .regex(/^[a-z0-9][a-z0-9_.:-]*$/, 'a network is a name')
    .optional()
    .describe("`host`, or the name of a network. Left out: the engine's own."),
  user: word
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?$/, 'a user is a name or number')
    .optional()
    .describe('Whom the program runs as in it.'),
  readOnly: z.boolean().default(false).describe('Whether the program may write only to volumes.'),
  options: z.array(word).max(100).default([]).describe('More options of `run`, such as `--cap-drop=ALL`.'),
  after: z
    .array(word.regex(/^[A-Za-z0-9:_.\\@-]+$/, 'a unit is a name'))
    .max(50)
    .default([])
    .describe('Units that start before it.'),
  stopSeconds: z.int().min(1).max(86_400).default(30).describe('How long it gets to end by itself.'),
});

export const container = defineKind({
  kind: 'container',
  summary:
    'A container as a unit of systemd: its image fetched, its environment in a file of root’s, and its unit written.',
  params,
  key: ({ name }) => name,
  alongside: () => ({ locks: ['the units of systemd'] }),
  blobs: ({ archive }) => (archive === undefined ? [] : [archive.sha256]),
  example: `container('shop', {
  image: 'registry.example.net/shop@sha256:4f5c…',
  environment: { DATABASE_PASSWORD: secret('shop/database') },
  ports: ['127.0.0.1:8080:8080'],
})
service('shop', { enabled: true, running: true, restartOn: ['container:shop'] })`,
  disturbs: () => 'may stop',
  holdsData: false,
  notes: [
    'Whether it runs is the matter of a `service` of the same name; with `restartOn` a change of image, environment or options restarts it, after the new image is there.',
    'The image is fetched by its digest before the unit is written, and never when the unit starts. Former images stay, for the way back; remove them with the engine’s own `image prune`.',
    'With an `archive` the image is known by its id, the checksum of its configuration, which is the same for every engine; the digest in `image` is that of a registry, which archives seldom keep. Where the archive holds the manifest of that digest (`skopeo copy docker://IMAGE oci-archive:FILE` keeps it), the id is found in it; else the site says which id it means, and a plan says which ones the archive holds. What the engine has after loading is compared with it.',
    'docker loads archives that `docker save` made; with its image store in containerd it gives images other ids, so that an archive is refused there.',
    'Credentials of registries are those of root on the host (`podman login`, a `file` for /root/.docker/config.json).',
    'Removing it takes away unit, environment and image; volumes are directories of the host and stay. Remove the service with it, or the container goes on until it is stopped.',
    'Proven with podman as Debian has it, on a host that is a container itself: there layers cannot lie on an overlay (the engine is set to `vfs`), and control groups cannot be given to a container, since the limit for their rules on devices cannot be raised (`options: ["--cgroups=disabled"]`). docker is proven by what is written and asked of it.',
  ],
});

export type ContainerParams = ParamsOf<typeof container>;
