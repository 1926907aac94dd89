import {
  act,
  agreed,
  ask,
  defineRole,
  defineSite,
  file,
  replicasFirst,
  secretParam,
  service,
  z,
} from '@rolecall/roles';

/** A cluster with everything that a role may have. */
export const store = defineRole({
  name: 'store',
  params: z.object({ password: secretParam() }),
  cluster: { maxUnavailable: 1 },
  observe: { primary: () => ask.file('/primary', { parse: ({ content }) => content }) },
  decide: ({ answers, peers }) => ({ primary: agreed(answers.primary) ?? peers[0]?.name ?? '' }),
  order: ({ instances, decided }) => replicasFirst(instances, decided.primary),
  drain: ({ host }) => [act.command(['leave', host.name])],
  // The host c has nothing to do to come back.
  undrain: ({ host }) => (host.name === 'c' ? [] : [act.command(['come-back', host.name])]),
  resources: ({ params, peers }) => {
    const conf = file('/etc/store', { content: `${peers.map(({ address }) => address).join()} ${params.password}` });
    return [conf, service('store', { running: true, restartOn: [conf] })];
  },
  probe: () => ask.tcp(1),
  clusterProbe: () => ask.tcp(2),
  outputs: ({ host }) => ({ address: host.address }),
});

/** Uses the cluster. */
export const web = defineRole({
  name: 'web',
  params: z.object({ stores: z.array(z.object({ address: z.string() })) }),
  resources: ({ params }) => [file('/etc/web', { content: params.stores.map(({ address }) => address).join() })],
});

/** Uses nothing, and nothing uses it. */
const lone = defineRole({ name: 'lone', params: z.object({}), resources: () => [file('/etc/lone', { content: 'x' })] });

/** The site of the tests that drive runs. */
export default defineSite({
  name: 'fleet',
  hosts: { a: {}, b: {}, c: {}, d: {} },
  use: ({ secret }) => {
    const stores = store.on(['a', 'b', 'c'], { password: secret('store/password', { generate: 16 }) });
    web.on(['a', 'd'], { stores: stores.outputs });
    lone.on(['d']);
  },
});
