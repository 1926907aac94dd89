import type { Answer } from '@rolecall/protocol';
import { type AskOf, absent, unknown, value } from './answers.ts';
import { runProgram } from './program.ts';

const PROPERTIES = 'LoadState,ActiveState,SubState,UnitFileState';
const LIMIT_MS = 10_000;

/** A unit's state in systemd's own words. */
export async function answerUnit({ name }: AskOf<'unit'>): Promise<Answer> {
  const { exitCode, stdout, stderr, timedOut } = await runProgram(
    ['systemctl', 'show', `--property=${PROPERTIES}`, '--', name],
    LIMIT_MS,
  );
  if (timedOut) return unknown(`systemd did not answer within ${LIMIT_MS} ms`);
  if (exitCode !== 0) return unknown(`systemd cannot be asked about ${name}: ${stderr.toString().trim()}`);
  const said = new Map(
    stdout
      .toString()
      .split('\n')
      .map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]),
  );
  if (said.get('LoadState') === 'not-found') return absent(`there is no unit ${name}`);
  return value({
    active: said.get('ActiveState') ?? '',
    enabled: said.get('UnitFileState') ?? '',
    sub: said.get('SubState') ?? '',
  });
}
