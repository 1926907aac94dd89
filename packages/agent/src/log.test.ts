import { logTo } from './log.ts';

test('a line has its level, one sentence, and what it is about; nothing breaks it into two', () => {
  const lines: string[] = [];
  const log = logTo((line) => void lines.push(line), { debug: false });
  log('info', 'linked', { controller: 'https://10.0.0.1:7443', days: 3 });
  log('error', 'it said:\n<6>all is well\u001b[2J', { reason: 'two words' });
  log('debug', 'not shown');
  expect(lines).toEqual([
    '<6>linked controller=https://10.0.0.1:7443 days=3\n',
    '<3>it said: <6>all is well [2J reason="two words"\n',
  ]);
});
