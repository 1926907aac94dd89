import { defineRole, defineSite, z } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import fc from 'fast-check';
import { prometheus } from './role.ts';
import { placesOf } from './targets.ts';

const target = (job: string, address: string, port = 9100) => ({ metrics: { job, address, port } });
const source = defineRole({
  name: 'source',
  params: z.object({}),
  resources: () => [],
  outputs: ({ host }) => ({ extra: 1, metrics: { job: 'node', address: host.address, port: 9100 } }),
});
const call = evaluate(
  defineSite({
    name: 'test',
    hosts: { mon: {} },
    use: () => void prometheus.on(['mon'], { scrape: [source.on(['mon']).outputs] }),
  }),
);
const peers = [{ name: 'mon', address: '10.0.0.1', labels: {}, facts: {} }];
const scrape = [
  [target('redis', '10.0.0.2', 9121)],
  [target('node', '10.0.0.1'), target('node', '10.0.0.2'), { metrics: null }],
];
const on = {
  use: 'prometheus',
  host: 'mon',
  peers,
  record: null,
  decided: {},
  params: call({ call: 'params', use: 'prometheus', params: { scrape } }) as Record<string, never>,
};

interface Declared {
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
}

describe('the role prometheus', () => {
  test('writes every target of every role, by job', () => {
    const declared = call({ call: 'resources', ...on }) as unknown as readonly Declared[];
    expect(declared.find(({ key }) => key === '/etc/prometheus/prometheus.yml')?.params).toMatchObject({
      validate: ['promtool', 'check', 'config', '{}'],
      content: [
        '# Written whole by Rolecall: changes made here do not stay.',
        'global:',
        '  scrape_interval: 15s',
        '  evaluation_interval: 15s',
        'scrape_configs:',
        '  - {"job_name":"prometheus","static_configs":[{"targets":["127.0.0.1:9090"]}]}',
        '  - {"job_name":"node","static_configs":[{"targets":["10.0.0.1:9100","10.0.0.2:9100"]}]}',
        '  - {"job_name":"redis","static_configs":[{"targets":["10.0.0.2:9121"]}]}',
        '',
      ].join('\n'),
    });
  });

  test('reloads for new targets and restarts for new settings', () => {
    const declared = call({ call: 'resources', ...on }) as unknown as readonly Declared[];
    expect(declared.find(({ key }) => key === 'prometheus')?.params).toBeDefined();
    expect(declared.at(-1)?.params).toMatchObject({
      reloadOn: ['file:/etc/prometheus/prometheus.yml'],
      restartOn: ['file:/etc/default/prometheus'],
    });
  });

  test.each([
    ['4', true, ''],
    ['3', false, '3 of 4 targets are up'],
  ])('with %s targets up of 4 holds: %s', (up, holds, why) => {
    const body = JSON.stringify({
      status: 'success',
      data: { resultType: 'vector', result: [{ metric: {}, value: [1.5, up] }] },
    });
    const answer = { is: 'value' as const, value: { status: 200, body } };
    expect(call({ call: 'judge', ...on, probe: 'clusterProbe', answer })).toEqual({ holds, why });
  });

  test('does not hold before it has asked anybody', () => {
    const answer = { is: 'value' as const, value: { status: 200, body: '{"data":{"result":[]}}' } };
    expect(call({ call: 'judge', ...on, probe: 'clusterProbe', answer })).toMatchObject({
      why: '0 of 4 targets are up',
    });
  });

  test('refuses a target without a port, with its path', () => {
    const wrong = { scrape: [[{ metrics: { job: 'x', address: 'a' } }]] };
    expect(() => call({ call: 'params', use: 'prometheus', params: wrong })).toThrow(/scrape\.0\.0\.metrics\.port/);
  });

  test('writes the same file for the same targets in any order, each once', () => {
    const any = fc.array(
      fc.record({
        metrics: fc.record({ job: fc.constantFrom('a', 'b'), address: fc.ipV4(), port: fc.constantFrom(1, 2) }),
      }),
    );
    fc.assert(
      fc.property(any, (targets) => {
        const places = [...placesOf([targets, targets])];
        expect([...placesOf([targets.toReversed()])]).toEqual(places);
        for (const [, list] of places) expect(new Set(list).size).toBe(list.length);
      }),
    );
  });
});
