import { ask, type Declared, defineRole, firewall, limits, locale, pkg, swap, timezone } from '@rolecall/roles';
import { journal } from './journal.ts';
import { kernel } from './kernel.ts';
import { type Params, params } from './params.ts';
import { people } from './people.ts';
import { refuseLockout, sshd } from './ssh.ts';
import { upgrades } from './upgrades.ts';

function place({ timezone: zone, locale: name }: Params): readonly Declared[] {
  const spoken = name === undefined ? [] : [pkg('locales'), locale(name, { default: true })];
  return [pkg('tzdata'), timezone(zone), ...spoken];
}

/** Whoever works on the host gets in before anything else does. */
function packets({ firewall: given, ssh }: Params): readonly Declared[] {
  if (given === undefined) return [];
  const { sshFrom, ingress } = given;
  const login = { ports: [ssh.port], comment: 'ssh', ...(sshFrom === undefined ? {} : { peers: sshFrom }) };
  return [pkg('nftables'), firewall('base', { ingress: [login, ...ingress] })];
}

/** What all hosts of an installation have in common, whatever else stands on them. */
export const base = defineRole({
  name: 'base',
  params,
  resources: ({ params }) => {
    refuseLockout(params);
    return [
      ...place(params),
      // Those who are to get in are known before others are kept out.
      ...people(params),
      ...sshd(params),
      ...packets(params),
      limits('*', { soft: { nofile: params.openFiles, core: 0 }, hard: { nofile: params.openFiles, core: 0 } }),
      ...kernel(params),
      ...(params.swap === 'off' ? [swap('all', { on: false })] : []),
      ...journal(params),
      ...upgrades(params),
    ];
  },
  probe: ({ params }) => ask.tcp(params.ssh.port),
  outputs: ({ host }) => ({ address: host.address }),
});
