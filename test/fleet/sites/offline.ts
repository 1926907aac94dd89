import { artifact, defineRole, defineSite, directory, pkg, z } from '@rolecall/roles';

/** A release and a package for a host that reaches nothing but its controller. Tests put the checksum in. */
const tool = defineRole({
  name: 'tool',
  params: z.object({ sha256: z.string() }),
  resources: ({ params }) => [
    pkg('jq'),
    directory('/srv/tool'),
    // Nobody answers there: where the controller has it, nobody is asked.
    artifact('/opt/tool', {
      version: '1',
      format: 'file',
      url: 'https://releases.invalid/tool',
      sha256: params.sha256,
    }),
  ],
});

export default defineSite({
  name: 'offline',
  hosts: { 'off-1': {} },
  use: () => {
    tool.on(['off-1'], { sha256: 'CHECKSUM' });
  },
});
