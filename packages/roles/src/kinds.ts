import { Removal, secretsIn } from '@rolecall/protocol';
import { type InputOf, kinds } from '@rolecall/resources';
import type { z } from 'zod';
import { type Declared, declare } from './declared.ts';
import { RoleError } from './error.ts';
import { placeOf } from './place.ts';
import { plainAt } from './plain.ts';
import type { Secret } from './secret.ts';

/**
 * What an author may write where a kind wants a T: a secret for a text, a declared resource where resources are named. The words
 * of a command stay plain texts, since every user of a host can read them.
 */
export type Written<T> = T extends string
  ? string extends T
    ? T | Secret
    : T
  : T extends readonly unknown[]
    ? Readonly<T>
    : T extends object
      ? { readonly [K in keyof T]: K extends 'restartOn' | 'reloadOn' ? readonly (Declared | string)[] : Written<T[K]> }
      : T;

/** What every kind takes beside its own parameters. */
export interface CommonOptions {
  /**
   * What happens once it is no longer declared: `always` takes it away, also what holds data or stood there before; `made` what holds data, but not
   * what stood there before; `keep` leaves it. Without a word, those two are kept and the rest is taken away.
   */
  readonly remove?: Removal;
}

/** A kind of ours, or one that a role brings. */
interface AnyKind {
  readonly kind: string;
  readonly params: z.ZodObject;
  readonly key: (params: never) => string;
}

type Options<K, Key extends string> = Written<Omit<InputOf<K>, Key>> & CommonOptions;
type Rest<O> = Record<string, never> extends O ? [options?: O] : [options: O];

/** A kind as a function: its key first, everything else second. */
export type KindFunction<K extends AnyKind, Key extends string> = (
  key: string,
  ...rest: Rest<Options<K, Key>>
) => Declared<K['kind']>;

/** Checks parameters against their kind and declares the resource at the place that called `below`. */
export function declaredAs<K extends AnyKind>(
  kind: K,
  { remove, ...params }: CommonOptions & Readonly<Record<string, unknown>>,
  below: (...words: never[]) => unknown,
): Declared<K['kind']> {
  const at = placeOf(below);
  if (remove !== undefined && !Removal.safeParse(remove).success) {
    throw new RoleError(
      'bad_resource',
      `this ${kind.kind} cannot be: remove is 'always', 'keep' or 'made', or left out`,
      {
        at,
      },
    );
  }
  const known = kind.params.safeParse(plainAt(params, at));
  if (!known.success) {
    const issues = known.error.issues.map(({ path, message }) =>
      path.length === 0 ? message : `${path.join('.')}: ${message}`,
    );
    throw new RoleError('bad_resource', `this ${kind.kind} cannot be: ${issues.join('; ')}`, { at });
  }
  const key = kind.key(known.data as never);
  const [secret] = secretsIn(key);
  if (secret !== undefined) throw new RoleError('secret_exposed', `the secret ${secret} names a ${kind.kind}`, { at });
  const fate = remove === undefined ? {} : { remove };
  return declare({ kind: kind.kind, key, params: plainAt(known.data, at), ...fate, source: at });
}

/** Makes a kind a function as roles call it; `name` is the parameter that comes first. For kinds that a role brings, see `defineKind`. */
export function kindFunction<K extends AnyKind, Key extends string>(kind: K, name: Key): KindFunction<K, Key> {
  const make: (key: string, options?: object) => Declared<K['kind']> = (key, options = {}) =>
    declaredAs(kind, { ...options, [name]: key }, make);
  return make;
}

/** A repository of Debian packages, with its key. */
export const aptRepository = kindFunction(kinds.aptRepository, 'name');
/** A release that was built elsewhere, unpacked into a folder of its version. */
export const artifact = kindFunction(kinds.artifact, 'path');
/** A regular file: its whole `content`, or a `seed` and the `keys` that are owned. */
export const file = kindFunction(kinds.file, 'path');
/** A directory; what is in it is left alone. */
export const directory = kindFunction(kinds.directory, 'path');
/** A symbolic link. */
export const link = kindFunction(kinds.link, 'path');
/** A Debian package. */
export const pkg = kindFunction(kinds.package, 'name');
/** A systemd unit file, or a drop-in of one. */
export const unit = kindFunction(kinds.unit, 'name');
/** Whether a systemd service is enabled and running, and what makes it restart or reload. */
export const service = kindFunction(kinds.service, 'name');
export const user = kindFunction(kinds.user, 'name');
export const group = kindFunction(kinds.group, 'name');
/** A kernel setting, now and after the next start. */
export const sysctl = kindFunction(kinds.sysctl, 'name');
/** A certificate with its private key: given, or made on the host and renewed. */
export const certificate = kindFunction(kinds.certificate, 'path');
/** A container as a unit of systemd; a `service` of the same name runs it. */
export const container = kindFunction(kinds.container, 'name');
/** A program that runs when its guards say so. */
export const command = kindFunction(kinds.command, 'name');
/** Waits, with a deadline, until a port is open, an address answers, a program ends with 0 or a file is there. */
export const wait = kindFunction(kinds.wait, 'name');
/** Something that must hold already; where it does not, the step fails with the hint. */
export const assert = kindFunction(kinds.assert, 'name');

/** The address of a host by its name, in /etc/hosts. */
export const hostsEntry = kindFunction(kinds.hostsEntry, 'name');
/** What the sessions of a user or group may use at most. */
export const limits = kindFunction(kinds.limits, 'domain');
/** The name of the host. */
export const hostname = kindFunction(kinds.hostname, 'name');
/** The time zone of the host. */
export const timezone = kindFunction(kinds.timezone, 'zone');
/** A locale that programs can use. */
export const locale = kindFunction(kinds.locale, 'name');
/** One key with which a user may log in over SSH. */
export const authorizedKey = kindFunction(kinds.authorizedKey, 'user');
/** Rules of sudo. */
export const sudoers = kindFunction(kinds.sudoers, 'name');
/** A command that cron runs. */
export const cron = kindFunction(kinds.cron, 'name');
/** How logs are rotated. */
export const logRotate = kindFunction(kinds.logRotate, 'name');
/** Which of several programs a common name means. */
export const alternatives = kindFunction(kinds.alternatives, 'name');
/** What may come in and go out, undone by itself when it cuts the host off. */
export const firewall = kindFunction(kinds.firewall, 'name');
/** A job at set times, spread over hosts, never beside another of its mutex. */
export const timer = kindFunction(kinds.timer, 'name');
/** Starts the host anew where that is needed, or once; the run goes on after it. */
export const reboot = kindFunction(kinds.reboot, 'name');
/** Transparent huge pages: for which memory, now and after every boot. */
export const hugepages = kindFunction(kinds.hugepages, 'enabled');
/** A module of the kernel, loaded now and after every boot, with its options. */
export const kernelModule = kindFunction(kinds.kernelModule, 'name');
/** A file system, made only on a blank device. */
export const filesystem = kindFunction(kinds.filesystem, 'device');
/** A file system mounted at a path, now and at boot. */
export const mount = kindFunction(kinds.mount, 'path');
/** A device or file that is used for swap, or none at all. */
export const swap = kindFunction(kinds.swap, 'path');
/** A file whose change may cut the host off: put back by itself when the controller is out of reach. */
export const guardedFile = kindFunction(kinds.guardedFile, 'path');
