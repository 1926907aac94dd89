import { defineSite } from '@rolecall/roles';
import { databasesEphemeral, kubernetes, restund } from './roles.ts';
import { DEMO } from './sizes.ts';

/** One machine with everything in its memory. Nothing of it can be carried over to a production installation. */
export default defineSite({
  name: 'wire-demo',
  mode: 'demo',
  sizes: DEMO,
  os: ['ubuntu 24.04'],
  network: { reserved: { services: '10.233.0.0/18', pods: '10.233.64.0/18' }, avoid: ['10.0.0.0/8'] },
  hosts: { demo: {} },
  use: () => {
    const databases = databasesEphemeral.on(['demo']);
    kubernetes.on(['demo'], {}, { after: [databases] });
    restund.on(['demo']);
  },
});
