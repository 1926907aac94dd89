import { nodeExporter } from '@rolecall/node-exporter';
import { prometheus } from '@rolecall/prometheus';
import { redis } from '@rolecall/redis';
import { defineSite } from '@rolecall/roles';

const members = ['db-1', 'db-2', 'db-3'];

export default defineSite({
  name: 'redis-example',
  hosts: {
    'db-1': { labels: { server: 'rack-a' } },
    'db-2': { labels: { server: 'rack-b' } },
    'db-3': { labels: { server: 'rack-c' } },
  },
  use: ({ secret }) => {
    const nodes = nodeExporter.on(members);
    const cache = redis.on(members, { maxMemory: '256MiB', password: secret('redis/password'), alsoAccept: secret('redis/next') });
    // Using their outputs is what puts Prometheus after them.
    prometheus.on(['db-1'], { scrape: [nodes.outputs, cache.outputs] });
  },
});
