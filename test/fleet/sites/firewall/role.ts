import { defineRole, file, firewall, pkg, z } from '@rolecall/roles';

/** A firewall that lets everything out, or nothing: then the agent cannot make a new link. */
export const wall = defineRole({
  name: 'wall',
  params: z.object({ cut: z.boolean() }),
  resources: ({ params }) => [
    pkg('nftables'),
    firewall('host', {
      ingress: [{ ports: [22], comment: 'ssh' }],
      egressPolicy: params.cut ? 'drop' : 'accept',
      allowController: !params.cut,
      // As short as it may be where the link is lost anyway.
      undoAfterMs: params.cut ? 10_000 : 15_000,
    }),
    file('/etc/behind-the-wall', { content: 'reached\n' }),
  ],
});
