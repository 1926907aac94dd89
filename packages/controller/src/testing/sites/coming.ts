import { act, defineRole, defineSite, file, step, z } from '@rolecall/roles';

/** A cluster that wants something of its hosts, and whose members may be replaced. */
const db = defineRole({
  name: 'db',
  params: z.object({}),
  needs: { cpus: 2, memory: '2GB', listens: [{ name: 'peer', port: 7_000, from: ['members'] }] },
  cluster: { maxUnavailable: 1, apartBy: 'server' },
  resources: ({ peers }) => [file('/etc/db', { content: peers.map(({ name }) => name).join(' ') })],
  recipes: {
    replace: ({ leaving, coming, staying }) => ({
      steps: [
        step.apply(`bring ${coming.name} in for ${leaving.name}`, coming),
        step.apply('tell the others', staying),
      ],
    }),
  },
});

/** One that is drilled on hosts of their own. */
const kv = defineRole({
  name: 'kv',
  params: z.object({}),
  needs: { cpus: 1, memory: '1GB', listens: [{ name: 'peer', port: 7_100, from: ['members', 'shop'] }] },
  cluster: { maxUnavailable: 1, apartBy: 'server' },
  resources: ({ peers }) => [file('/etc/kv', { content: peers.map(({ name }) => name).join(' ') })],
  recipes: {
    drill: ({ members }) => ({
      steps: [
        step.apply('found it', members),
        step.run('count', 'count what is there', { on: members, run: [act.command(['count'])] }),
      ],
    }),
  },
});

const shop = defineRole({ name: 'shop', params: z.object({}), resources: () => [file('/etc/shop', { content: 'x' })] });

/** The site of the tests of hosts that recipes bring in: d stands on the server of b. */
export default defineSite({
  name: 'coming',
  clockSpread: '1s',
  hosts: {
    a: { labels: { server: 's1' } },
    b: { labels: { server: 's2' } },
    c: { labels: { server: 's3' } },
    d: { labels: { server: 's2' } },
  },
  use: () => {
    db.on(['a', 'b', 'c']);
    kv.on(['a']);
    shop.on(['c']);
  },
});
