import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { minio } from './role.ts';

const names = ['m-1', 'm-2', 'm-3'];
const program = { version: '1', sha256: 'a'.repeat(64) };
const secret = (name: string) => `\u{E000}secret:${name}\u{E001}`;
const given = {
  release: program,
  client: program,
  root: { user: secret('minio/user'), password: secret('minio/password') },
};
const call = evaluate(
  defineSite({
    name: 'test',
    hosts: Object.fromEntries(names.map((name) => [name, {}])),
    use: ({ secret: named }) =>
      void minio.on(names, {
        release: program,
        client: program,
        root: { user: named('minio/user'), password: named('minio/password') },
      }),
  }),
);
const peers = names.map((name, index) => ({ name, address: `10.0.0.${index + 1}`, labels: {}, facts: {} }));
const context = (former = 'none', members: readonly object[] = peers) => ({
  use: 'minio',
  params: call({ call: 'params', use: 'minio', params: given as never }),
  peers: members,
  record: { founder: 'm-1', formed: true },
  decided: { deployment: 'one' },
  wish: { recipe: 'replace', use: 'minio', host: 'm-2', to: null, given: {}, ticket: 'a-ticket', former },
});

interface Step {
  readonly does: string;
  readonly name?: string;
  readonly on?: readonly string[];
  readonly hosts?: readonly string[];
}
const replace = (former?: string) =>
  call({ call: 'recipe', ...context(former) } as never) as unknown as {
    readonly steps: readonly Step[];
    readonly locks: readonly object[];
  };
const told = (steps: readonly Step[]) =>
  steps.map(({ does, name, on, hosts }) => [does, name ?? '', (on ?? hosts ?? []).join()].join(' '));

describe('a host that was made anew', () => {
  test('is started once the others can do without it, filled, and all is looked at before the cluster is whole', () => {
    const { steps, locks } = replace();
    expect(told(steps)).toEqual([
      'require replace-others m-1,m-3',
      'require replace-lost m-1,m-3',
      'apply  m-1,m-3',
      'apply  m-2',
      'wait replace-filled m-2,m-1,m-3',
      'run replace-heal m-1,m-2,m-3',
      'wait replace-whole m-1,m-2,m-3',
    ]);
    expect(locks).toEqual([{ of: 'cluster', cluster: 'minio', lock: 'topology' }]);
  });

  test('need not be away any more where it was begun', () => {
    expect(told(replace('begun').steps)).not.toContain('require replace-lost m-1,m-3');
  });

  test('is not the only one', () => {
    const [, only] = peers;
    expect(() => call({ call: 'recipe', ...context('none', [only as object]) } as never)).toThrow(
      'the only host of a MinIO cannot be replaced',
    );
  });

  const judge = (step: string, stdout: string, exitCode = 0, stderr = '') =>
    call({
      call: 'judgeStep',
      ...context(),
      step,
      answer: { is: 'value', value: { exitCode, stdout, stderr } },
    } as never);

  test('is not taken for lost where it answers, nor while the others have no quorum', () => {
    const servers = (state: string) =>
      `server online m-1:9000 99\nserver ${state} m-2:9000 0\nserver online m-3:9000 99\n`;
    expect(judge('replace-lost', servers('offline'))).toEqual({ holds: true, why: '' });
    expect(judge('replace-lost', servers('online'))).toMatchObject({
      holds: false,
      why: expect.stringContaining('it answers'),
    });
    expect(judge('replace-others', '', 1, 'there is no write quorum\n')).toEqual({
      holds: false,
      why: 'there is no write quorum',
    });
  });
});

test('what MinIO cannot do has a sentence for each', () => {
  const { roles } = call({ call: 'site' }) as unknown as { readonly roles: readonly { readonly cannot?: object }[] };
  expect(Object.keys(roles[0]?.cannot ?? {}).sort()).toEqual([
    'backup',
    'decommission',
    'drill',
    'move',
    'restore',
    'successor',
    'upgrade',
  ]);
});
