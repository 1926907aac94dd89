import { ask, defineRole, pkg, service, z } from '@rolecall/roles';

/** Where Debian's package listens, on all addresses. */
const PORT = 9100;

/** A host's own figures (processor, memory, disks, network) for Prometheus. */
export const nodeExporter = defineRole({
  name: 'node-exporter',
  params: z.object({}),
  resources: () => [
    pkg('prometheus-node-exporter', { start: false }),
    service('prometheus-node-exporter', { enabled: true, running: true }),
  ],
  probe: () => ask.http(`http://127.0.0.1:${PORT}/metrics`),
  outputs: ({ host }) => ({
    address: host.address,
    port: PORT,
    metrics: { job: 'node', address: host.address, port: PORT },
  }),
});
