import { writeSync } from 'node:fs';
import { Journal } from '../../packages/agent/src/journal/journal.ts';

/** Reports as an agent does, as fast as it can, and prints the number of the last report that it would send. */
const journal = Journal.open(process.argv[2] ?? '', { segmentBytes: 64 * 1024, reserveBytes: 4_096 });

for (let round = 1; ; round++) {
  for (let i = 0; i < 1 + (round % 4); i++) {
    journal.report({ report: 'command', command: 'x'.repeat(1 + (round % 64)), exitCode: i, signal: null });
  }
  await journal.sync();
  writeSync(1, `${journal.state.lastSeq}\n`);
  // A controller that is some hundred reports behind: segments are started and freed all the time.
  if (round % 16 === 0) journal.acknowledge(Math.max(0, journal.state.lastSeq - 400));
}
