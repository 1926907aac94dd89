import type { CatalogResource, JsonObject, KindName } from '@rolecall/protocol';
import type { AnyProvider, Host, Observed, Owed, Provider } from '@rolecall/resources';
import { ResourceError } from '@rolecall/resources/error';
import type { Bound } from '../engine/bound.ts';
import type { OwedLedger } from '../host/contract.ts';

interface SettingParams {
  readonly name: string;
  readonly value: string;
}
interface ServiceParams {
  readonly name: string;
  readonly restartOn?: readonly string[];
}

/** A host that is a table of settings and a list of what was done to it: enough to watch the engine at work. */
export class MemoryHost implements OwedLedger {
  readonly settings = new Map<string, string>();
  readonly owedTo = new Map<string, Owed[]>();
  readonly log: string[] = [];
  /** Settings whose write fails, is forgotten, or half done. */
  readonly failing = new Map<string, 'before' | 'after' | 'ignored'>();
  reads = 0;

  readonly host: Host = {
    stat: async () => undefined,
    list: async () => [],
    readFile: async () => new Uint8Array(),
    writeFile: async (path) => void this.log.push(`file ${path}`),
    makeDirectory: async () => {},
    makeLink: async () => {},
    setAttributes: async () => {},
    removeEntry: async () => {},
    query: async () => ({ exitCode: 0, signal: null, timedOut: false, stdout: '', stderr: '' }),
    run: async () => ({ exitCode: 0, signal: null, timedOut: false, stdout: '', stderr: '' }),
    unpack: async () => {},
    owed: async (service) => this.owedTo.get(service) ?? [],
    settle: async (service) => void this.owedTo.delete(service),
  };

  async expect(service: string, action: 'restart' | 'reload', because: string): Promise<void> {
    this.log.push(`expect ${service} ${because}`);
    const others = (this.owedTo.get(service) ?? []).filter((owed) => owed.because !== because);
    this.owedTo.set(service, [...others, { action, because }]);
  }
  async confirm(service: string, because: string): Promise<void> {
    this.log.push(`confirm ${service} ${because}`);
  }
  async withdraw(service: string, because: string): Promise<void> {
    this.log.push(`withdraw ${service} ${because}`);
    this.owedTo.set(
      service,
      (this.owedTo.get(service) ?? []).filter((owed) => owed.because !== because),
    );
  }

  /** `setting`: a name with a value. */
  readonly setting: Provider<SettingParams, { value: string }> = {
    want: ({ value }) => ({ value }),
    read: async (_, wanted) => {
      this.reads++;
      return wanted.map(({ name }): Observed<{ value: string }> => {
        const value = this.settings.get(name);
        if (value === '?') return { is: 'unknown', reason: 'the disk is on fire' };
        return value === undefined ? { is: 'absent' } : { is: 'present', state: { value } };
      });
    },
    write: async (_, changes) => {
      for (const { params } of changes) this.#set(params);
    },
    remove: async (_, { name }) => {
      this.log.push(`remove ${name}`);
      this.settings.delete(name);
    },
    capture: async (_, { name }) => ({ state: { value: this.settings.get(name) ?? null } }),
    restore: async (_, { name }, { state = {} }) => {
      this.log.push(`restore ${name}`);
      if (typeof state.value === 'string') this.settings.set(name, state.value);
      else this.settings.delete(name);
    },
  };

  /** `store`: a setting that holds data. */
  readonly store: Provider<SettingParams, { value: string }> = { ...this.setting, holdsData: true };

  /** `disk`: a store that stays once it was made. */
  readonly disk: Provider<SettingParams, { value: string }> = {
    ...this.store,
    keptByUndo: ({ state = {} }) => (state.value === null ? 'it may hold data' : undefined),
  };

  /** `pause`: something that leaves nothing behind. */
  readonly pause: Provider<SettingParams, { value: string }> = {
    ...this.setting,
    leavesNothing: true,
    remove: () => Promise.reject(new Error('a pause is not removed')),
  };

