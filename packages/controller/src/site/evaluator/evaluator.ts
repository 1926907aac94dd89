import {
  type Declared,
  type EvaluatorAnswer,
  type EvaluatorCall,
  type EvaluatorCallOf,
  evaluatorAnswers,
  type JobDocument,
  type Json,
  type RecipeDocument,
  type Sha256,
  type SiteDocument,
  type Source,
} from '@rolecall/protocol';
import type { z } from 'zod';
import { ControllerError } from '../../error.ts';
import { type Archive, decodeArchive } from '../bundle/archive.ts';
import { hashOf } from '../bundle/hash.ts';
import { canonical } from '../canonical.ts';
import { describeEnd, refusal } from './ended.ts';
import { LIMITS, type Limits } from './limits.ts';
import { Places } from './places.ts';
import { EvaluatorProcess, type Reply } from './process.ts';
import { unpack } from './unpack.ts';

/** Answers that were given before, by the hash of bundle, call and input. */
export interface Evaluations {
  find(key: Sha256): Json | undefined;
  keep(key: Sha256, bundle: Sha256, answer: Json): void;
}

type CallName = EvaluatorCall['call'];

/** Asks a site's functions. Rejects with a `ControllerError` that names a place in the author's files. */
export interface Evaluator {
  readonly bundle: Sha256;
  ask<C extends CallName>(call: EvaluatorCallOf<C>): Promise<EvaluatorAnswer<C>>;
  /** Ends its processes; the next question starts them again. */
  close(): Promise<void>;
}

/** Questions under way at once; more wait, so that the pipe does not hold a fleet's facts many times over. */
const AT_ONCE = 8;

/**
 * Opens a bundle. Nothing is started before a question comes whose answer is not known; then two processes are, and both are
 * asked: a site that gives two results is refused.
 */
export function openEvaluator(
  content: Uint8Array,
  deps: { readonly root: string; readonly evaluations: Evaluations; readonly limits?: Partial<Limits> },
): Evaluator {
  return new TwoProcesses(decodeArchive(content), hashOf(content), deps.root, deps.evaluations, {
    ...LIMITS,
    ...deps.limits,
  });
}

class TwoProcesses implements Evaluator {
  readonly bundle: Sha256;
  readonly #archive: Archive;
  readonly #root: string;
  readonly #known: Evaluations;
  readonly #limits: Limits;
  readonly #places: Places;
  readonly #underWay = new Map<Sha256, Promise<unknown>>();
  readonly #queue: (() => void)[] = [];
  #busy = 0;
  #pair: readonly [EvaluatorProcess, EvaluatorProcess] | undefined;
  #idle: NodeJS.Timeout | undefined;
  /** Where the roles stand, once the site has told: for what has no better place. */
  #roles: ReadonlyMap<string, Source> = new Map();

  constructor(archive: Archive, bundle: Sha256, root: string, known: Evaluations, limits: Limits) {
    this.#archive = archive;
    this.bundle = bundle;
    this.#root = root;
    this.#known = known;
    this.#limits = limits;
    this.#places = new Places(archive);
  }

  async ask<C extends CallName>(call: EvaluatorCallOf<C>): Promise<EvaluatorAnswer<C>> {
    const key = hashOf(canonical([this.bundle, call]));
    const known = this.#known.find(key);
    if (known !== undefined) return this.#noteRoles(call.call, known) as EvaluatorAnswer<C>;
    const running = this.#underWay.get(key) ?? this.#evaluate(call, key);
    return (await running) as EvaluatorAnswer<C>;
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const pair = this.#pair ?? [];
    this.#pair = undefined;
    await Promise.all(pair.map((one) => one.close()));
  }

