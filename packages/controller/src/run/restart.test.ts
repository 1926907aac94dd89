import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostName, RunEvent, RunId } from '@rolecall/protocol';
import { appliedOf } from '../store/applied.ts';
import type { Database } from '../store/database.ts';
import { recordsOf } from '../store/records.ts';
import { openRuns } from '../store/runs.ts';
import {
  all,
  makeAgents,
  makeWorld,
  onCommit,
  openController,
  outcomes,
  type TestController,
  until,
  type World,
} from '../testing/controller.ts';
import type { FakeAgent } from '../testing/fake-agent.ts';

let world: World;
/** A run that nobody disturbed, over a fleet whose members are running already, so that it drains too. */
let undisturbed: Told;
/** A store with a plan to carry out. */
let planned: Store;

beforeAll(async () => {
  world = await makeWorld();
  undisturbed = await applied(await plannedStore());
  // With all answers of the site at hand.
  planned = await plannedStore();
}, 20_000);
afterAll(() => world?.close());

interface Store {
  readonly file: string;
  readonly plan: RunId;
}

interface Told {
  readonly events: readonly RunEvent[];
  readonly executed: readonly string[];
  readonly formed: boolean | undefined;
  readonly noted: readonly string[];
}

/** Services run on it already, so that they are drained. */
function runningFleet(): ReadonlyMap<HostName, FakeAgent> {
  const agents = makeAgents();
  for (const agent of agents.values()) agent.bring('service:store');
  return agents;
}

async function plannedStore(): Promise<Store> {
  const file = world.fresh();
  const controller = await openController(world, file, runningFleet());
  const plan = await controller.plan();
  await controller.close();
  return { file, plan };
}

/** An apply of that plan; with `last`, the controller is gone the moment that event is on disk, and another one goes on. */
async function applied({ file, plan }: Store, last?: number): Promise<Told> {
  const agents = runningFleet();
  const own = join(world.folder, `until-${last}.db`);
  copyFileSync(file, own);
  const first = await openController(world, own, agents);
  const store = join(world.folder, `after-${last}.db`);
  let gone = false;
  if (last !== undefined) {
    onCommit(first.database, () => {
      const run = openRuns(first.database)[0]?.run;
      if (gone || run === undefined || eventCount(first.database, run) < last) return;
      gone = true;
      first.hub.die();
      first.database.exec(`VACUUM INTO '${store}'`);
    });
  }
  const run = await first.apply(plan);
  if (last !== undefined) await until(() => gone, `event ${last}`);
  const second = last === undefined ? first : await openController(world, store, agents);
  // What the first one still thinks and writes reaches nobody.
  if (second !== first) await first.close();
  const told = await tell(second, run, agents);
  await second.close();
  return told;
}

async function tell(controller: TestController, run: RunId, agents: ReadonlyMap<HostName, FakeAgent>): Promise<Told> {
  const events = await controller.finished(run);
  return {
    events,
    executed: [...agents.values()].flatMap(({ executed }) => executed.map((one) => one.slice(run.length + 1))),
    formed: recordsOf(controller.database).get('fleet', 'store')?.formed,
    noted: [...appliedOf(controller.database, 'fleet').keys()].sort(),
  };
}

const eventCount = (database: Database, run: RunId): number =>
  database.get<{ n: number }>('SELECT count(*) AS n FROM run_event WHERE run = ?', run)?.n ?? 0;

const resources = (events: readonly RunEvent[]): readonly string[] =>
  all(events, 'reported').map(({ report }) => JSON.stringify(report));

describe('a run whose controller is gone', () => {
  test('drains, converges and forms its cluster when nobody disturbs it', () => {
    expect(undisturbed.formed).toBe(true);
    expect(undisturbed.executed).toEqual(
      expect.arrayContaining(['store@b/drain/1', 'store@b/converge/2', 'store@b/undrain/3', 'store@c/converge/2']),
    );
  });

  // In parts, for their time.
  test.each([1, 2, 3, 4])(
    'after whichever event ends the same, and nothing is done or told twice (part %d of 4)',
    async (part) => {
      const places = undisturbed.events.slice(1).map((_, i) => i + 1);
      for (const index of places.filter((place) => place % 4 === part - 1)) {
        const { events, executed, formed, noted } = await applied(planned, index);
        expect([index, outcomes(events)]).toEqual([index, outcomes(undisturbed.events)]);
        expect([index, events.at(-1)]).toEqual([index, undisturbed.events.at(-1)]);
        expect([index, executed.toSorted()]).toEqual([index, undisturbed.executed.toSorted()]);
        expect([index, formed, noted]).toEqual([index, undisturbed.formed, undisturbed.noted]);
        const told = resources(events);
        expect([index, new Set(told).size]).toEqual([index, told.length]);
        expect([index, told.length]).toEqual([index, resources(undisturbed.events).length]);
      }
    },
  );
});
