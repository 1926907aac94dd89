import { base } from '@rolecall/base';
import { defineSite } from '@rolecall/roles';
import { timeSync } from '@rolecall/time-sync';

const hosts = ['srv-1', 'srv-2'];

/** Hosts that keep their clocks, and let in by key those who work on them. `srv-1` tells the others the time. */
export default defineSite({
  name: 'base-example',
  clockSpread: '1s',
  hosts: { 'srv-1': {}, 'srv-2': {} },
  use: () => {
    const time = timeSync.on(hosts, { servers: [{ address: 'ntp.example.com', port: 123 }], source: 'srv-1' });
    base.on(
      hosts,
      {
        admins: [
          {
            name: 'ann',
            keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ann@desk'],
          },
        ],
        ssh: { root: 'no' },
        upgrades: { except: ['redis-'] },
      },
      { after: [time] },
    );
  },
});
