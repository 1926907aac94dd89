import { readFileSync } from 'node:fs';
import type { OutputStream } from '@rolecall/protocol/output-frame';
import type { Command } from '@rolecall/resources';
import { codeOf, messageOf } from '../../../packages/agent/src/error.ts';
import type { OnOutput } from '../../../packages/agent/src/host/contract.ts';
import { type HostSystem, openHost } from '../../../packages/agent/src/host/index.ts';
import { runStep } from '../../../packages/agent/src/runner/index.ts';

/** What a test asks of the host's part of an agent; lies in a file, since words of a command line are seen by everybody. */
export type Question =
  | { readonly do: 'run'; readonly id: string; readonly command: Command; readonly hide?: readonly string[] }
  | { readonly do: 'settle'; readonly id: string }
  | { readonly do: 'replay'; readonly id: string; readonly stream: OutputStream; readonly from: number }
  | { readonly do: 'cancel'; readonly id: string }
  | { readonly do: 'started' | 'forget'; readonly work: string }
  | {
      readonly do: 'write';
      readonly path: string;
      readonly content: string;
      readonly owner: string;
      readonly times?: number;
    }
  | { readonly do: 'attributes'; readonly path: string; readonly owner: string; readonly times?: number }
  | { readonly do: 'expect' | 'confirm' | 'owed' | 'settle-service'; readonly service: string };

/** One line of the answer. */
export type Line =
  | { readonly output: { readonly stream: OutputStream; readonly offset: number; readonly base64: string } }
  | { readonly answer: unknown }
  | { readonly error: { readonly code: string | undefined; readonly message: string; readonly hint?: string } };

/** Resolves when the line is with whoever reads it: a process that exits drops what its pipe did not take. */
const say = (line: Line): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.write(`${JSON.stringify(line)}\n`, () => resolve());
  });

const show: OnOutput = ({ stream, offset, bytes }) =>
  void say({ output: { stream, offset, base64: Buffer.from(bytes).toString('base64') } });

/** `driver.cjs step FOLDER` is the runner; `driver.cjs STATE FILE` asks the question in the file. */
async function main([first = '', second = '']: readonly string[]): Promise<void> {
  if (first === 'step') return runStep(second);
  const question: Question = JSON.parse(readFileSync(second, 'utf8'));
  const folders = { state: first, memory: '/run/rolecall' };
  const system = await openHost({ folders, runner: [process.execPath, process.argv[1] ?? '', 'step'] });
  await say({ answer: (await answer(system, question)) ?? null });
}

async function answer({ commands, owed, hostFor }: HostSystem, question: Question): Promise<unknown> {
  const host = hostFor({ id: 'test', hide: [], onOutput: show });
  switch (question.do) {
    case 'run':
      return commands.run(question.id, question.command, question.hide ?? [], show);
    case 'settle':
      return commands.settle(question.id, show);
    case 'replay':
      return commands.replay(question.id, question.stream, question.from, show);
    case 'cancel':
      return commands.cancel(question.id);
    case 'started':
      return commands.startedFor(question.work);
    case 'forget':
      return commands.forget(question.work);
    case 'write': {
      const file = {
        content: Buffer.from(question.content),
        owner: question.owner,
        group: question.owner,
        mode: 0o644,
      };
      return repeat(question.times, () => host.writeFile(question.path, file));
    }
    case 'attributes': {
      const attributes = { owner: question.owner, group: question.owner, mode: 0o640 };
      return repeat(question.times, () => host.setAttributes(question.path, attributes));
    }
    case 'expect':
      return owed.expect(question.service, 'restart', 'file:/etc/test');
    case 'confirm':
      return owed.confirm(question.service, 'file:/etc/test');
    case 'owed':
      return host.owed(question.service);
    case 'settle-service':
      return host.settle(question.service);
  }
}

/** Once, with its error thrown; or so many times, answering how often it went how. */
async function repeat(times: number | undefined, act: () => Promise<void>): Promise<unknown> {
  if (times === undefined) return act();
  const counts: Record<string, number> = {};
  for (let round = 0; round < times; round++) {
    const outcome = await act().then(
      () => 'done',
      (thrown: unknown) => codeOf(thrown) ?? messageOf(thrown),
    );
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  async (thrown: unknown) => {
    const hint = thrown instanceof Error && 'hint' in thrown ? { hint: String(thrown.hint) } : {};
    await say({ error: { code: codeOf(thrown), message: messageOf(thrown), ...hint } });
    process.exit(1);
  },
);
