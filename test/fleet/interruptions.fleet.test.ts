import { join } from 'node:path';
import { type Fleet, out, startFleet, until } from './harness/fleet.ts';
import { killAgent } from './harness/kill.ts';

/** Four steps of three seconds on each of two hosts, and every way to cut them off. */
const SITE = join(import.meta.dirname, 'sites/slow.ts');
const STEPS = ['0', '1', '2', '3'];

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ hosts: ['in-1', 'in-2'] });
}, 600_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

beforeEach(async () => {
  for (const host of fleet.lab.hosts) await host.exec(['sh', '-c', 'rm -f /var/lib/slow.*']);
  await until('both hosts are linked', async () => !(await fleet.cli(['hosts'])).stdout.includes('away'));
});

/** How often each step was started on a host, in order. */
const started = async (host: string): Promise<string[]> =>
  (await out(fleet.host(host), 'cat', '/var/lib/slow.started')).trim().split('\n');

const begun = (host: string, step: string): Promise<void> =>
  until(`${host} is in step ${step}`, async () => (await started(host)).includes(step), 60_000);

/** The last run as `runs show` tells it. */
const lastRun = async (): Promise<{ id: string; document: Ran }> => {
  const id = (await fleet.cli(['runs', '-n', '1'])).stdout.split('\n')[1]?.split(' ')[0] ?? '';
  return { id, document: JSON.parse((await fleet.cli(['runs', 'show', id, '--json', '--follow'])).stdout) as Ran };
};

interface Ran {
  readonly outcome: string;
  readonly instances: readonly {
    readonly instance: string;
    readonly outcome: string;
    readonly done: readonly { readonly change: { readonly key: string }; readonly outcome: string }[];
  }[];
}

/** Nothing lost, nothing recorded twice: each step once in the run's record. */
const everyStepOnce = ({ document }: { readonly document: Ran }): void => {
  expect(document.outcome).toBe('changed');
  for (const { done } of document.instances) {
    expect(done.map(({ change, outcome }) => [change.key, outcome])).toEqual(
      STEPS.map((step) => [`step ${step}`, 'changed']),
    );
  }
};

describe('a run goes on', () => {
  test('after kill -9 of the controller: no step is lost, started twice, or recorded twice', async () => {
    const applying = fleet.cli(['apply', SITE, '-y']);
    await begun('in-1', '1');
    await fleet.controller.kill();
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    await fleet.controller.start();
    const applied = await applying;
    expect([applied.exitCode, applied.stderr]).toEqual([0, expect.stringContaining('the controller is away')]);
    everyStepOnce(await lastRun());
    expect([await started('in-1'), await started('in-2')]).toEqual([STEPS, STEPS]);
  });

  test('after kill -9 of an agent in mid-step: the step goes on without it and is picked up', async () => {
    const applying = fleet.cli(['apply', SITE, '-y']);
    await begun('in-1', '1');
    await killAgent(fleet.host('in-1'));
    expect((await applying).exitCode).toBe(0);
    everyStepOnce(await lastRun());
    expect(await started('in-1')).toEqual(STEPS);
  });

  test("after a host's power cut: what it had not done is done on its return", async () => {
    const applying = fleet.cli(['apply', SITE, '-y']);
    await begun('in-2', '1');
    await fleet.host('in-2').kill();
    await fleet.host('in-2').start();
    expect((await applying).exitCode).toBe(0);
    everyStepOnce(await lastRun());
    expect([...new Set(await started('in-2'))]).toEqual(STEPS);
  });

  test('over 30 seconds without network: nothing fails, nothing is done twice', async () => {
    const applying = fleet.cli(['apply', SITE, '-y']);
    await begun('in-2', '0');
    await fleet.host('in-2').cut();
    await new Promise((resolve) => setTimeout(resolve, 30_000));
    await fleet.host('in-2').heal();
    expect((await applying).exitCode).toBe(0);
    everyStepOnce(await lastRun());
    expect(await started('in-2')).toEqual(STEPS);
  });

  test('after its reader has left: Ctrl-C is not the end of it, and its output can be read later', async () => {
    const detached = await fleet.cli(['apply', SITE, '-y', '--detach']);
    const run = detached.stdout.trim();
    const shown = await fleet.cli(['runs', 'show', run, '--follow']);
    expect(shown.stdout).toContain(`run ${run} changed`);
    const logs = await fleet.cli(['runs', 'logs', run, 'slow@in-1']);
    for (const step of STEPS) expect(logs.stdout).toContain(`out-${step}`);
  });
});
