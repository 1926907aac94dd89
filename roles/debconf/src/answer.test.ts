import { readdirSync, readFileSync } from 'node:fs';
import { converge, FakeHost, type Given } from '@rolecall/roles/testing';
import { provider } from './kinds/answer/provider.ts';
import { answer } from './kinds/answer/resource.ts';

interface Case {
  readonly given: Given;
  readonly params: object | readonly object[];
  readonly expected: {
    readonly differs?: readonly string[];
    readonly commands: readonly string[];
    readonly input?: string;
    readonly error?: string;
  };
}

const FOLDER = new URL('./kinds/answer/cases/', import.meta.url);
const cases = readdirSync(FOLDER).map(
  (name) => [name.replace('.json', ''), JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Case] as const,
);

test.each(cases)('debconf.answer: %s', async (_, { given, params, expected }) => {
  const wanted = [params].flat().map((one) => answer.params.parse(one));
  const host = new FakeHost(given);
  const settled = converge(provider, host, wanted);
  if (expected.error !== undefined) await expect(settled).rejects.toThrow(expected.error);
  else expect(await settled).toEqual({ is: 'settled', differing: expected.differs });
  expect(host.commands.map(({ argv }) => argv.join(' '))).toEqual(expected.commands);
  if (expected.input !== undefined) expect(host.commands[0]?.input).toBe(expected.input);
  if (expected.error !== undefined) return;
  host.forget();
  await converge(provider, host, wanted);
  expect(host.commands).toEqual([]);
});

const KNOWN = 'Name: tiny/setuid\nTemplate: tiny/setuid\nValue: false\nOwners: tiny\n';
const params = answer.params.parse({ question: 'tiny/setuid', package: 'tiny', type: 'boolean', value: 'true' });
const hostWith = (config: string): FakeHost =>
  new FakeHost({
    files: { '/var/cache/debconf/config.dat': config },
    commands: [{ argv: ['debconf-communicate', 'tiny'] }, { argv: ['debconf-set-selections'] }],
  });
const told = (host: FakeHost): readonly string[] => host.commands.map(({ argv, input }) => `${argv[0]}: ${input}`);

describe('debconf.answer', () => {
  test('forgets a question, and where there is none does nothing', async () => {
    const host = hostWith(KNOWN);
    await provider.remove(host, params);
    expect(told(host)).toEqual(['debconf-communicate: UNREGISTER tiny/setuid\n']);
    const empty = hostWith('');
    await provider.remove(empty, params);
    expect(told(empty)).toEqual([]);
  });

  test('puts back an answer as it was, also that nobody had seen its question, or that there was none', async () => {
    const host = hostWith(KNOWN);
    const prior = await provider.capture?.(host, params);
    expect(prior).toEqual({ state: { value: 'false', seen: false } });
    await provider.restore?.(host, params, prior ?? {});
    expect(told(host)).toEqual([
      'debconf-set-selections: tiny tiny/setuid boolean false\n',
      'debconf-communicate: FSET tiny/setuid seen false\n',
    ]);
    const after = hostWith(KNOWN);
    await provider.restore?.(after, params, (await provider.capture?.(hostWith(''), params)) ?? {});
    expect(told(after)).toEqual(['debconf-communicate: UNREGISTER tiny/setuid\n']);
  });

  test.each([
    ['a question without a package', { question: 'setuid' }],
    ['an answer of two lines', { value: 'a\nb' }],
    ['an answer that ends with a space', { value: 'a ' }],
    ['a type that no package knows', { type: 'number' }],
  ])('%s is refused', (_, wrong) => {
    expect(answer.params.safeParse({ ...params, ...wrong }).success).toBe(false);
  });
});