  #evaluate(call: EvaluatorCall, key: Sha256): Promise<Json> {
    const running = this.#inTurn(() => this.#askBoth(call))
      .then((answer) => {
        this.#known.keep(key, this.bundle, answer);
        return this.#noteRoles(call.call, answer);
      })
      .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, running);
    return running;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy >= AT_ONCE) await new Promise<void>((go) => this.#queue.push(go));
    else this.#busy++;
    clearTimeout(this.#idle);
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next !== undefined) next();
      else this.#busy--;
      if (this.#busy === 0) this.#idle = setTimeout(() => void this.close(), this.#limits.idleMs).unref();
    }
  }

  async #askBoth(call: EvaluatorCall): Promise<Json> {
    const near = this.#near(call);
    const [one, other] = this.#processes();
    const replies = await Promise.all([one.ask(call), other.ask(call)]);
    const ended = replies.find((reply) => reply.is === 'ended');
    if (ended !== undefined) {
      await this.close();
      throw describeEnd(ended.ended, doing(call), ended.stderr, near, this.#places, this.#limits);
    }
    const [first, second] = replies.map((reply) => this.#read(reply, call, near));
    if (first === undefined || second === undefined) throw new Error('two processes gave fewer than two replies');
    if (canonical(first) !== canonical(second)) throw twoResults(call, first, second, near);
    return first;
  }

  #processes(): readonly [EvaluatorProcess, EvaluatorProcess] {
    if (this.#pair === undefined) {
      const folder = unpack(this.#root, this.bundle, this.#archive);
      const start = () => new EvaluatorProcess(folder, this.#archive.entry, this.#limits);
      this.#pair = [start(), start()];
    }
    return this.#pair;
  }

  #read(reply: Reply, call: EvaluatorCall, near: Source): Json {
    if (reply.is === 'ended') throw new Error('a reply that ended is no answer');
    const { line } = reply;
    if (line.is === 'error') {
      const at = (line.at === null ? undefined : this.#places.mendable(line.at)) ?? near;
      throw refusal(line.message, at) ?? new ControllerError(line.code, line.message, { at });
    }
    const schema: z.ZodType = evaluatorAnswers[call.call];
    const parsed = schema.safeParse(line.value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
      throw new ControllerError(
        'bad_answer',
        `${doing(call)} gave something else than asked${where}: ${issue?.message}`,
        {
          at: near,
        },
      );
    }
    return this.#inOwnFiles(call.call, parsed.data) as Json;
  }

  #inOwnFiles(call: CallName, answer: unknown): unknown {
    switch (call) {
      case 'site':
        return this.#places.ofSite(answer as SiteDocument);
      case 'stage':
      case 'resources':
      case 'drain':
      case 'undrain':
        return this.#places.ofDeclared(answer as readonly Declared[]);
      case 'jobs':
        return this.#places.ofJobs(answer as readonly JobDocument[]);
      case 'recipe':
        return this.#places.ofRecipe(answer as RecipeDocument);
      default:
        return answer;
    }
  }

  #noteRoles(call: CallName, answer: Json): Json {
    if (call === 'site' && this.#roles.size === 0) {
      const { roles, uses } = answer as unknown as SiteDocument;
      const sources = new Map(roles.map(({ name, source }) => [name, source]));
      this.#roles = new Map(uses.map(({ use, role, source }) => [use, sources.get(role) ?? source]));
    }
    return answer;
  }

  #near(call: EvaluatorCall): Source {
    return ('use' in call ? this.#roles.get(call.use) : undefined) ?? this.#places.site;
  }
}

/** What a call does, as it is named to a person. */
function doing(call: EvaluatorCall): string {
  if (call.call === 'site') return 'reading the site';
  const host = 'host' in call ? ` for ${call.host}` : '';
  return `\`${call.call}\` of ${call.use}${host}`;
}

function twoResults(call: EvaluatorCall, first: Json, second: Json, near: Source): ControllerError {
  const { path, source } = firstDifference(first, second);
  const where = path.length === 0 ? '' : ` at ${path.join('.')}`;
  return new ControllerError('two_results', `${doing(call)} gave two results when it was asked twice${where}`, {
    at: source ?? near,
    hint: 'a site may depend on its parameters, facts and answers, and on nothing else',
  });
}

/** Where two answers part, and the source of the nearest thing around it that has one. */
function firstDifference(a: Json, b: Json): { readonly path: readonly string[]; readonly source?: Source } {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return { path: [] };
  const [x, y] = [a as Record<string, Json>, b as Record<string, Json>];
  const key = [...new Set([...Object.keys(x), ...Object.keys(y)])].find((k) => canonical(x[k]) !== canonical(y[k]));
  if (key === undefined) return { path: [] };
  const inner = firstDifference(x[key] ?? null, y[key] ?? null);
  const own = key === 'source' ? undefined : (x.source as unknown as Source | undefined);
  const source = inner.source ?? (typeof own?.line === 'number' ? own : undefined);
  return { path: [key, ...inner.path], ...(source === undefined ? {} : { source }) };
}
