import { changedSite } from './harness/changed-site.ts';
import { killingAgent } from './harness/kill.ts';
import { LATER, LEAVING, type LeavingFleet, runOf, startLeavingFleet } from './harness/leaving-fleet.ts';
import { effects, tree } from './harness/tree.ts';

let leaving: LeavingFleet;

beforeAll(async () => {
  leaving = await startLeavingFleet();
  await leaving.anew();
}, 900_000);

afterAll(async () => {
  await leaving?.fleet.remove();
}, 120_000);

test('a run and its rollback end right however often the agent is killed', async () => {
  const host = leaving.fleet.host('le-1');
  const [before, state] = [await tree(host), await leaving.stateOf('le-1')];
  using later = changedSite(LEAVING, ...LATER);
  const run = runOf((await killingAgent(host, leaving.applied('apply', later.path))).result);
  expect((await host.exec(['test', '-e', '/etc/extra.conf'])).exitCode).toBe(1);
  await killingAgent(host, leaving.applied('rollback', run));
  expect(effects(before, await tree(host))).toEqual([]);
  expect(await leaving.stateOf('le-1')).toBe(state);
}, 300_000);
