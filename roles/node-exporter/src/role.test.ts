import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { nodeExporter } from './role.ts';

const call = evaluate(defineSite({ name: 'test', hosts: { a: {} }, use: () => void nodeExporter.on(['a']) }));
const on = {
  use: 'node-exporter',
  host: 'a',
  params: {},
  peers: [{ name: 'a', address: '10.0.0.1', labels: {}, facts: {} }],
  record: null,
  decided: {},
};

describe('the role node-exporter', () => {
  test('installs the exporter and keeps it running', () => {
    expect(call({ call: 'resources', ...on })).toMatchObject([
      { kind: 'package', key: 'prometheus-node-exporter' },
      { kind: 'service', params: { enabled: true, running: true } },
    ]);
  });

  test('says where it can be scraped', () => {
    const metrics = { job: 'node', address: '10.0.0.1', port: 9100 };
    expect(call({ call: 'outputs', ...on })).toEqual({ address: '10.0.0.1', port: 9100, metrics });
  });

  test('is up when it shows figures', () => {
    const judge = (status: number) =>
      call({ call: 'judge', ...on, probe: 'probe', answer: { is: 'value', value: { status, body: '' } } });
    expect(judge(200)).toEqual({ holds: true, why: '' });
    expect(judge(500)).toEqual({ holds: false, why: 'it answered 500' });
  });
});
