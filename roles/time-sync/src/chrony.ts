import { type Declared, file, type Host, pkg, service, unit } from '@rolecall/roles';
import type { Params, Server } from './params.ts';
import { CHRONY_CONF } from './places.ts';

/** A server that only has its own clock says so with this: everybody prefers one that follows a real one. */
const ALONE = 'local stratum 10';

const line = ({ address, port, pool, prefer }: Server): string =>
  [
    pool ? 'pool' : 'server',
    address,
    'iburst',
    ...(port === 123 ? [] : [`port ${port}`]),
    ...(prefer ? ['prefer'] : []),
  ].join(' ');

/** Whom a host follows: the site's servers, and before them the host that tells all others the time. */
function sources(host: Host, peers: readonly Host[], { servers, source }: Params): readonly string[] {
  const first = host.name === source ? undefined : peers.find(({ name }) => name === source);
  const local = first === undefined ? [] : [`server ${first.address} iburst prefer`];
  return [...local, ...servers.map(line)];
}

/**
 * The whole configuration, without Debian's `maxupdateskew 100`: on a host that starts anew the error that it tells others of would grow by a second
 * a second until its frequency is known so well, and nobody would follow it. A clock is only ever set by a jump in the first moments after a start: later it is slewed.
 */
export function chronyConf(host: Host, peers: readonly Host[], params: Params, steers: boolean): string {
  const others = peers.filter(({ name }) => name !== host.name);
  return [
    '# Written by Rolecall.',
    ...sources(host, peers, params),
    ...(host.name === params.source ? [ALONE, ...others.map(({ address }) => `allow ${address}`)] : []),
    'driftfile /var/lib/chrony/chrony.drift',
    'makestep 1 3',
    ...(steers ? ['rtcsync'] : []),
    '',
  ].join('\n');
}

/** The clock of a container is that of the machine outside: chrony measures it there, and must not set it. */
const ONLY_MEASURES = `[Unit]
ConditionCapability=

[Service]
ExecStart=
ExecStart=!/usr/sbin/chronyd -x $DAEMON_OPTS
`;

export function chrony(host: Host, peers: readonly Host[], params: Params, steers: boolean): readonly Declared[] {
  const conf = file(CHRONY_CONF, { content: chronyConf(host, peers, params, steers) });
  const measures = steers ? [] : [unit('chrony.service', { dropIn: 'rolecall', content: ONLY_MEASURES })];
  return [
    pkg('chrony', { start: false }),
    conf,
    ...measures,
    service('chrony', { enabled: true, running: true, restartOn: [conf, ...measures] }),
  ];
}
