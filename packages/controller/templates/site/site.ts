import { redis } from '@rolecall/redis';
import { defineSite } from '@rolecall/roles';

export default defineSite({
  name: 'example',
  hosts: { 'db-1': {} },
  use: ({ secret }) => {
    redis.on(['db-1'], { password: secret('redis/password', { generate: 32 }) });
  },
});
