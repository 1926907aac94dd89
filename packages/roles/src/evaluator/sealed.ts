/**
 * Imported before any line of a site runs: takes the clock, chance, waiting and the network away, so that the same site gives
 * the same answers. What this cannot reach (files, sockets, programs) Node's permission model refuses.
 */
import crypto from 'node:crypto';
import { registerHooks, syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import perfHooks from 'node:perf_hooks';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { RoleError } from '../error.ts';
import { placeOf } from '../place.ts';

type Caller = (...words: never[]) => unknown;

/** Refuses; the place to blame is the one that called `below`. */
function refuse(what: string, below: Caller): never {
  throw new RoleError('sealed', what, { at: placeOf(below) });
}

function refusing(what: string): () => never {
  const called = (): never => refuse(what, called);
  return called;
}

const CLOCK = 'a site has no clock: the same site must give the same answers at any time';
const noClock = refusing(CLOCK);
const noChance = refusing('a site has no randomness: for a value made once, name it with secret(…, { generate })');
const noWaiting = refusing('a site waits for nothing: its functions answer at once');
const noNetwork = refusing('a site opens no connection: ask a host by `observe` and `ask`');
const noLeaving = refusing('a site neither ends processes nor changes its own');
const noHost = refusing("a site does not look at the controller's own machine: a role is given the facts of its hosts");
const noLoading = refusing('a site loads nothing while it runs: import it at the top of a file');

/** Replaces what stands at these names for good; names that this Node lacks are left alone. */
function replace(owner: object | undefined, names: readonly string[], value: unknown): void {
  for (const name of names) {
    if (owner === undefined || !(name in owner)) continue;
    // Node makes some of them when they are looked at: for `WebSocket` it loads an HTTP client, a third of the time that a site's start takes.
    Reflect.deleteProperty(owner, name);
    Object.defineProperty(owner, name, { value, writable: false, configurable: false, enumerable: true });
  }
}

const RealDate = Date;

function makeDate(target: DateConstructor, words: [], newTarget: Caller): Date {
  return words.length === 0 ? refuse(CLOCK, makeDate) : Reflect.construct(target, words, newTarget);
}

/** Dates that were given are fine; the current one is not. */
const SealedDate = new Proxy(RealDate, { apply: noClock, construct: makeDate });

/** Intl formats the current time where it is given none. */
function sealFormatting(): void {
  const { prototype } = Intl.DateTimeFormat;
  const { formatToParts } = prototype;
  const bound = Object.getOwnPropertyDescriptor(prototype, 'format')?.get;
  Object.defineProperty(prototype, 'format', {
    get(this: Intl.DateTimeFormat) {
      const format = (date?: Date | number): string =>
        date === undefined ? refuse(CLOCK, format) : bound?.call(this)(date);
      return format;
    },
  });
  const parts = function (this: Intl.DateTimeFormat, date?: Date | number) {
    return date === undefined ? refuse(CLOCK, parts) : formatToParts.call(this, date);
  };
  replace(prototype, ['formatToParts'], parts);
}

const namesOf = (owner: object): readonly string[] => Object.getOwnPropertyNames(owner);

function sealClock(): void {
  replace(RealDate, ['now'], noClock);
  replace(RealDate.prototype, ['constructor'], SealedDate);
  replace(globalThis, ['Date'], SealedDate);
  sealFormatting();
  const temporal = (globalThis as { Temporal?: { Now: object } }).Temporal;
  if (temporal !== undefined) replace(temporal.Now, namesOf(temporal.Now), noClock);
  replace(
    perfHooks.performance,
    ['now', 'timeOrigin', 'mark', 'measure', 'toJSON', 'timerify', 'eventLoopUtilization'],
    noClock,
  );
  replace(Object.getPrototypeOf(perfHooks.performance), ['now', 'mark', 'measure', 'toJSON'], noClock);
  replace(process, ['hrtime'], Object.assign(refusing(CLOCK), { bigint: noClock }));
  replace(process, ['uptime', 'cpuUsage', 'threadCpuUsage', 'resourceUsage'], noClock);
}

function sealChance(): void {
  replace(Math, ['random'], noChance);
  const drawing = namesOf(crypto).filter((name) => /^(random|generate|createDiffieHellman|createECDH)/.test(name));
  replace(crypto, drawing, noChance);
  // Also what `node:crypto` calls getRandomValues, which reads it from there.
  replace(Object.getPrototypeOf(globalThis.crypto), ['getRandomValues', 'randomUUID'], noChance);
  replace(Object.getPrototypeOf(globalThis.crypto.subtle), ['generateKey'], noChance);
}

function sealWaiting(): void {
  const waits = ['setTimeout', 'setInterval', 'setImmediate'];
  replace(globalThis, waits, noWaiting);
  replace(timers, waits, noWaiting);
  replace(timersPromises, waits, noWaiting);
  replace(Atomics, ['wait', 'waitAsync'], noWaiting);
}

function sealProcess(): void {
  replace(process, ['env'], Object.freeze({}));
  replace(process, ['pid', 'ppid'], 0);
  replace(process, ['exit', 'reallyExit', 'abort', 'kill', '_kill', 'chdir', 'setuid', 'setgid', 'dlopen'], noLeaving);
  // Node's permission model does not cover signals, and a site has nobody to send one to.
  replace(process, ['_debugProcess', 'binding'], undefined);
  replace(process, ['memoryUsage', 'availableMemory', 'constrainedMemory', 'report'], noHost);
  replace(
    os,
    ['hostname', 'uptime', 'loadavg', 'freemem', 'totalmem', 'cpus', 'networkInterfaces', 'userInfo'],
    noHost,
  );
  replace(globalThis, ['fetch', 'WebSocket', 'EventSource'], noNetwork);
}

sealClock();
sealChance();
sealWaiting();
sealProcess();
syncBuiltinESMExports();
// What the bundle imports is already resolved when its first line runs; whatever is asked for later is a dynamic import.
registerHooks({ resolve: () => noLoading() });
