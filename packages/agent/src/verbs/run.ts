import { join } from 'node:path';
import { providers } from '@rolecall/resources/providers';
import { type Agent, startAgent } from '../agent.ts';
import { answerAsk } from '../ask/index.ts';
import { messageOf } from '../error.ts';
import { gatherFacts, hashFacts, readHardware, storedHardware } from '../facts/index.ts';
import { openHost } from '../host/index.ts';
import { type Log, logTo } from '../log.ts';
import { readSettings } from '../settings.ts';
import { simulate } from '../simulate/simulate.ts';
import { VERSION } from '../version.ts';
import { giveBackMemory } from './give-back-memory.ts';
import { holdAlone } from './only-one.ts';
import { keepWatchdogQuiet } from './watchdog.ts';

/** `agent run`: the daemon. Ends when it is told to, and for good when its journal fails: systemd starts it again. */
export async function run(): Promise<void> {
  const log = logTo((line) => process.stderr.write(line), { debug: process.env.ROLECALL_DEBUG !== undefined });
  process.on('uncaughtException', (error) => end(log, error));
  const settings = readSettings(process.env.ROLECALL_SETTINGS);
  await holdAlone(settings.stateFolder);
  log('info', 'the agent starts', { version: VERSION, node: process.versions.node, host: settings.host });
  const program = [process.execPath, process.argv[1] ?? ''] as const;
  const runner = [...program, 'step'] as const;
  const folders = { state: settings.stateFolder, memory: settings.runFolder };
  const hardware = { file: join(settings.stateFolder, 'hardware.json') };
  const agent = startAgent({
    settings,
    ...(await openHost({ folders, runner })),
    providers,
    gatherFacts: (address) =>
      gatherFacts({ hardware: storedHardware(hardware), ...(address === undefined ? {} : { address }) }),
    hashFacts,
    answerAsk,
    simulate: (request) => simulate(request, program),
    log,
    onIdle: giveBackMemory,
    onFatal: (error) => end(log, error),
  });
  leaveWhenTold(agent, log);
  keepWatchdogQuiet(log);
  // Takes seconds, in a child, and once a boot.
  await readHardware(hardware);
  await agent.gather();
  giveBackMemory();
}

function leaveWhenTold(agent: Agent, log: Log): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log('info', 'the agent stops', { signal });
      agent.stop().then(
        () => process.exit(0),
        (error: unknown) => end(log, error),
      );
    });
  }
}

function end(log: Log, error: unknown): never {
  log('error', `the agent cannot go on: ${messageOf(error)}`);
  process.exit(1);
}
