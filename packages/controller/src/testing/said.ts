import type { Ask, HostName } from '@rolecall/protocol';
import type { FakeAgent } from './fake-agent.ts';

/** What files on every host say, by path; the others are not there. */
export type Said = Readonly<Record<string, string>>;

/** Answers what is asked of a file. */
export function answerFrom(said: Said, ask: Ask) {
  const content = ask.ask === 'file' ? said[ask.path] : undefined;
  return content === undefined
    ? ({ is: 'absent', reason: 'it is not there' } as const)
    : ({ is: 'value', value: { size: 1, mode: 0o644, content } } as const);
}

/** The jobs that agents carried out, agent by agent: `JOB@HOST`. */
export const jobsOn = (agents: ReadonlyMap<HostName, FakeAgent>): readonly string[] =>
  [...agents.values()].flatMap(({ executed }) => executed.flatMap((id) => /\/(.*)\/job\//.exec(id)?.[1] ?? []));
