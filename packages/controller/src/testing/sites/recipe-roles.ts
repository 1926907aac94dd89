import { act, ask, defineRole, file, type Host, step, z } from '@rolecall/roles';

const answered = (value: { readonly content: string }) => value.content;
const says = (path: string, yes: string) =>
  ask.file(path, { parse: answered, until: (value: string) => value === yes || `${path} says ${value}` });

/** A cluster whose members may be replaced; what is asked for are files, and what is run does nothing by itself. */
export const db = defineRole({
  name: 'db',
  params: z.object({ seeds: z.array(z.string()).default(['a', 'b', 'c']), motto: z.string().default('as ever') }),
  cluster: { maxUnavailable: 1 },
  resources: ({ params, peers }) => [
    file('/etc/db', { content: [...peers.map(({ name }) => name), 'of', ...params.seeds, params.motto].join(' ') }),
  ],
  drillParams: ({ peers }) => ({ seeds: peers.map(({ name }) => name) }),
  recipes: {
    replace: ({ leaving, coming, staying }) => ({
      steps: [
        step.require('lost', `${leaving.name} is lost`, { on: staying, ask: says('/lost', 'lost') }),
        step.run('mark', 'mark it', { on: staying, run: [act.command(['mark'])] }),
        step.run('take-out', `take ${leaving.name} out`, {
          on: staying,
          run: [act.command(['take-out', leaving.name])],
          done: says('/list', 'without'),
          noReturn: `${leaving.name} is no member any longer`,
          deadline: '2s',
        }),
        step.apply(`bring ${coming.name} in`, coming),
        step.apply('tell the others', staying),
        step.wait('whole', 'all is well', { on: coming, ask: says('/whole', 'yes'), deadline: '5s' }),
        step.remove('clear up', leaving),
      ],
      finally: [step.run('tidy', 'tidy up', { on: staying, run: [act.command(['tidy'])] })],
      notes: ['this is a test'],
    }),
    drill: ({ members }) => ({
      steps: [
        step.require('empty', 'nothing is there', { on: members, ask: says('/empty', 'yes') }),
        step.run('fetch', 'fetch the backup', { on: members, run: [act.command(['fetch'])] }),
        step.apply('found it', members),
        step.run('count', 'count what is there', { on: members, run: [act.command(['count'])] }),
      ],
      finally: [step.run('tidy', 'tidy up', { on: members, run: [act.command(['tidy'])] })],
    }),
    decommission: ({ leaving, staying }: { readonly leaving: Host; readonly staying: readonly Host[] }) => ({
      steps: [
        step.run('leave', 'let it leave', { on: leaving, run: [act.command(['leave'])] }),
        step.apply('tell', staying),
      ],
    }),
    backup: ({ members }) => ({
      steps: [step.run('keep', 'keep it', { on: members, run: [act.keep('/db', 'db.tar')], keeps: 'db.tar' })],
    }),
  },
});

/** What has no recipes. */
export const plain = defineRole({
  name: 'plain',
  params: z.object({}),
  resources: () => [file('/etc/plain', { content: 'x' })],
  cannot: { move: 'it is bound to its host: put it on another one', successor: 'it keeps its name' },
});

/** A cluster in which it matters who is asked: nothing is worked out while a member is not known. */
export const ordered = defineRole({
  name: 'ordered',
  params: z.object({}),
  order: ({ instances }) => instances,
  resources: () => [file('/etc/ordered', { content: 'x' })],
  recipes: {
    backup: ({ members }) => ({
      steps: [step.run('keep', 'keep it', { on: members, run: [act.keep('/ordered', 'o.tar')], keeps: 'o.tar' })],
    }),
  },
});
