import { defineRole, defineSite, guardedFile, pkg, z } from '@rolecall/roles';
import { wall } from './role.ts';

/** Two files that count at once: rules of others for the network, and what sshd goes by. */
const guarded = defineRole({
  name: 'guarded',
  params: z.object({}),
  resources: () => [
    pkg('openssh-server'),
    guardedFile('/etc/lan.nft', {
      content: 'table inet lan {}\ndelete table inet lan\n',
      apply: ['nft', '-f', '/etc/lan.nft'],
      undoAfterMs: 15_000,
    }),
    guardedFile('/etc/ssh/sshd_config.d/10-site.conf', {
      content: 'PasswordAuthentication no\n',
      apply: ['systemctl', 'reload', 'ssh'],
      undoAfterMs: 15_000,
    }),
  ],
});

export default defineSite({
  name: 'firewall',
  hosts: { 'fw-1': {} },
  use: () => {
    wall.on(['fw-1'], { cut: false });
    guarded.on(['fw-1'], {});
  },
});
