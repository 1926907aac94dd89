import { type Declared, file, service } from '@rolecall/roles';
import type { Params } from './params.ts';
import { TLS } from './places.ts';

export const EXPORTER = 'prometheus-redis-exporter';
export const EXPORTER_PORT = 9121;
const PASSWORDS = '/etc/prometheus-redis-exporter.json';

const addressOf = ({ tls, port }: Params): string => `${tls ? 'rediss' : 'redis'}://127.0.0.1:${port}`;

/** The exporter's settings; the password stands in a file that only it reads, not in its environment. */
const settingsOf = (given: Params): string =>
  [
    `REDIS_ADDR=${addressOf(given)}`,
    `REDIS_PASSWORD_FILE=${PASSWORDS}`,
    ...(given.tls ? [`REDIS_EXPORTER_TLS_CA_CERT_FILE=${TLS.authority}`] : []),
    'ARGS=""',
    '',
  ].join('\n');

/** Figures of the server beside it, for Prometheus. */
export function exporter(given: Params): readonly Declared[] {
  const settings = file('/etc/default/prometheus-redis-exporter', { content: settingsOf(given) });
  const passwords = file(PASSWORDS, {
    content: `{"${addressOf(given)}":"${given.password}"}\n`,
    owner: 'root',
    group: 'prometheus',
    mode: 0o640,
  });
  return [settings, passwords, service(EXPORTER, { enabled: true, running: true, restartOn: [settings, passwords] })];
}
