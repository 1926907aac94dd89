import { etcd } from '@rolecall/etcd';
import { defineSite } from '@rolecall/roles';

const members = ['kv-1', 'kv-2', 'kv-3'];

export default defineSite({
  name: 'etcd-example',
  hosts: {
    'kv-1': { labels: { server: 'rack-a' } },
    'kv-2': { labels: { server: 'rack-b' } },
    'kv-3': { labels: { server: 'rack-c' } },
  },
  use: () => {
    etcd.on(members, {
      // The controller has it: `controller artifacts add etcd-v3.6.16-linux-amd64.tar.gz` prints its checksum.
      release: { version: '3.6.16', sha256: '0000000000000000000000000000000000000000000000000000000000000000' },
      token: 'example',
      quota: '2GiB',
    });
  },
});
