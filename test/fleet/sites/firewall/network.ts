import { defineRole, defineSite, guardedFile, z } from '@rolecall/roles';
import { wall } from './role.ts';

/** An address in a network that is not there. */
const elsewhere = defineRole({
  name: 'elsewhere',
  params: z.object({}),
  resources: () => [
    guardedFile('/etc/systemd/network/10-host0.network', {
      content: '[Match]\nName=host0\n\n[Network]\nAddress=10.99.0.2/24\n',
      apply: ['networkctl', 'reload'],
      undoAfterMs: 10_000,
    }),
  ],
});

export default defineSite({
  name: 'firewall',
  hosts: { 'fw-1': {} },
  use: () => {
    wall.on(['fw-1'], { cut: false });
    elsewhere.on(['fw-1'], {});
  },
});
