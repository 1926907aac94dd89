import type { AssignmentId, HostName, InstanceId, Sha256, Stage } from '@rolecall/protocol';
import type { Services } from '../serve/services.ts';
import { VALID_MS } from './reach.ts';
import type { RunLog } from './run-log.ts';
import { isWorking } from './standing.ts';
import { stageOf } from './state.ts';

/** What is done on a host: a catalog, and the secrets whose values travel beside it. */
export interface Work {
  readonly catalog: Sha256;
  readonly secrets: readonly string[];
}

interface Means {
  readonly services: Services;
  readonly log: RunLog;
  workOf(instance: InstanceId, stage: Stage): Promise<Work | null>;
  failingAlone(instance: InstanceId, work: () => Promise<void>): Promise<void>;
}

/** What a run sends to hosts: work, the same again to those that come back, and that it is to end. */
export class Handing {
  readonly #means: Means;
  /** What hosts were told to end; not again before one of them has a new link. */
  readonly #told = new Set<string>();

  constructor(means: Means) {
    this.#means = means;
  }

  send(host: HostName, assignment: AssignmentId, work: Work): void {
    const { services, log } = this.#means;
    services.blobs.grant(host, work.catalog);
    services.hub.send(host, {
      type: 'apply',
      assignment,
      catalog: work.catalog,
      sealed: [...services.secrets.sealFor(host, work.secrets)],
      term: log.state.created?.term ?? 0,
      notAfter: Date.now() + VALID_MS,
    });
  }

  /** A host knows a repeat by its id. */
  async sendAgain(to: (host: HostName) => boolean): Promise<void> {
    this.#told.clear();
    for (const { instance, assignment, host } of this.#means.log.state.instances.values()) {
      if (assignment === null || !to(host)) continue;
      await this.#means.failingAlone(instance, async () => {
        const work = await this.#means.workOf(instance, stageOf(assignment));
        if (work !== null) this.send(host, assignment, work);
      });
    }
  }

  /** Jobs begin no further command when a run is first cancelled, and are ended the second time; other work is told only then. */
  cancel(kill: boolean): void {
    const { log, services } = this.#means;
    for (const one of log.state.instances.values()) {
      const { assignment, host, job } = one;
      // What brings a member back into service is let through: it would stay out of it otherwise.
      if (!isWorking(one) || assignment === null || one.phase === 'undraining') continue;
      const told = `${assignment} ${kill}`;
      // So is what a recipe does in the end.
      if (((job === null || one.step?.always === true) && !kill) || this.#told.has(told)) continue;
      const message = { type: 'cancel' as const, assignment, ...(job !== null && kill ? { kill } : {}) };
      if (services.hub.send(host, message)) this.#told.add(told);
    }
  }
}
