import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutputStream } from '@rolecall/protocol/output-frame';
import type { Completed } from '@rolecall/resources';
import { codeOf } from '../../error.ts';
import { type Identity, isAlive } from '../../runner/identity.ts';
import { RESULT, RUNNER, type StepResult } from '../../runner/request.ts';
import type { OnOutput, Settled } from '../contract.ts';
import { Changes } from './changes.ts';
import { endOfStream, showFrom, streamsOf } from './output.ts';
import type { Places } from './places.ts';
import type { CommandRecord } from './record.ts';
import { isGone } from './unit.ts';

/** Asking systemd costs a process, so only where the runner is not seen, and this often. */
const ASK_MS = 1_000;

/** Shows what a command prints, from the start on, until it has ended or is lost. */
export async function follow(
  record: CommandRecord,
  places: Places,
  bootId: string,
  onOutput: OnOutput,
): Promise<Settled> {
  const offsets = new Map<OutputStream, number>(streamsOf(record.tty).map((stream) => [stream, 0]));
  using changes = new Changes(places.spool);
  // The runner needs a moment to come up.
  let askAt = performance.now() + ASK_MS;
  for (;;) {
    // In this order: what is read after the result is there is all of it.
    const result = readResult(places);
    for (const [stream, offset] of offsets) {
      offsets.set(stream, await showFrom(places.spool, record.id, stream, offset, onOutput));
    }
    if (result !== undefined) return { is: 'ended', completed: completed(result, places, offsets) };
    if (record.bootId !== bootId) return { is: 'lost' };
    if (!isRunnerAlive(places) && performance.now() >= askAt) {
      if ((await isGone(places.unit)) && readResult(places) === undefined) return { is: 'lost' };
      askAt = performance.now() + ASK_MS;
    }
    await changes.next();
  }
}

function completed(result: StepResult, places: Places, lengths: ReadonlyMap<OutputStream, number>): Completed {
  const { exitCode, signal, timedOut, reached, outputLost } = result;
  const text = (stream: OutputStream): string => endOfStream(places.spool, stream, lengths.get(stream) ?? 0);
  const note =
    outputLost === undefined ? '' : `\n[rolecall: the rest of the output could not be kept: ${outputLost}]\n`;
  const stdout = lengths.has('terminal') ? text('terminal') : text('stdout');
  return { exitCode, signal, timedOut, reached, stdout, stderr: text('stderr') + note };
}

/** How a command ended, if it has. */
export const readResult = (places: Places): StepResult | undefined =>
  readJson<StepResult>(join(places.spool, RESULT)) ?? readJson<StepResult>(join(places.memory, RESULT));

const isRunnerAlive = (places: Places): boolean => {
  const runner = readJson<Identity>(join(places.memory, RUNNER));
  return runner !== undefined && isAlive(runner);
};

function readJson<Value>(path: string): Value | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    // Half of a file is seen only while the runner writes its own number: then it is looked at again.
    if (codeOf(thrown) === 'ENOENT' || thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
