import type { InstanceId, RunEvent } from '@rolecall/protocol';
import { Holding } from './holding.ts';
import { fold, graph, node, planned } from './simulation.ts';

const ids = (...names: string[]) => names as InstanceId[];
const start = fold([
  graph(node('a@h1'), node('a@h2', { position: 1 }), node('b@h3', { after: ids('a@-') })),
  planned('a@h1', 'ok'),
  planned('a@h2', 'ok'),
  planned('b@h3', 'ok'),
]);
const ended = (instance: string): RunEvent => ({
  event: 'ended',
  instance: instance as InstanceId,
  outcome: 'ok',
  fault: null,
});
const reasons = (news: ReturnType<Holding['news']>) =>
  news.map(({ instance, holds }) => `${instance}: ${holds.map(({ gate, reason }) => `${gate}: ${reason}`).join()}`);

describe('why an instance waits', () => {
  test('is told once, when it has waited for longer than a moment', () => {
    const holding = new Holding(1_000);
    expect(holding.news(start, 0)).toEqual([]);
    expect(holding.news(start, 500)).toEqual([]);
    expect(reasons(holding.news(start, 1_000))).toEqual(['b@h3: needs: a@h1 and 1 more are not up yet']);
    expect(holding.news(start, 60_000)).toEqual([]);
  });

  test('is told again when it changes, and not at once', () => {
    const holding = new Holding(1_000);
    for (const now of [0, 1_000]) holding.news(start, now);
    const less = fold([ended('a@h1')], start);
    expect(holding.news(less, 2_000)).toEqual([]);
    expect(reasons(holding.news(less, 3_000))).toEqual(['b@h3: needs: a@h2 is not up yet']);
  });

  test('is not told of what goes on', () => {
    const holding = new Holding(1_000);
    const up = fold([ended('a@h1'), ended('a@h2')], start);
    for (const now of [0, 1_000, 2_000]) expect(holding.news(up, now)).toEqual([]);
  });

  test('is told of a few only, where thousands wait for the same', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => node(`b@h${i}`, { after: ids('a@-') }));
    const run = fold([graph(node('a@x'), ...many)]);
    const holding = new Holding(1);
    let told = 0;
    for (let now = 0; now < 200; now++) told += holding.news(run, now * 1_000).length;
    expect(told).toBe(1_000);
    expect(holding.news(run, 1e9)).toEqual([]);
  });
});
