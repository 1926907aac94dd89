import { pino } from 'pino';
import { Database } from '../store/database.ts';
import { Intake, type Job } from './intake.ts';
import type { Link } from './link.ts';

const [a, b] = [{ host: 'a' }, { host: 'b' }] as unknown as Link[] as [Link, Link];

test('what a link brought behind something that is refused is left; what is noted about it and other links lose nothing', () => {
  const database = new Database(':memory:');
  database.run('CREATE TABLE said (host TEXT, what TEXT)');
  const told: string[] = [];
  const intake = new Intake(database, pino({ enabled: false }), ({ host }, error) => told.push(`${host}: ${error}`));
  const says = (link: Link, what: string, from: Job['from'] = 'agent'): Job => ({
    link,
    from,
    store: () => {
      database.run('INSERT INTO said VALUES (?, ?)', link.host, what);
      if (what === 'wrong') throw new Error('no');
      return () => told.push(`${link.host} ${what}`);
    },
  });
  for (const job of [says(a, '1'), says(a, 'wrong'), says(b, '1'), says(a, '2'), says(a, 'wrong'), says(b, '2')])
    intake.add(job);
  intake.add(says(a, 'unlinked', 'controller'));
  intake.flush();
  expect(database.all('SELECT host, what FROM said').map((row) => Object.values(row as object).join(' '))).toEqual([
    'a 1',
    'b 1',
    'b 2',
    'a unlinked',
  ]);
  expect(told).toEqual(['a 1', 'b 1', 'b 2', 'a unlinked', 'a: Error: no']);
});
