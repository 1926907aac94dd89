import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fleet, out, startFleet } from '../../test/fleet/harness/fleet.ts';
import { bareNodeMs } from '../start-time.ts';
import { type Distance, proxyAtDistance } from './distance.ts';
import { CLI, writeSite } from './rolecall.ts';

/** How many hosts, what each holds, and how far they are from the controller. */
export interface Setting {
  readonly hosts: number;
  readonly count: number;
  readonly roundTripMs: number;
}

/** What Rolecall took for one setting; times in milliseconds, memory in bytes. */
export interface FleetCost {
  readonly firstMs: number;
  readonly noopMs: readonly number[];
  /** A Node that does nothing, by turns with the no-ops. */
  readonly bareNodeMs: readonly number[];
  /** The most that the first host's agent ever had resident. */
  readonly agentPeak: number;
}

const APPLY_MS = 1_800_000;

/** Boots fresh hosts, applies the workload to all of them, and then `runs` times more. */
export async function fleetCost({ hosts, count, roundTripMs }: Setting, runs: number): Promise<FleetCost> {
  const names = Array.from({ length: hosts }, (_, i) => `n-${i + 1}`);
  const folder = mkdtempSync(join(tmpdir(), 'scale-'));
  await using fleet = await startFleet({ hosts: names });
  const far = roundTripMs === 0 ? undefined : await moveAway(fleet, roundTripMs);
  try {
    const site = writeSite(folder, names, count);
    const firstMs = await apply(fleet, site);
    const [noopMs, bare]: [number[], number[]] = [[], []];
    for (let i = 0; i < runs; i++) {
      noopMs.push(await apply(fleet, site));
      bare.push(bareNodeMs());
    }
    return { firstMs, noopMs, bareNodeMs: bare, agentPeak: await agentPeak(fleet) };
  } finally {
    far?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function apply(fleet: Fleet, site: string): Promise<number> {
  const started = performance.now();
  const { exitCode, stdout, stderr } = await fleet.cli(['apply', site, '-y'], { timeoutMs: APPLY_MS });
  const tookMs = performance.now() - started;
  if (exitCode !== 0) throw new Error(`${CLI} apply ended with ${exitCode}:\n${stdout.slice(-2000)}${stderr}`);
  return tookMs;
}

const SETTINGS = '/etc/rolecall/agent.json';

/** Lets the agents reach their controller through a proxy that delays. */
async function moveAway(fleet: Fleet, roundTripMs: number): Promise<Distance> {
  const far = await proxyAtDistance(fleet.lab.gateway, fleet.controller.port, roundTripMs);
  for (const host of fleet.lab.hosts) {
    await out(host, 'sed', '-i', `s/:${fleet.controller.port}/:${far.port}/g`, SETTINGS);
    await out(host, 'systemctl', 'restart', 'rolecall-agent');
  }
  await linked(fleet);
  return far;
}

/** Waits until every host is linked again, a minute at most. */
async function linked(fleet: Fleet): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    const { stdout } = await fleet.cli(['hosts', '--json']);
    const { hosts } = JSON.parse(stdout) as { hosts: readonly { readonly linked: boolean }[] };
    if (hosts.every((host) => host.linked)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the agents did not come back through the proxy within a minute');
}

async function agentPeak(fleet: Fleet): Promise<number> {
  const [host] = fleet.lab.hosts;
  if (host === undefined) throw new Error('a fleet has at least one host');
  const pid = (await out(host, 'systemctl', 'show', '-p', 'MainPID', '--value', 'rolecall-agent')).trim();
  const status = await out(host, 'cat', `/proc/${pid}/status`);
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}
