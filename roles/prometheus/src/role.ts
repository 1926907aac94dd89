import { ask, defineRole, duration, file, pkg, service, z } from '@rolecall/roles';
import { configuration, defaults } from './config.ts';
import { placesOf, Scraped } from './targets.ts';

const params = z.object({
  /** Outputs of the uses to watch: `[nodes.outputs, cache.outputs]`, or lists written out. */
  scrape: z.array(Scraped),
  interval: duration.prefault('15s'),
  /** How long figures are kept. */
  retention: duration.prefault('15d'),
  port: z.int().min(1).max(65_535).default(9090),
});

/** How many targets answer, as Prometheus's query gives it. */
const Sum = z.object({ data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }) });

const upIn = (body: string): number => Number(Sum.parse(JSON.parse(body)).data.result[0]?.value[1] ?? 0);

/** Prometheus, which reads the figures of what other roles run. */
export const prometheus = defineRole({
  name: 'prometheus',
  params,
  needs: { memory: '512MiB', disk: { path: '/var/lib/prometheus', size: '2GiB' } },
  resources: ({ params }) => {
    const settings = file('/etc/default/prometheus', { content: defaults(params.port, params.retention) });
    const conf = file('/etc/prometheus/prometheus.yml', {
      content: configuration(params.interval, params.port, placesOf(params.scrape)),
      validate: ['promtool', 'check', 'config', '{}'],
    });
    return [
      pkg('prometheus', { start: false }),
      settings,
      conf,
      service('prometheus', { enabled: true, running: true, restartOn: [settings], reloadOn: [conf] }),
    ];
  },
  probe: ({ params }) => ask.http(`http://127.0.0.1:${params.port}/-/ready`),
  clusterProbe: ({ params }) => {
    const targets = [...placesOf(params.scrape).values()].flat().length + 1;
    return ask.http(`http://127.0.0.1:${params.port}/api/v1/query?query=sum(up)`, {
      until: ({ status, body }) => {
        if (status !== 200) return `it answered ${status}`;
        const up = upIn(body);
        return up >= targets || `${up} of ${targets} targets are up`;
      },
    });
  },
  outputs: ({ params, host }) => ({ address: host.address, port: params.port }),
});
