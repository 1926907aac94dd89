import type { CatalogResource } from '@rolecall/protocol';
import type { Host } from '@rolecall/resources';
import { type Applied, applyCatalog } from '../engine/apply.ts';
import type { ApplyHooks } from '../engine/settle.ts';
import { emptyState, type StateSnapshot } from '../state/snapshot.ts';
import { fold } from '../state/state.ts';
import { bindTo, MemoryHost } from './memory.ts';
import { assignmentNamed } from './site.ts';

const assignment = assignmentNamed(1);

/** What a host keeps over its agents' lives: itself, and the journal. */
export class Life {
  readonly memory = new MemoryHost();
  readonly state: StateSnapshot = emptyState('e');
  readonly reported: string[] = [];

  constructor() {
    fold(this.state, { is: 'assigned', message: { assignment, term: 1 } as never });
  }

  /** One agent's life; `undefined` where it was killed after so many steps. */
  async apply(resources: readonly CatalogResource[], steps = Number.POSITIVE_INFINITY): Promise<Applied | undefined> {
    const [work] = this.state.active;
    if (work === undefined) throw new Error('nothing is assigned');
    const agent = new Mortal(steps);
    const { next, changed, failed, fault, writing } = work;
    const begun = new Map(
      writing.map(({ change }) => [change.index, { at: 'accepted', interrupted: change } as const]),
    );
    const bound = bindTo(this.memory, resources).map((one) => ({ ...one, host: agent.on(this.memory.host) }));
    const given = { resources: bound, host: this.memory.host, owed: this.memory, next, changed, failed, fault, begun };
    return Promise.race([applyCatalog(given, this.#hooks(agent)).catch(undefinedIfKilled), agent.death]);
  }

  #hooks(agent: Mortal): ApplyHooks {
    return {
      beforeWrite: async (intended) => {
        for (const { change } of intended) {
          await agent.step();
          this.memory.log.push(`journal ${change.key}`);
          fold(this.state, { is: 'writing', assignment, change, disturbs: false, startedAt: 0 });
        }
        await agent.step();
        return undefined;
      },
      settled: (change, outcome, _, fault) => {
        agent.stepNow();
        this.reported.push(`${outcome} ${change.key}`);
        const why = fault === undefined ? {} : { fault };
        const body = { report: 'resource', assignment, change, outcome, durationMs: 0, ...why } as const;
        fold(this.state, { is: 'report', seq: this.reported.length, body });
      },
      isCancelled: () => false,
    };
  }
}

class Killed extends Error {}

function undefinedIfKilled(thrown: unknown): undefined {
  if (!(thrown instanceof Killed)) throw thrown;
}

/** Does so many steps; then nothing of it ever happens again. */
class Mortal {
  #left: number;
  readonly #died = Promise.withResolvers<undefined>();
  readonly death = this.#died.promise;

  constructor(steps: number) {
    this.#left = steps;
  }

  async step(): Promise<void> {
    if (this.#left-- > 0) return;
    this.#died.resolve(undefined);
    await new Promise(() => {});
  }

  /** The same where nobody waits for it. */
  stepNow(): void {
    if (this.#left-- <= 0) throw new Killed();
  }

  /** A host on which every command is a step. */
  on(host: Host): Host {
    return {
      ...host,
      run: async (command) => {
        await this.step();
        return host.run(command);
      },
    };
  }
}
