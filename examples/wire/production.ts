import { ADMINS } from './admins.ts';
import { wire } from './plan.ts';

/** 17 machines on three physical servers: a relay for calls on each of them. */
export default wire({
  name: 'wire',
  domain: 'wire.example.com',
  front: '198.51.100.10',
  relays: 3,
  time: ['ntp1.example.com', 'ntp2.example.com'],
  admins: ADMINS,
});
