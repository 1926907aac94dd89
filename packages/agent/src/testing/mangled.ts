import fc from 'fast-check';

type Node = Record<string, unknown>;
interface Cut {
  readonly how: 'set' | 'drop' | 'add';
  /** Which of all places in the value, counted from its beginning and around. */
  readonly at: number;
  readonly key: string;
  readonly value: unknown;
}

const LONG = fc
  .tuple(fc.constantFrom('x', 'é', '😀', '\ud800', '\n'), fc.constantFrom(1, 63, 64, 65, 200, 201, 256, 257, 400, 401))
  .map(([letter, times]) => letter.repeat(times));
const NUMBERS = fc.constantFrom(-1, -0, 0, 1.5, 2 ** 53 - 1, 2 ** 53, 1e308, 65_535, 65_536, 60_000, 60_001);
const TEXTS = fc.constantFrom(
  '',
  'x'.repeat(5000),
  'ab'.repeat(32),
  'redis@db-1',
  'tcp',
  'http://h',
  'http:/h',
  'AAA=',
);
const VALUES = fc.oneof(LONG, NUMBERS, TEXTS, fc.constantFrom(null, [], {}, true), fc.webUrl(), fc.jsonValue());
const KEYS = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', 'type', 'timeoutMs'), fc.string());

/** Copies of these values in which one or two places, however deep, were replaced, taken away or added to. */
export const mangled = (values: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc
    .tuple(fc.constantFrom(...values), fc.array(CUT, { minLength: 1, maxLength: 2 }))
    .map(([value, cuts]) => cuts.reduce(apply, structuredClone(value)));

const CUT: fc.Arbitrary<Cut> = fc.record({
  how: fc.constantFrom('set', 'drop', 'add'),
  at: fc.nat(),
  key: KEYS,
  value: VALUES,
});

function apply(value: unknown, { how, at, key, value: other }: Cut): unknown {
  const places = placesIn(value);
  const [node, name] = places[at % places.length] ?? [];
  if (node === undefined || name === undefined) return value;
  if (how === 'set') put(node, name, other);
  else if (how === 'add') put(node, Array.isArray(node) ? String(node.length) : key, other);
  else if (Array.isArray(node)) node.splice(Number(name), 1);
  else delete node[name];
  return value;
}

const placesIn = (value: unknown): readonly (readonly [Node, string])[] =>
  isNode(value) ? Object.keys(value).flatMap((name) => [[value, name] as const, ...placesIn(value[name])]) : [];

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Assigning `__proto__` would set a prototype rather than a property. */
const put = (node: Node, name: string, value: unknown): unknown =>
  Object.defineProperty(node, name, { value, enumerable: true, configurable: true, writable: true });
