import { act, ask, type Host, type Members, type Recipe, RoleError, type Step, step } from '@rolecall/roles';
import { firstOf, QUICK, sealOf, TRANSFER } from './backup.ts';
import { INCOMING, MEASURED, MEMBER } from './places.ts';
import { backupTask, proveTask } from './programs.ts';
import { allAreWell, type Context, hasJava } from './recipes.ts';

/** So many parts are fetched in one step. */
const AT_ONCE = 16;

/** Each under its own name: no two commands of a step are called alike. */
const incoming = (name: string): string => `${INCOMING}/${name}`;

interface Part {
  readonly name: string;
  readonly sha256: string;
}

/** `part-1=NAME=CHECKSUM`, as the command line finds them beside what `--from` names. */
function partsIn(given: Context['given'], use: string): readonly Part[] {
  const parts = Object.entries(given)
    .filter(([key]) => key.startsWith('part-'))
    .map(([key, text]) => {
      const [, name, sha256] = /^([A-Za-z0-9][\w.+~-]*)=([0-9a-f]{64})$/.exec(text) ?? [];
      if (name !== undefined && sha256 !== undefined) return { name, sha256 };
      throw new RoleError('bad_params', `${key} is not NAME=CHECKSUM: ${text}`);
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  if (parts.some(({ name }) => name === sealOf(use))) {
    throw new RoleError('bad_params', `--from names what one member had: say --from ${sealOf(use)}`);
  }
  if (parts.length > 0) return parts;
  throw new RoleError('bad_params', `nothing was kept with what --from names: say --from ${sealOf(use)}`);
}

const isEmpty = (host: Host, number: number): Step =>
  step.require(`empty-${number}`, `${host.name} holds no data`, {
    on: host,
    ask: ask.file(MEMBER, { absent: 'holds', until: () => `${MEMBER} is there: move the data away` }),
  });

/** One member takes all parts in, a few in each step; the one that is to prove something looks first what they hold. */
const takeIn = (host: Host, number: number, parts: readonly Part[], measures: boolean): readonly Step[] =>
  Array.from({ length: Math.ceil(parts.length / AT_ONCE) }, (_, chunk) => {
    const some = parts.slice(chunk * AT_ONCE, (chunk + 1) * AT_ONCE);
    return step.run(
      `take-in-${number}-${chunk + 1}`,
      `let ${host.name} take in ${some.map(({ name }) => name).join(', ')}`.slice(0, 300),
      {
        on: host,
        run: some.flatMap(({ name, sha256 }) => [
          act.fetch(sha256, incoming(name), { deadline: TRANSFER }),
          ...(measures ? [act.command(proveTask('measure', incoming(name)), { deadline: TRANSFER })] : []),
          act.command(backupTask('take-in', incoming(name)), { deadline: TRANSFER }),
        ]),
        fetches: some.map(({ sha256 }) => sha256),
      },
    );
  });

/** What brings a cluster of the name of `use` about from what was kept. */
interface Founding {
  readonly first: Host;
  readonly parts: readonly Part[];
  readonly from: string;
  readonly noReturn?: string;
  /** On hosts to be thrown away: with no more copies than there are of them. */
  readonly isDrill: boolean;
}

function foundingOf({ members, given, use }: Context & Members): Omit<Founding, 'isDrill'> {
  const from = /^[0-9a-f]{64}$/.exec(given.from ?? '')?.[0];
  if (from === undefined)
    throw new RoleError('bad_params', `say from what ${use} is restored: --from ${sealOf(use)}, or a checksum`);
  return { first: firstOf(members, use), parts: partsIn(given, use), from };
}

const makesSchema = (use: string, members: readonly Host[], { first, from, parts, isDrill }: Founding): Step => {
  const names = parts.map(({ name }) => name);
  const most = isDrill ? [`--copies=${members.length}`] : [];
  return step.run('schema', 'make the schema', {
    on: first,
    run: [
      act.fetch(from, incoming(sealOf(use))),
      act.command(backupTask('schema', ...most, incoming(sealOf(use)), ...names), { deadline: QUICK }),
    ],
    fetches: [from],
  });
};

/** An empty cluster is founded as any other; then the schema is made, and members take in what was kept of those that were. */
function foundAnew(context: Context & Members, founding: Founding): readonly Step[] {
  const { members, use } = context;
  const { first, parts, noReturn, isDrill } = founding;
  return [
    ...members.map((host, index) => isEmpty(host, index + 1)),
    ...members.map((host, index) => hasJava(host, context, `java-${index + 1}`)),
    step.apply(`found ${use} anew, empty`, members, noReturn === undefined ? {} : { noReturn }),
    makesSchema(use, members, founding),
    step.wait('agreed', `all ${members.length} members are up, with that schema`, {
      ...allAreWell(members, members.length),
      deadline: QUICK,
    }),
    ...members.flatMap((host, index) => takeIn(host, index + 1, parts, isDrill && host.name === first.name)),
    ...members.map((host, index) =>
      step.run(`settle-${index + 1}`, `let ${host.name} keep what it owns of that`, {
        on: host,
        run: [act.command(backupTask('settle'), { deadline: TRANSFER })],
      }),
    ),
  ];
}

export function restore(context: Context & Members): Recipe {
  const noReturn = `${context.use} begins anew: what was written after the backup was taken is given up`;
  return { steps: foundAnew(context, { ...foundingOf(context), noReturn, isDrill: false }) };
}

/** The same on hosts to be thrown away; then all copies are asked for every partition that the files of the backup have. */
export function drill(context: Context & Members): Recipe {
  const { members } = context;
  const founding = foundingOf(context);
  const names = founding.parts.map(({ name }) => name);
  const proven = step.run('prove', 'ask all copies for every partition that is in the files of the backup', {
    on: founding.first,
    run: [act.command(proveTask('all', ...names), { deadline: TRANSFER })],
  });
  return {
    steps: [...foundAnew(context, { ...founding, isDrill: true }), proven],
    finally: members.map((host, index) =>
      step.run(`tidy-${index + 1}`, `remove the parts of the backup from ${host.name}`, {
        on: host,
        run: [act.command(['rm', '-rf', INCOMING, MEASURED])],
      }),
    ),
  };
}
