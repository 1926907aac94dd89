import { base } from '@rolecall/base';
import { defineSite } from '@rolecall/roles';
import { timeSync } from '@rolecall/time-sync';
import { ADMINS } from './admins.ts';
import { databases } from './databases.ts';
import { kubernetes, restund } from './roles.ts';
import { DEMO } from './sizes.ts';

const demo = ['demo'];

/** One machine with one of everything. Nothing of it can be carried over to a production installation. */
export default defineSite({
  name: 'wire-demo',
  mode: 'demo',
  sizes: DEMO,
  os: ['ubuntu 24.04', 'debian 12', 'debian 13'],
  network: { reserved: { services: '10.233.0.0/18', pods: '10.233.64.0/18' }, avoid: ['10.0.0.0/8'] },
  hosts: { demo: {} },
  use: (context) => {
    const time = timeSync.on(demo, { servers: ['ntp1.example.com', 'ntp2.example.com'] });
    const after = [base.on(demo, { admins: ADMINS }, { after: [time] })];
    const at = { cassandra: demo, elasticsearch: demo, minio: demo, redis: demo, etcd: demo, operator: demo };
    const kept = databases(context, at, { name: 'wire-demo', copies: 1, onSystemDisk: true, heap: '1GiB', after });
    const relayed = restund.on(demo, {}, { after });
    kubernetes.on(demo, {}, { after: [...kept, relayed] });
  },
});
