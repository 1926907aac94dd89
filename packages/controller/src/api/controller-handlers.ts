import { isUtf8 } from 'node:buffer';
import type { SecretName, Sha256 } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { Parts } from '../serve/parts.ts';
import { listHosts } from '../store/hosts.ts';
import { currentSecrets } from '../store/secrets.ts';
import type { Handlers } from './handler.ts';

/** The verbs about the controller and what it keeps. */
export const controllerHandlers = ({
  database,
  hub,
  blobs,
  secrets,
  audit,
  data,
  url,
  version,
}: Parts): Handlers<
  'status' | 'blobs.missing' | 'secrets.set' | 'secrets.list' | 'secrets.remove' | 'audit.list' | 'audit.verify'
> => ({
  status: () => ({ version, data, url, hosts: listHosts(database).length, linked: hub.linkedCount }),
  'blobs.missing': ({ hashes }) => hashes.filter((hash) => !blobs.has(hash)),
  'secrets.set': async ({ name, value }, { operator }) => {
    const bytes = Buffer.from(value, 'base64');
    if (!isUtf8(bytes)) throw new ControllerError('bad_secret', `the value of ${name} is not text in UTF-8`);
    const noted = (version: number) =>
      audit.record({ operator, verb: 'secrets.set', subject: `${name} (version ${version})` });
    return { version: await secrets.set(name, bytes.toString('utf8'), noted) };
  },
  'secrets.list': () =>
    currentSecrets(database).map(({ name, version, at }) => ({ name: name as SecretName, version, at })),
  'secrets.remove': async ({ name }, { operator }) => {
    audit.record({ operator, verb: 'secrets.remove', subject: name });
    return { removed: await secrets.remove(name) };
  },
  'audit.verify': async ({ known }) => {
    const { head, ...found } = await audit.verify(known);
    return { ...found, head: head as Sha256 };
  },
  'audit.list': ({ limit }) => audit.list(limit).map((row) => ({ ...row, hash: row.hash as Sha256 })),
});
