import { artifact, defineRole, defineSite, z } from '@rolecall/roles';

/** A release that the controller keeps, for one host of two. Tests put its checksum in. */
const release = defineRole({
  name: 'release',
  params: z.object({ sha256: z.string() }),
  resources: ({ params }) => [artifact('/opt/tool', { version: '1', format: 'file', sha256: params.sha256 })],
});

export default defineSite({
  name: 'artifacts',
  hosts: { 'ar-1': {}, 'ar-2': {} },
  use: () => {
    release.on(['ar-1'], { sha256: 'CHECKSUM' });
  },
});
