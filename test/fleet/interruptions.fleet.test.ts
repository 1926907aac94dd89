import { killAgent } from './harness/kill.ts';
import { SLOW, type SlowFleet, STEPS, startSlowFleet } from './harness/slow-fleet.ts';

/** Every way to cut a run off; a network that is away for long is in interruptions.long.test.ts. */
let slow: SlowFleet;

beforeAll(async () => {
  slow = await startSlowFleet();
}, 600_000);

afterAll(async () => {
  await slow?.fleet.remove();
}, 120_000);

beforeEach(() => slow.anew());

describe('a run goes on', () => {
  test('after kill -9 of the controller: no step is lost, started twice, or recorded twice', async () => {
    const applying = slow.fleet.cli(['apply', SLOW, '-y']);
    await slow.begun('in-1', '1');
    await slow.fleet.controller.kill();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await slow.fleet.controller.start();
    const applied = await applying;
    expect([applied.exitCode, applied.stderr]).toEqual([0, expect.stringContaining('the controller is away')]);
    await slow.everyStepOnce();
    expect([await slow.started('in-1'), await slow.started('in-2')]).toEqual([STEPS, STEPS]);
  });

  test('after kill -9 of an agent in mid-step: the step goes on without it and is picked up', async () => {
    const applying = slow.fleet.cli(['apply', SLOW, '-y']);
    await slow.begun('in-1', '1');
    await killAgent(slow.fleet.host('in-1'));
    expect((await applying).exitCode).toBe(0);
    await slow.everyStepOnce();
    expect(await slow.started('in-1')).toEqual(STEPS);
  });

  test("after a host's power cut: what it had not done is done on its return", async () => {
    const applying = slow.fleet.cli(['apply', SLOW, '-y']);
    await slow.begun('in-2', '1');
    await slow.fleet.host('in-2').kill();
    await slow.fleet.host('in-2').start();
    expect((await applying).exitCode).toBe(0);
    await slow.everyStepOnce();
    expect([...new Set(await slow.started('in-2'))]).toEqual(STEPS);
  });

  test('after its reader has left: Ctrl-C is not the end of it, and its output can be read later', async () => {
    const detached = await slow.fleet.cli(['apply', SLOW, '-y', '--detach']);
    const run = detached.stdout.trim();
    const shown = await slow.fleet.cli(['runs', 'show', run, '--follow']);
    expect(shown.stdout).toContain(`run ${run} changed`);
    const logs = await slow.fleet.cli(['runs', 'logs', run, 'slow@in-1']);
    for (const step of STEPS) expect(logs.stdout).toContain(`out-${step}`);
  });
});
