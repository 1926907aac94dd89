import { defineRole, defineSite, file, z } from '@rolecall/roles';

const motd = defineRole({
  name: 'motd',
  params: z.object({}),
  resources: () => [file('/etc/motd', { content: 'packs\n' })],
});

/** The same site, after it let go of the role that brought a kind. */
export default defineSite({ name: 'packs', hosts: { 'pk-1': {} }, use: () => void motd.on(['pk-1']) });
