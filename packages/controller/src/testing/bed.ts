import type { HostName } from '@rolecall/protocol';
import { makeAgents, makeWorld, openController, type TestController, type World } from './controller.ts';
import type { FakeAgent } from './fake-agent.ts';

type Opening = Parameters<typeof openController>[3];

/** What every test of a file starts with: a store of its own, hosts on which nothing was done, and a controller for them. */
export class Bed {
  #world: World | undefined;
  #controller: TestController | undefined;
  agents: ReadonlyMap<HostName, FakeAgent> = new Map();
  /** The controller's store. */
  file = '';

  get world(): World {
    if (this.#world === undefined) throw new Error('a world is made before the first test of its file');
    return this.#world;
  }

  get controller(): TestController {
    if (this.#controller === undefined) throw new Error('a controller is opened before each test');
    return this.#controller;
  }

  agent(host: string): FakeAgent {
    const agent = this.agents.get(host as HostName);
    if (agent === undefined) throw new Error(`there is no host ${host}`);
    return agent;
  }

  async make(): Promise<void> {
    this.#world = await makeWorld();
  }

  /** Everything anew, but for the site. */
  async begin(opening?: Opening): Promise<void> {
    await this.end();
    this.agents = makeAgents();
    this.file = this.world.fresh();
    await this.open(opening);
  }

  /** A controller on the store as it is; the one before it is the caller's to close. */
  async open(opening?: Opening): Promise<TestController> {
    this.#controller = await openController(this.world, this.file, this.agents, opening);
    return this.#controller;
  }

  async end(): Promise<void> {
    await this.#controller?.close();
    this.#controller = undefined;
  }

  dispose(): void {
    this.#world?.close();
  }
}

/** A bed that is made for each test of a file, and taken away after it. */
export function bedForEach(opening?: Opening): Bed {
  const bed = new Bed();
  beforeAll(() => bed.make(), 60_000);
  beforeEach(() => bed.begin(opening));
  afterEach(() => bed.end());
  afterAll(() => bed.dispose());
  return bed;
}
