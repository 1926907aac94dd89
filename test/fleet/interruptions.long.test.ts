import { SLOW, type SlowFleet, STEPS, startSlowFleet } from './harness/slow-fleet.ts';

let slow: SlowFleet;

beforeAll(async () => {
  slow = await startSlowFleet();
}, 600_000);

afterAll(async () => {
  await slow?.fleet.remove();
}, 120_000);

test('a run goes on over 30 seconds without network: nothing fails, nothing is done twice', async () => {
  await slow.anew();
  const applying = slow.fleet.cli(['apply', SLOW, '-y']);
  await slow.begun('in-2', '0');
  await slow.fleet.host('in-2').cut();
  await new Promise((resolve) => setTimeout(resolve, 30_000));
  await slow.fleet.host('in-2').heal();
  expect((await applying).exitCode).toBe(0);
  await slow.everyStepOnce();
  expect(await slow.started('in-2')).toEqual(STEPS);
});
