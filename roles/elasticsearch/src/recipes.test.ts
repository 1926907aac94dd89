import type { Recipe } from '@rolecall/roles';
import { params } from './params.ts';
import { decommission, move, replace } from './recipes.ts';

const host = (last: number) => ({ name: `es-${last}`, address: `10.0.0.${last}`, labels: {}, facts: {} });
const hosts = [1, 2, 3, 4, 5].map(host);
const [one = host(1), two = host(2), three = host(3), four = host(4), five = host(5)] = hosts;
const context = {
  use: 'elasticsearch',
  params: params.parse({ server: { product: 'elasticsearch', version: '8.19.21', sha256: 'a' } }),
  peers: hosts,
  record: { founder: 'es-1', formed: true },
  decided: { founder: null, master: 'es-1', nodes: ['es-1', 'es-2', 'es-3'] },
  given: {},
  begun: false,
};
const told = ({ steps, finally: last = [] }: Recipe): readonly string[] =>
  [...steps, ...last].map((step) => ('name' in step ? step.name : step.title));

describe('a node', () => {
  test('that is lost is replaced by another host, or anew under its name', () => {
    const change = { ...context, leaving: three, staying: [one, two] };
    expect(told(replace({ ...change, coming: four }))).toEqual([
      'lost',
      'majority',
      'take es-4 in, empty',
      'tell those who stay who the others are',
      'whole',
      'stop es-3 and take away what makes it a node; its data stays',
    ]);
    const [, , anew] = replace({ ...change, coming: three }).steps;
    expect(anew).toMatchObject({ does: 'apply', params: { replace: ['es-3'] } });
    expect(() => replace({ ...change, staying: [], coming: four })).toThrow('the only node');
  });

  test('that works moves once the new one is there, and is emptied before it is stopped', () => {
    const moving = { ...context, leaving: three, coming: four, staying: [one, two] };
    expect(told(move(moving))).toEqual([
      'healthy',
      'take es-4 in',
      'empty',
      'stop es-3 and take away what makes it a node; its data stays',
      'tell those who stay who the others are',
      'whole',
      'admit',
    ]);
    expect(told(move({ ...moving, begun: true }))).not.toContain('healthy');
    expect(() => move({ ...moving, staying: [] })).toThrow('the only node of a cluster cannot be moved');
  });

  test('is taken out only where three stay', () => {
    const going = { ...context, leaving: five, staying: [one, two, three, four] };
    expect(told(decommission(going)).slice(0, 2)).toEqual(['healthy', 'empty']);
    // What was done once is not done again when a recipe goes on, unless it can be asked for.
    expect(decommission(going).finally).toMatchObject([{ name: 'admit', done: expect.anything() }]);
    expect(() => decommission({ ...going, staying: [one, two] })).toThrow('2 nodes would stay');
  });
});
