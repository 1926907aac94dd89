import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgentError, messageOf } from './error.ts';
import { LAYOUT } from './layout.ts';

/** What enrolment wrote down: where the controller is, and where the agent keeps its things. */
export interface Settings {
  /** `https://HOST:PORT` */
  readonly controller: string;
  /** The name in the controller's certificate, where that is not the host of `controller`. */
  readonly serverName?: string;
  /** The name under which the controller knows this host. */
  readonly host: string;
  /** Journal, spools, catalogs; `LAYOUT.state` where nothing is said. */
  readonly stateFolder: string;
  /** In memory: what commands are given. `/run/rolecall` where nothing is said. */
  readonly runFolder: string;
  /** Key, certificate, whom to trust. */
  readonly settingsFolder: string;
}

/** The files in the folder of settings. */
export const settingsFiles = (folder: string) => ({
  settings: join(folder, 'agent.json'),
  /** P-256, PKCS #8 PEM, mode 0600. */
  key: join(folder, 'agent.key'),
  certificate: join(folder, 'agent.crt'),
  /** What takes their place once the controller has seen it. */
  renewedKey: join(folder, 'agent.key.renewed'),
  renewedCertificate: join(folder, 'agent.crt.renewed'),
  /** Certificates of the site's authority, PEM. */
  ca: join(folder, 'ca.crt'),
  /** X25519, PKCS #8 PEM, mode 0600: what secrets are sealed to. */
  sealingKey: join(folder, 'sealing.key'),
});

/** Reads the settings of an enrolled host. */
export function readSettings(folder: string = LAYOUT.settings): Settings {
  const path = settingsFiles(folder).settings;
  try {
    const written: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof written !== 'object' || written === null) throw new Error('it holds no object');
    const text = (name: string): string | undefined => {
      const value: unknown = Reflect.get(written, name);
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    const [controller, host, serverName] = [text('controller'), text('host'), text('serverName')];
    if (controller === undefined || host === undefined) throw new Error('"controller" or "host" is missing in it');
    const named = serverName === undefined ? {} : { serverName };
    const stateFolder = text('stateFolder') ?? LAYOUT.state;
    const runFolder = text('runFolder') ?? '/run/rolecall';
    return { controller, host, stateFolder, runFolder, settingsFolder: folder, ...named };
  } catch (cause) {
    throw new AgentError('not_enrolled', `the settings in ${path} cannot be read: ${messageOf(cause)}`, {
      hint: 'enrol this host: `controller enroll` prints the line to run here',
      cause,
    });
  }
}
