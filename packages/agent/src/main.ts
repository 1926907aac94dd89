import { AgentError, messageOf } from './error.ts';
import { VERSION } from './version.ts';

/** What the bundle can be asked to do. Each is loaded only when it is asked for: a command's runner does without the agent's code. */
const VERBS: Readonly<Record<string, (words: readonly string[]) => Promise<void>>> = {
  run: async () => (await import('./verbs/run.ts')).run(),
  enrol: async (words) => (await import('./verbs/enrol.ts')).enrolByWords(words),
  step: async ([folder = '']) => (await import('./runner/index.ts')).runStep(folder),
  artifact: async () => (await import('./verbs/artifact.ts')).artifact(),
  simulate: async () => (await import('./verbs/simulate.ts')).simulateApart(),
  'simulate-inside': async () => (await import('./verbs/simulate.ts')).simulateInside(),
  hardware: async () => (await import('./facts/hardware-main.ts')).printHardware(),
  version: async () => {
    process.stdout.write(`${VERSION} (node ${process.versions.node})\n`);
  },
};

async function main([verb = '', ...words]: readonly string[]): Promise<void> {
  const act = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (act !== undefined) return act(words);
  throw new AgentError('usage', `this is the agent of a host; it can ${Object.keys(VERBS).join(', ')}, not "${verb}"`);
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  const hint = thrown instanceof AgentError && thrown.hint !== undefined ? `\n${thrown.hint}` : '';
  process.stderr.write(`${messageOf(thrown)}${hint}\n`);
  process.exitCode = 1;
});
