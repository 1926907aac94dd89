import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { EvaluatorLine, SiteDocument, secretMarker } from '@rolecall/protocol';

const entry = join(import.meta.dirname, 'fixture', 'entry.ts');
const repository = resolve(import.meta.dirname, '../../../..');
const marker = secretMarker('cache/password' as never);

const host = (name: string) => ({ name, address: `10.0.0.${name.charCodeAt(0)}`, labels: {}, facts: {} });
const cluster = {
  use: 'cache',
  params: {},
  peers: [host('a'), host('b')],
  record: null,
  decided: { primary: '10.0.0.97' },
};
const onA = { ...cluster, host: 'a' };

/** Sends calls to a process of its own, as the controller does, and gives its lines. */
function evaluate(...calls: readonly object[]): readonly EvaluatorLine[] {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--permission', `--allow-fs-read=${repository}`, '--no-warnings', entry],
    {
      input: calls.map((call, id) => `${JSON.stringify({ id, ...call })}\n`).join(''),
      encoding: 'utf8',
      timeout: 15_000,
    },
  );
  if (status !== 0) throw new Error(`it ended with ${status}: ${stderr}`);
  const lines = stdout.trim().split('\n');
  return lines.map((line) => EvaluatorLine.parse(JSON.parse(line)));
}

const only = (call: object): EvaluatorLine => evaluate(call)[0] as EvaluatorLine;
const misdeed = (name: string) => ({ call: 'resources', ...onA, params: { misdeed: name } });

describe('the process that evaluates a site', () => {
  test('answers every call, in order, and twice the same', () => {
    const calls = [
      { call: 'site' },
      { call: 'params', use: 'cache', params: { password: marker } },
      { call: 'observe', ...onA },
      {
        call: 'decide',
        ...cluster,
        answers: { primary: { a: { is: 'value', value: ['x'] }, b: { is: 'value', value: 1 } } },
      },
      { call: 'order', ...cluster, instances: ['a', 'b'] },
      { call: 'resources', ...onA, params: { misdeed: 'none', password: marker } },
      { call: 'probe', ...onA },
      { call: 'judge', ...onA, probe: 'probe', answer: { is: 'value', value: { status: 200, body: 'busy' } } },
      { call: 'outputs', ...onA, params: { password: marker } },
    ];
    const lines = evaluate(...calls);
    expect(evaluate(...calls)).toEqual(lines);
    expect(lines.map(({ id }) => id)).toEqual(calls.map((_, id) => id));
    const [site, ...values] = lines.map((line) => (line.is === 'value' ? line.value : line));
    expect(SiteDocument.parse(site)).toMatchObject({
      name: 'fixture',
      secrets: [{ name: 'cache/password', generate: 32 }],
    });
    expect(values).toMatchObject([
      { misdeed: 'none', names: [], password: marker },
      { primary: { ask: 'redis', words: ['ROLE', '10.0.0.97'], port: 6379 } },
      { primary: 'x' },
      ['b', 'a'],
      [{ kind: 'file', key: '/etc/cache', params: { content: `10.0.0.97 10.0.0.97 ${marker}` } }],
      { ask: 'http' },
      { holds: false, why: 'it says busy' },
      { address: '10.0.0.97', password: marker },
    ]);
  });

  describe('refuses in one sentence, with the line,', () => {
    const refused = [
      ['asks the time', /no clock/],
      ['makes a date of now', /no clock/],
      ['formats now', /no clock/],
      ['measures time', /no clock/],
      ['asks for its number', /no clock/],
      ['rolls a die', /no randomness/],
      ['draws a name', /no randomness/],
      ['waits a moment', /waits for nothing/],
      ['leaves', /neither ends processes/],
      ['opens a connection', /opens no connection/],
      ['throws a tantrum', /^TypeError: no$/],
      ['declares a file twice', /file:\/a is declared twice/],
    ] as const;
    let lines: readonly EvaluatorLine[];
    beforeAll(() => {
      lines = evaluate(...refused.map(([name]) => misdeed(name)));
    });

    test.each(refused.map(([name, message], index) => [name, message, index] as const))(
      'a role that %s',
      (_, message, index) => {
        expect(lines[index]).toMatchObject({
          is: 'error',
          message: expect.stringMatching(message),
          at: { file: expect.stringMatching(/fixture\/site\.ts$/) },
        });
        expect(JSON.stringify(lines[index])).not.toContain('\\n');
      },
    );
  });

  test('refuses what is no list of resources', () => {
    expect(evaluate(misdeed('lists what is no resource'), misdeed('answers later'))).toMatchObject([
      { is: 'error', code: 'bad_role', message: expect.stringMatching(/only what file\(\), service\(\)/) },
      { is: 'error', code: 'bad_role', message: expect.stringMatching(/must not be async/) },
    ]);
  });

  test('names every parameter that does not fit, and the line of the use', () => {
    const line = only({ call: 'params', use: 'cache', params: { misdeed: 3, names: ['x', 1], nmaes: [] } });
    expect(line).toMatchObject({
      is: 'error',
      code: 'bad_params',
      message: expect.stringMatching(/cache do not fit: misdeed: .*string.*; names\.1: .*string.*"nmaes"/),
      at: { file: expect.stringMatching(/site\.ts$/) },
    });
  });

  test('refuses an order that loses a host', () => {
    expect(only({ call: 'order', ...cluster, params: { misdeed: 'loses a host' }, instances: ['a'] })).toMatchObject({
      is: 'error',
      message: expect.stringMatching(/the same hosts/),
    });
  });

  test('an answer that says nothing does not hold, and neither does silence', () => {
    const silent = { call: 'judge', ...onA, probe: 'probe', answer: { is: 'absent', reason: 'refused' } };
    expect(only(silent)).toMatchObject({ value: { holds: false, why: 'refused' } });
  });

  test('says what is wrong with a call that it does not know', () => {
    expect(evaluate({ call: 'nonsense' }, { call: 'outputs', ...onA, use: 'nobody' })).toMatchObject([
      { id: 0, is: 'error' },
      { id: 1, is: 'error', code: 'unknown_use' },
    ]);
  });
});

test('taking the network away does not load the client that it is taken from', () => {
  const sealed = join(import.meta.dirname, 'sealed.ts');
  const code = `import ${JSON.stringify(sealed)};
console.log(typeof fetch, typeof WebSocket, process.moduleLoadList.filter((name) => name.includes('undici')).length);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
    env: {},
  });
  expect(stdout).toBe('function function 0\n');
});
