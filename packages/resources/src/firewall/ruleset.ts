import { isIPv4 } from 'node:net';
import type { FirewallParams } from './resource.ts';

type Rule = FirewallParams['ingress'][number];

/** Where the agent finds its controller. */
export interface Reach {
  readonly addresses: readonly string[];
  readonly port: number;
}

export const tableOf = (name: string): string => `rolecall_${name}`;

/** Takes the table away, whether or not it is there; alone and in front of a new one, in one step with it. */
export const deletionOf = (name: string): string => `table inet ${tableOf(name)}\ndelete table inet ${tableOf(name)}\n`;

const setOf = (elements: readonly (string | number)[]): string => `{ ${elements.join(', ')} }`;

/** A rule for each family of addresses that it names, or one for both. */
function linesOf({ protocol, ports, peers, action, comment }: Rule, side: 'saddr' | 'daddr'): readonly string[] {
  const families =
    peers === undefined
      ? ['']
      : [
          ...familyOf('ip', peers.filter(isFour), side),
          ...familyOf(
            'ip6',
            peers.filter((peer) => !isFour(peer)),
            side,
          ),
        ];
  const what =
    protocol === 'any'
      ? []
      : ports === undefined
        ? [`meta l4proto ${protocol}`]
        : [`${protocol} dport ${setOf(ports)}`];
  const why = comment === undefined ? [] : [`comment "${comment}"`];
  return families.map((family) => [family, ...what, action, ...why].filter((part) => part !== '').join(' '));
}

const isFour = (peer: string): boolean => isIPv4(peer.split('/')[0] ?? '');

const familyOf = (family: string, peers: readonly string[], side: string): readonly string[] =>
  peers.length === 0 ? [] : [`${family} ${side} ${setOf(peers)}`];

const CONTROLLER = 'the controller';

/** The rules that let the agent reach its controller. */
export const reachLines = ({ addresses, port }: Reach): readonly string[] =>
  addresses.flatMap((address) =>
    linesOf({ protocol: 'tcp', ports: [port], peers: [address], action: 'accept', comment: CONTROLLER }, 'daddr'),
  );

const chain = (name: string, hook: string, policy: string, lines: readonly string[]): string =>
  [
    `  chain ${name} {`,
    `    type filter hook ${hook} priority 0; policy ${policy};`,
    ...lines.map((line) => `    ${line}`),
    '  }',
  ].join('\n');

const ALWAYS = (interfaces: 'iif' | 'oif'): readonly string[] => [
  'ct state established,related accept',
  `${interfaces} "lo" accept`,
  // ICMP and ICMPv6: by number, since a small host has no list of protocols.
  'meta l4proto { 1, 58 } accept',
];

/** The whole table, put in the place of the one that is there; text for `nft -f`. */
export function rulesetOf(params: FirewallParams, reach: Reach | undefined): string {
  const { name, ingress, egress, ingressPolicy, egressPolicy } = params;
  const incoming = [...ALWAYS('iif'), ...ingress.flatMap((rule) => linesOf(rule, 'saddr'))];
  const outgoing = [
    ...ALWAYS('oif'),
    ...(reach === undefined ? [] : reachLines(reach)),
    ...egress.flatMap((rule) => linesOf(rule, 'daddr')),
  ];
  return [
    `${deletionOf(name)}table inet ${tableOf(name)} {`,
    chain('ingress', 'input', ingressPolicy, incoming),
    chain('egress', 'output', egressPolicy, outgoing),
    '}',
    '',
  ].join('\n');
}

const isReach = (line: string): boolean => line.endsWith(`accept comment "${CONTROLLER}"`);

/** A ruleset without the rules for the controller, which are the host's and not the site's. */
export const withoutReach = (ruleset: string): string =>
  ruleset
    .split('\n')
    .filter((line) => !isReach(line))
    .join('\n');

/** The rules for the controller in a ruleset. */
export const reachIn = (ruleset: string): readonly string[] =>
  ruleset
    .split('\n')
    .filter(isReach)
    .map((line) => line.trim());
