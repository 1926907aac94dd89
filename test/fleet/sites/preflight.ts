import { defineRole, defineSite, file, z } from '@rolecall/roles';

/** Two members that speak with each other, by connections and by datagrams. */
const pair = defineRole({
  name: 'pair',
  params: z.object({}),
  needs: {
    listens: [
      { name: 'talk', port: 7777, from: ['members'] },
      { name: 'beat', port: 7778, transport: 'udp', from: ['members'] },
    ],
  },
  cluster: { sizes: [2], apartBy: 'server' },
  resources: ({ peers }) => [
    file('/etc/pair.conf', { content: `${peers.map(({ address }) => address).join('\n')}\n` }),
  ],
});

export default defineSite({
  name: 'pair',
  mode: 'demo',
  clockSpread: '5s',
  names: { localhost: {} },
  hosts: { 'pre-1': { labels: { server: 'a' } }, 'pre-2': { labels: { server: 'b' } } },
  use: () => void pair.on(['pre-1', 'pre-2']),
});
