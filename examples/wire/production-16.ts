import { ADMINS } from './admins.ts';
import { wire } from './plan.ts';

/** The 16 machines that Wire's table adds up to: two relays for calls. */
export default wire({
  name: 'wire',
  domain: 'wire.example.com',
  front: '198.51.100.10',
  relays: 2,
  time: ['ntp1.example.com', 'ntp2.example.com'],
  admins: ADMINS,
});