  /** `service`: as wanted when nothing is owed to it. */
  readonly service: Provider<ServiceParams, { upToDate: boolean }> = {
    want: () => ({ upToDate: true }),
    read: async (host, wanted) =>
      Promise.all(
        wanted.map(async ({ name }): Promise<Observed<{ upToDate: boolean }>> => {
          const owed = await host.owed(name);
          return { is: 'present', state: { upToDate: owed.length === 0 } };
        }),
      ),
    write: async (host, changes) => {
      for (const { params } of changes) {
        this.log.push(`restart ${params.name}`);
        await host.settle(params.name);
      }
    },
    remove: async () => {},
    listensTo: ({ restartOn = [] }) => restartOn.map((because) => ({ action: 'restart', because })),
  };

  /** `command`: runs `name`; guarded by the setting `creates`, which it makes. */
  readonly command: Provider<{ name: string; creates?: string; onInterrupted?: 'rerun' }, object> = {
    want: () => ({}),
    read: async (_, wanted) =>
      wanted.map(({ creates }) =>
        creates !== undefined && this.settings.has(creates) ? { is: 'present', state: {} } : { is: 'absent' },
      ),
    write: async (host, changes) => {
      for (const { params } of changes) {
        this.log.push(`run ${params.name}`);
        const done = await host.run({ argv: [params.name], timeoutMs: 1000 });
        if (done.exitCode !== 0)
          throw new ResourceError('command_failed', `${params.name} ended with ${done.exitCode}`);
        if (params.creates !== undefined) this.settings.set(params.creates, 'made');
      }
    },
    remove: async () => {},
    provable: ({ creates }) => creates !== undefined,
    repeatable: ({ onInterrupted }) => onInterrupted === 'rerun',
    action: 'run',
  };

  /**
   * `pack`: a setting that is written together with its neighbours, as packages are. Nothing is written where one is `failing` as `before`; `named` says
   * whether the error says which.
   */
  readonly pack: Provider<SettingParams, { value: string }> = {
    ...this.setting,
    together: true,
    write: async (host, changes) => {
      this.log.push(`pack ${changes.map(({ params }) => params.name).join(' ')}`);
      const refused = changes.find(({ params }) => this.failing.get(params.name) === 'before');
      if (refused !== undefined) throw this.#packError(refused.params);
      const wrong: SettingParams[] = [];
      for (const { params } of changes) {
        const how = this.failing.get(params.name);
        if (how !== 'ignored') this.settings.set(params.name, params.value);
        if (how === 'after') wrong.push(params);
        await host.run({ argv: ['pack', params.name], timeoutMs: 1000 });
      }
      if (wrong[0] !== undefined) throw this.#packError(wrong[0]);
    },
  };
  /** Whether an error of packs says which it concerns. */
  named = true;

  readonly providers: Readonly<Record<string, AnyProvider>> = {
    setting: this.setting,
    store: this.store,
    disk: this.disk,
    pause: this.pause,
    pack: this.pack,
    service: this.service,
    command: this.command,
  };

  #packError(params: SettingParams): ResourceError {
    const message = this.named ? `${params.name} is broken` : 'something is broken';
    return new ResourceError('command_failed', message, this.named ? { concerns: [params] } : {});
  }

  /** What else is there once a setting is written, by its name: a package brings files. */
  readonly brings = new Map<string, readonly (readonly [name: string, value: string])[]>();

  #set({ name, value }: SettingParams): void {
    const how = this.failing.get(name);
    if (how === 'before') throw new ResourceError('command_failed', `${name} cannot be set to ${value}`);
    this.log.push(`set ${name}`);
    if (how !== 'ignored') this.settings.set(name, value);
    for (const [brought, as] of this.brings.get(name) ?? []) this.settings.set(brought, as);
    if (how === 'after') throw new ResourceError('command_failed', `${name} was set, then all went wrong`);
  }
}

/** A resource as a catalog carries it. */
export const resource = (kind: string, key: string, params: JsonObject = {}): CatalogResource => ({
  kind: kind as KindName,
  key,
  params: { name: key, ...params },
  source: { file: 'site.ts', line: 1, column: 1 },
});

/** Resources, bound to a host in memory. */
export const bindTo = (
  memory: MemoryHost,
  resources: readonly CatalogResource[],
  hide: readonly string[] = [],
): Bound[] =>
  resources.map((one, index) => ({
    index,
    resource: one,
    params: one.params,
    marked: false,
    provider: memory.providers[one.kind] as AnyProvider,
    host: memory.host,
    hide,
  }));
