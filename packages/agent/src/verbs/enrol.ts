import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { enrol } from '../enrol/enrol.ts';
import { AgentError, messageOf } from '../error.ts';
import { LAYOUT } from '../layout.ts';

const USAGE =
  'agent enrol --url https://HOST:PORT --ca FILE (--token-file FILE, or ROLECALL_TOKEN) [--pin sha256//BASE64] [--server-name NAME] [--force]';

const OPTIONS = {
  url: { type: 'string' },
  ca: { type: 'string' },
  'token-file': { type: 'string' },
  pin: { type: 'string' },
  'server-name': { type: 'string' },
  settings: { type: 'string', default: LAYOUT.settings },
  state: { type: 'string', default: LAYOUT.state },
  force: { type: 'boolean', default: false },
} as const;

/** `agent enrol …`: makes this host known to a controller. The token never stands on a command line. */
export async function enrolByWords(words: readonly string[]): Promise<void> {
  const { values } = parse(words);
  const { url, ca } = values;
  if (url === undefined || ca === undefined) throw new AgentError('usage', `usage: ${USAGE}`);
  const result = await enrol({
    controller: { url, ca: read(ca), pin: values.pin, serverName: values['server-name'] },
    token: tokenFrom(values['token-file']),
    hostname: hostname(),
    settingsFolder: values.settings,
    stateFolder: values.state,
    force: values.force,
  });
  const said = result.is === 'kept' ? 'was enrolled with this token before: nothing was changed' : 'is enrolled';
  process.stdout.write(`${result.host} ${said}\n`);
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, strict: true });
  } catch (cause) {
    throw new AgentError('usage', `${messageOf(cause)}; usage: ${USAGE}`, { cause });
  }
}

function tokenFrom(file: string | undefined): string {
  const token = (file === undefined ? process.env.ROLECALL_TOKEN : read(file))?.trim();
  if (token !== undefined && token !== '') return token;
  throw new AgentError('usage', `there is no token: give --token-file or ROLECALL_TOKEN; usage: ${USAGE}`);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AgentError('usage', `${path} cannot be read: ${messageOf(cause)}`, { cause });
  }
}
