import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Agent, enrol, type Settings, settingsFiles, startAgent } from '@rolecall/agent';
import type { LiveController } from './live-controller.ts';

/** A real agent on this machine, of which only the link is used: it is given no work that changes anything. */
export class LinkedAgent {
  readonly files: ReturnType<typeof settingsFiles>;
  readonly lines: string[] = [];
  readonly #settings: Settings;
  #agent: Agent | undefined;

  private constructor(settings: Settings) {
    this.#settings = settings;
    this.files = settingsFiles(settings.settingsFolder);
  }

  /** Enrols as a host does and starts. */
  static async enrolled(live: LiveController, host: string): Promise<LinkedAgent> {
    const folder = mkdtempSync(join(live.folder, 'agent-'));
    const settingsFolder = join(folder, 'settings');
    const stateFolder = join(folder, 'state');
    mkdirSync(stateFolder);
    const { token } = await live.token({ host });
    const controller = { url: live.url, ca: live.ca };
    await enrol({ controller, token, hostname: host, settingsFolder, stateFolder, force: false });
    const settings = { controller: live.url, host, stateFolder, runFolder: join(folder, 'run'), settingsFolder };
    const linked = new LinkedAgent(settings);
    linked.start();
    return linked;
  }

  start(): void {
    const none = () => Promise.reject(new Error('this agent is given no work'));
    const nothing = { expect: none, confirm: none, withdraw: none };
    this.#agent = startAgent({
      settings: this.#settings,
      commands: { run: none, startedFor: async () => [], settle: none, replay: none, cancel: none, forget: none },
      owed: nothing as unknown as Parameters<typeof startAgent>[0]['owed'],
      hostFor: () => {
        throw new Error('this agent is given no work');
      },
      providers: {},
      gatherFacts: none,
      hashFacts: () => {
        throw new Error('no facts here');
      },
      simulate: async () => ({ files: [], packages: [], unknown: [] }),
      answerAsk: none,
      log: (level, message, about) => void this.lines.push(`${level} ${message} ${JSON.stringify(about ?? {})}`),
      onFatal: (error) => void this.lines.push(`fatal ${error}`),
      journal: { reserveBytes: 4_096 },
      random: () => Math.random() / 10,
    });
  }

  async stop(): Promise<void> {
    await this.#agent?.stop();
    this.#agent = undefined;
  }

  /** What it shows at its next connection. */
  get shown(): { readonly key: string; readonly cert: string } {
    return { key: readFileSync(this.files.key, 'utf8'), cert: readFileSync(this.files.certificate, 'utf8') };
  }
}
