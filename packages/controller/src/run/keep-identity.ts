import { createHash } from 'node:crypto';
import { type InstanceId, type RunEventOf, SecretName, Sha256, type SiteDocument } from '@rolecall/protocol';
import { partsOfInstance } from '@rolecall/protocol/id-parts';
import { z } from 'zod';
import { askHost, identityPaths } from '../plan/index.ts';
import type { Services } from '../serve/services.ts';
import { identitiesOf, noteIdentity } from '../store/identities.ts';

/** What a host answers of a whole file. */
const Whole = z.object({ mode: z.int(), owner: z.string(), group: z.string(), sha256: Sha256, base64: z.base64() });

/**
 * Backs up what says who an instance is, once it is up and has it for the first time; what was backed up before stays as it was. Answers a
 * note for each file that could not be, so that its loss is not found out only when it is too late.
 */
export async function keepIdentity(
  services: Services,
  site: SiteDocument,
  instance: InstanceId,
): Promise<readonly RunEventOf<'noted'>[]> {
  const { use, host } = partsOfInstance(instance);
  const listed = identityPaths(site, use);
  if (listed.length === 0) return [];
  const kept = new Set(identitiesOf(services.database, site.name, [instance]).map(({ path }) => path));
  const paths = listed.filter((path) => !kept.has(path));
  if (paths.length === 0) return [];
  const answers = await askHost(
    services,
    host,
    paths.map((path) => ({ ask: 'file', path, as: 'bytes' })),
  );
  const notes: RunEventOf<'noted'>[] = [];
  for (const [i, path] of paths.entries()) {
    const answer = answers?.[i];
    const whole = answer?.is === 'value' ? Whole.safeParse(answer.value).data : undefined;
    const why =
      answer?.is === 'absent' || answer?.is === 'unknown'
        ? answer.reason
        : whole === undefined
          ? `${host} does not answer`
          : await keep(services, site.name, instance, path, whole);
    const note = `${path}, which says who it is, is not backed up: ${why}`;
    if (why !== undefined) notes.push({ event: 'noted', about: instance, note });
  }
  return notes;
}

/** Answers why it could not be kept, if so. */
async function keep(
  { database, secrets }: Services,
  site: string,
  instance: InstanceId,
  path: string,
  { base64, ...found }: z.infer<typeof Whole>,
): Promise<string | undefined> {
  const bytes = Buffer.from(base64, 'base64');
  if (createHash('sha256').update(bytes).digest('hex') !== found.sha256) return 'a secret of the site is in it';
  if (bytes.length === 0) return 'it is empty';
  const { use, host } = partsOfInstance(instance);
  const id = createHash('sha256').update(path).digest('hex').slice(0, 12);
  const secret = SecretName.parse(`identity/${site}/${use}/${host}/${id}`);
  await secrets.set(secret, base64);
  noteIdentity(database, { site, instance, path, secret, ...found });
  return undefined;
}
