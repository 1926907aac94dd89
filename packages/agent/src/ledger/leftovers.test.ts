import type { Catalog, InstanceId, Sha256 } from '@rolecall/protocol';
import { resource } from '../testing/memory.ts';
import type { Ledger } from './ledger.ts';
import { Past } from './leftovers.ts';

const [former, other, now] = ['a', 'b', 'c'].map((letter) => letter.repeat(64) as Sha256) as [Sha256, Sha256, Sha256];
const setting = (name: string) => resource('setting', name, { value: 'on' });
const catalogs: Readonly<Record<string, readonly string[]>> = {
  [former]: ['kept', 'left', 'passed'],
  [other]: ['own'],
};
const ledger: Ledger = {
  instances: {
    'one@db-1': { catalogs: [former], others: {} },
    'two@db-1': { catalogs: [other], others: {} },
  },
  made: { 'setting:left': true },
};

/** A catalog as far as it is looked at here. */
const catalogOf = (names: readonly string[], more: object = {}): Catalog =>
  ({ instance: 'one@db-1', formerly: [], resources: names.map(setting), ...more }) as unknown as Catalog;

test('what a new catalog leaves over, passes on and declares anew is worked out by one look at each former one', async () => {
  const asked: Sha256[] = [];
  const elsewhere = [{ id: 'setting:passed', instance: 'two@db-1' as InstanceId }];
  const past = new Past(catalogOf(['kept', 'fresh'], { elsewhere }), now, ledger, async (hash, choose) => {
    asked.push(hash);
    return catalogOf(catalogs[hash] ?? []).resources.flatMap((one, index) => choose(one, index) ?? []);
  });
  expect(await past.leftovers()).toEqual([{ id: 'setting:left', catalog: former, index: 1, made: true }]);
  expect(await past.passedOn()).toEqual([{ id: 'setting:passed', to: 'two@db-1', catalog: former, index: 2 }]);
  const [kept, fresh] = [{ resource: setting('kept') }, { resource: setting('fresh') }];
  expect(await past.newAmong([kept, fresh])).toEqual([fresh]);
  expect(asked).toEqual([former, other]);
});

test('the same catalog once more is not looked into at all', async () => {
  const past = new Past(catalogOf(['kept', 'left', 'passed']), former, ledger, () => {
    throw new Error('nobody asks for a catalog');
  });
  expect(await past.leftovers()).toEqual([]);
  expect(await past.passedOn()).toEqual([]);
});
