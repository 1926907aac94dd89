import type { Input } from '@rolecall/protocol';
import type { Handlers } from '../api/handler.ts';
import { ControllerError } from '../error.ts';
import type { Services } from '../serve/services.ts';
import type { Database } from '../store/database.ts';
import { allIdentities, forgetIdentity, type Identity, wantBack } from '../store/identities.ts';

/** The verbs about files that say who members are. */
export const identityHandlers = ({
  database,
  secrets,
  audit,
}: Services): Handlers<'identity.list' | 'identity.settle'> => ({
  'identity.list': () =>
    allIdentities(database).map(({ site, instance, path, sha256, at, restore }) => {
      return { site, instance, path, sha256, at, restore };
    }),
  'identity.settle': (wanted, { operator }) => {
    const found = theFiles(database, wanted);
    const { site, instance } = found[0];
    const gone = found.find(({ secret }) => secrets.look(secret, () => true) === undefined);
    if (wanted.as === 'restore' && gone !== undefined)
      throw new ControllerError('no_backup', `the backup of ${gone.path} of ${instance} was removed`);
    const paths = found.map(({ path }) => path);
    database.transaction(() => {
      audit.record({ operator, verb: `identity.${wanted.as}`, subject: `${site} ${instance}: ${paths.join(', ')}` });
      for (const one of found) (wanted.as === 'restore' ? wantBack : forgetIdentity)(database, one);
    });
    return { site, paths };
  },
});

function theFiles(
  database: Database,
  { instance, path, site }: Input<'identity.settle'>,
): readonly [Identity, ...Identity[]] {
  const found = allIdentities(database).filter(
    (one) => one.instance === instance && (path === null || one.path === path) && (site === null || one.site === site),
  );
  const [first, ...others] = found;
  const hint = 'controller identity lists what is kept';
  if (first === undefined)
    throw new ControllerError('no_identity', `nothing is kept that says who ${instance} is`, { hint });
  const sites = [...new Set(found.map((one) => one.site))];
  if (sites.length === 1) return [first, ...others];
  throw new ControllerError('ambiguous', `several sites have a ${instance}: ${sites.join(', ')}`, {
    hint: 'name one with --site',
  });
}
