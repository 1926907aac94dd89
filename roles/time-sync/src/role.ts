import {
  ask,
  type Declared,
  defineRole,
  directory,
  file,
  type Host,
  type RawAnswers,
  RoleError,
  wait,
} from '@rolecall/roles';
import { chrony } from './chrony.ts';
import { inStepProgram } from './in-step-program.ts';
import { type Params, params } from './params.ts';
import { IN_STEP } from './places.ts';
import { timesyncd } from './timesyncd.ts';

/** Where there is no server at all, the clock of the source is right by definition. */
const inStep = ({ name }: Host, { maxOffset, source, servers }: Params): readonly string[] => [
  IN_STEP,
  String(maxOffset / 1000),
  ...(name === source && servers.length === 0 ? ['alone'] : []),
];

/** Nobody sets the clock of a container but the machine that it runs on. */
function steersClock({ facts }: Host): boolean {
  const { virtualisation } = facts;
  return virtualisation === undefined || 'unknown' in virtualisation || !virtualisation.container;
}

function refuse(peers: readonly Host[], { servers, source }: Params): void {
  if (source !== undefined && !peers.some(({ name }) => name === source)) {
    throw new RoleError('bad_params', `${source} is to tell the others the time and is no host of this use`);
  }
  if (source === undefined && servers.length === 0) {
    throw new RoleError('bad_params', 'nobody tells the time: name `servers`, or one of the hosts as `source`');
  }
}

const program = (given: Params): readonly Declared[] => [
  directory('/usr/local/lib/rolecall'),
  file(IN_STEP, { content: inStepProgram(given), mode: 0o755 }),
];

/** The last line of the program says what it measured. */
const measured = ({ exitCode, stdout, stderr }: RawAnswers['command']): boolean | string =>
  exitCode === 0 || (stdout || stderr).trim().split('\n').at(-1) || `it ended with exit code ${exitCode}`;

/** Clocks that are kept, and are known to be: what comes after it begins once they are in step. */
export const timeSync = defineRole({
  name: 'time-sync',
  params,
  needs: { listens: [{ name: 'ntp', port: 123, transport: 'udp', unit: 'chrony.service' }] },
  resources: ({ params, host, peers }) => {
    refuse(peers, params);
    const steers = steersClock(host);
    return [
      ...program(params),
      ...(params.program === 'chrony' ? chrony(host, peers, params, steers) : timesyncd(params, steers)),
      // Looked at by every plan: a clock that went astray since is waited for, and stops what comes after it.
      wait('the clock is in step', { command: [...inStep(host, params)], timeoutMs: params.patience }),
    ];
  },
  probe: ({ host, params }) => ask.command(inStep(host, params), { until: measured }),
  outputs: ({ host, params }) => ({ address: host.address, serves: host.name === params.source }),
});
