import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AssignmentId, Catalog, CatalogResource, InstanceId, Sha256, ToAgentOf } from '@rolecall/protocol';
import { makeSealingKeys } from '@rolecall/protocol/sealed-box';
import { type Agent, type AgentOptions, startAgent } from '../agent.ts';
import type { HostFor } from '../host/contract.ts';
import type { Settings } from '../settings.ts';
import { settingsFiles } from '../settings.ts';
import { makeAuthority, type TestAuthority } from './certificates.ts';
import { FakeController, type FakeOptions } from './fake-controller.ts';
import { LocalCommands } from './local-commands.ts';
import { MemoryHost } from './memory.ts';

/** One host with an agent and the far end of its link, over the loopback and in a folder that goes away. */
export class TestSite {
  readonly controller: FakeController;
  readonly authority: TestAuthority;
  readonly settings: Settings;
  readonly sealingKey: string;
  readonly memory = new MemoryHost();
  readonly commands = new LocalCommands();
  readonly lines: string[] = [];
  readonly fatal: unknown[] = [];
  agent: Agent | undefined;

  static async start(options: FakeOptions = {}): Promise<TestSite> {
    const authority = await makeAuthority();
    const controller = await FakeController.start(authority, options);
    const folder = mkdtempSync(join(tmpdir(), 'agent-'));
    const sealing = makeSealingKeys();
    const settings = {
      controller: controller.url,
      host: 'db-1',
      stateFolder: join(folder, 'state'),
      runFolder: join(folder, 'run'),
      settingsFolder: folder,
    };
    const files = settingsFiles(folder);
    const { certificate, key } = await authority.host('db-1');
    mkdirSync(settings.stateFolder);
    const contents = { certificate, key, ca: authority.ca, sealingKey: sealing.privateKey };
    for (const [name, content] of Object.entries(contents)) writeFileSync(files[name as keyof typeof files], content);
    return new TestSite(controller, authority, settings, sealing.publicKey);
  }

  private constructor(controller: FakeController, authority: TestAuthority, settings: Settings, sealingKey: string) {
    this.controller = controller;
    this.authority = authority;
    this.settings = settings;
    this.sealingKey = sealingKey;
  }

  startAgent(more: Partial<AgentOptions> = {}): Agent {
    this.agent = startAgent({
      settings: this.settings,
      commands: this.commands,
      owed: this.memory,
      hostFor: this.hostFor,
      providers: this.memory.providers,
      gatherFacts: () => Promise.reject(new Error('no facts in this test')),
      hashFacts: () => 'ab'.repeat(32) as Sha256,
      simulate: async () => ({ files: [], packages: [], unknown: [] }),
      answerAsk: async (ask, reveal) => ({
        is: 'value',
        value: ask.ask === 'redis' ? reveal(ask.password ?? '') : ask.ask,
      }),
      log: (level, message, about) => void this.lines.push(`${level} ${message} ${JSON.stringify(about ?? {})}`),
      onFatal: (error) => void this.fatal.push(error),
      journal: { reserveBytes: 4096 },
      checkParams: () => undefined,
      random: () => Math.random() / 20,
      ...more,
    });
    return this.agent;
  }

  /** A host whose commands are child processes, named as the agent's own are. */
  readonly hostFor: HostFor = ({ id, hide, onOutput }) => {
    let count = 0;
    return { ...this.memory.host, run: (command) => this.commands.run(`${id}.${count++}`, command, hide, onOutput) };
  };

  /** Stores a catalog for this host. */
  put(resources: readonly CatalogResource[], more: Partial<Catalog> = {}): Sha256 {
    const instance = 'redis@db-1' as InstanceId;
    const nothing = { formerly: [], undo: null, secrets: [] };
    return this.controller.put({
      schema: 'rolecall/catalog/1',
      instance,
      ...nothing,
      resources: [...resources],
      ...more,
    });
  }

  applyMessage(resources: readonly CatalogResource[], more: Partial<ToAgentOf<'apply'>> = {}): ToAgentOf<'apply'> {
    const assignment = assignmentNamed(1);
    const base = { type: 'apply' as const, assignment, sealed: [], term: 1, notAfter: Date.now() + 60_000 };
    return { ...base, catalog: this.put(resources), ...more };
  }

  async linked(): Promise<void> {
    await this.controller.until(() => this.controller.messages('hello').length > 0);
  }

  async end(): Promise<void> {
    await this.agent?.stop();
    await this.controller.stop();
    rmSync(this.settings.settingsFolder, { recursive: true, force: true });
  }
}

export const assignmentNamed = (attempt: number): AssignmentId =>
  `r-2026/redis@db-1/converge/${attempt}` as AssignmentId;
