import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstanceId, JsonObject, RunId, Sha256 } from '@rolecall/protocol';
import { rememberInstance } from '../run/remember-instance.ts';
import { Database } from '../store/database.ts';
import { refuseThawed } from './frozen.ts';

const id = (name: string) => name as InstanceId;
const created = { site: 'wire', run: 'r-1' as RunId, intent: { is: 'apply' } } as never;

let folder: string;
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-frozen-'));
  database = new Database(join(folder, 'store.db'));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const started = (instance: string, frozen: JsonObject | null, formerly: readonly string[] = []) =>
  rememberInstance(
    database,
    { created },
    { instance: id(instance), after: [], becomes: 'a'.repeat(64) as Sha256, formerly: formerly.map(id) },
    { frozen },
  );
const wants = (wanted: JsonObject | null, ...names: readonly string[]) =>
  refuseThawed(database, { site: 'wire', names: names.map(id), at: null }, wanted);

describe('what counts only at the first start', () => {
  test('may be anything before that', () => {
    expect(() => wants({ clusterName: 'wire' }, 'cassandra@db-1')).not.toThrow();
  });

  test('cannot be another afterwards, and the sentence says both', () => {
    started('cassandra@db-1', { clusterName: 'wire', rack: 'a' });
    expect(() => wants({ clusterName: 'wire', rack: 'a' }, 'cassandra@db-1')).not.toThrow();
    expect(() => wants({ clusterName: 'wire', rack: 'b' }, 'cassandra@db-1')).toThrow(
      'rack of cassandra@db-1 has been "a" since its first start and cannot become "b"',
    );
  });

  test('is the same in whichever order its keys are written, and another one where a list has another order', () => {
    started('cassandra@db-1', { seeds: { a: 1, b: [1, 2] } });
    expect(() => wants({ seeds: { b: [1, 2], a: 1 } }, 'cassandra@db-1')).not.toThrow();
    expect(() => wants({ seeds: { a: 1, b: [2, 1] } }, 'cassandra@db-1')).toThrow('seeds');
  });

  test('stays as first noted, while a role may name more later', () => {
    started('cassandra@db-1', { rack: 'a' });
    started('cassandra@db-1', { rack: 'b', tokens: 16 });
    started('cassandra@db-1', null);
    expect(() => wants({ rack: 'b' }, 'cassandra@db-1')).toThrow('"a"');
    expect(() => wants({ rack: 'a', tokens: 8 }, 'cassandra@db-1')).toThrow('tokens');
  });

  test('goes with an instance that has another name now', () => {
    started('cassandra@db-1', { rack: 'a' });
    expect(() => wants({ rack: 'b' }, 'store@db-1', 'cassandra@db-1')).toThrow('"a"');
    started('store@db-1', { rack: 'a' }, ['cassandra@db-1']);
    expect(() => wants({ rack: 'b' }, 'store@db-1')).toThrow('"a"');
    expect(() => wants({ rack: 'b' }, 'cassandra@db-1')).not.toThrow();
  });
});
