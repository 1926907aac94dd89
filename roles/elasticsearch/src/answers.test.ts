import { readNode, readOrigin } from './answers.ts';

const said = (stdout: string, exitCode = 0) => ({ exitCode, stdout, stderr: '' });
const node = '{"cluster_name":"one","cluster_uuid":"QhB"}';
const state = '{"master_node":"b","nodes":{"b":{"name":"es-2"},"a":{"name":"es-1"}}}';
const look = (one = node, other = state, version = '8.19.21') =>
  said(`{"node":${one},"state":${other},"version":"${version}"}\n`);

describe('what a node sees', () => {
  test('is its cluster with the master, by name', () => {
    expect(readNode(look())).toEqual({
      cluster: 'one',
      id: 'QhB',
      sees: { master: 'es-2', nodes: ['es-1', 'es-2'] },
      version: '8.19.21',
    });
  });

  test('is nothing where it was never in a cluster, or knows of no master', () => {
    expect(readNode(look(node.replace('QhB', '_na_'), 'null', ''))).toEqual({
      cluster: 'one',
      id: null,
      sees: null,
      version: null,
    });
  });

  test.each(['', 'null', 'curl: (7)', '{"node":null}'])('is no answer where it says %j', (text) => {
    expect(readNode(said(text))).toBeUndefined();
    expect(readNode(said(look().stdout, 7))).toBeUndefined();
  });
});

test('a host knows which cluster it came into, under which name', () => {
  const file = (content: string) => ({ size: content.length, mode: 0o644, content });
  expect(readOrigin(file('cluster=one\nid=QhB\nnode=es-1\n'))).toEqual({ cluster: 'one', id: 'QhB', node: 'es-1' });
  expect(readOrigin(file('cluster=one\n'))).toBeUndefined();
});
