import { elasticsearch } from '@rolecall/elasticsearch';
import { defineSite } from '@rolecall/roles';

const nodes = ['search-1', 'search-2', 'search-3'];

export default defineSite({
  name: 'elasticsearch-example',
  hosts: {
    'search-1': { labels: { server: 'rack-a' } },
    'search-2': { labels: { server: 'rack-b' } },
    'search-3': { labels: { server: 'rack-c' } },
  },
  use: () => {
    elasticsearch.on(nodes, {
      // The controller has it: `controller artifacts add elasticsearch-8.19.21-linux-x86_64.tar.gz` prints its checksum.
      server: {
        product: 'elasticsearch',
        version: '8.19.21',
        sha256: '0000000000000000000000000000000000000000000000000000000000000000',
      },
      cluster: 'directory',
      heap: '1GiB',
      indices: {
        people: {
          shards: 5,
          replicas: 2,
          settings: { refresh_interval: '5s' },
          mappings: { properties: { name: { type: 'text' }, handle: { type: 'keyword' } } },
        },
      },
    });
  },
});
