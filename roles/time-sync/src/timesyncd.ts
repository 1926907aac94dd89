import { type Declared, directory, file, pkg, RoleError, service } from '@rolecall/roles';
import type { Params } from './params.ts';
import { TIMESYNCD_CONF } from './places.ts';

const NAME = 'systemd-timesyncd';

/** It asks one server after the other at the usual port, serves nobody, and does not start in a container. */
function refuse({ source, servers }: Params, steers: boolean): void {
  const other = servers.find(({ port, pool, prefer }) => port !== 123 || pool || prefer);
  const why =
    source !== undefined
      ? `it cannot tell others the time, as ${source} should`
      : other !== undefined
        ? `it knows no port, pool or preference, as ${other.address} has one`
        : steers
          ? undefined
          : 'it does not start in a container';
  if (why !== undefined) throw new RoleError('bad_params', `${NAME} will not do here, since ${why}: take chrony`);
}

export function timesyncd(params: Params, steers: boolean): readonly Declared[] {
  refuse(params, steers);
  const servers = params.servers.map(({ address }) => address).join(' ');
  const conf = file(TIMESYNCD_CONF, { content: `# Written by Rolecall.\n[Time]\nNTP=${servers}\nFallbackNTP=\n` });
  return [
    pkg(NAME, { start: false }),
    directory('/etc/systemd/timesyncd.conf.d'),
    conf,
    service(NAME, { enabled: true, running: true, restartOn: [conf] }),
  ];
}
