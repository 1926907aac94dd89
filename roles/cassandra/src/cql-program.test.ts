import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { CQL_PROGRAM } from './cql-program.ts';
import { NODE_SETTINGS } from './places.ts';
import { HostFolder } from './testing/host-folder.ts';

/** The client of CQL, against a server that answers each query with the next of its pages (native_protocol_v4.spec). */
const QUERY = 7;
const READY = 2;
const RESULT = 8;
const HAS_MORE = 2;
const BLOB = 3;

let host: HostFolder;
let server: Server;
let asked: Buffer[];
afterEach(() => {
  server.close();
  host[Symbol.dispose]();
});

const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const short = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const name = (text: string): Buffer => Buffer.concat([short(text.length), Buffer.from(text)]);
const value = (text: string): Buffer => Buffer.concat([int(text.length), Buffer.from(text)]);
const frame = (kind: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0x84, 0, 0, 0, kind]), int(body.length), body]);

interface Page {
  readonly rows: readonly (readonly string[])[];
  readonly next?: string;
}
function rowsOf({ rows, next }: Page): Buffer {
  const columns = rows[0] ?? [];
  const described = columns.flatMap((_, index) => [name('k'), name('t'), name(`c${index}`), short(BLOB)]);
  const flags = next === undefined ? 0 : HAS_MORE;
  return Buffer.concat([
    ...[int(2), int(flags), int(columns.length), ...(next === undefined ? [] : [value(next)])],
    ...described,
    int(rows.length),
    ...rows.flat().map(value),
  ]);
}

async function serve(...pages: readonly Page[]): Promise<void> {
  asked = [];
  server = createServer((socket) => {
    socket.on('data', (data: Buffer) => {
      if (data[4] !== QUERY) return socket.write(frame(READY, Buffer.alloc(0)));
      asked.push(data.subarray(9));
      return socket.write(frame(RESULT, rowsOf(pages[asked.length - 1] ?? { rows: [] })));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  host = new HostFolder();
  const { port } = server.address() as { readonly port: number };
  host.write(NODE_SETTINGS, `address=127.0.0.1\nclient=${port}\n`);
}

const client = (statement: string, ...words: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const program = host.placed(CQL_PROGRAM);
    const child = execFile('perl', ['-e', program, '--', ...words], (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    );
    child.stdin?.end(`${statement}\n`);
  });

test('keys are printed as in the files of a table, page by page', async () => {
  await serve({ rows: [['a'], ['bc']], next: 'page 2' }, { rows: [['d']] });
  expect(await client('SELECT key FROM app.things', '--keys')).toBe('61\n6263\n64\n');
  const options = asked.map((body) => body.subarray(4 + body.readInt32BE(0)));
  expect(options).toEqual([
    Buffer.concat([Buffer.from([0, 6, 4]), int(5000)]),
    Buffer.concat([Buffer.from([0, 6, 12]), int(5000), value('page 2')]),
  ]);
});

test('a key of several columns has the length of each before it', async () => {
  await serve({ rows: [['a', 'bc']] });
  expect(await client('SELECT a, b FROM app.things', '--keys')).toBe('000161000002626300\n');
});

test('what is no key is asked for at once', async () => {
  await serve({ rows: [['a', 'bc']] });
  await client('SELECT a, b FROM app.things');
  expect(asked[0]?.subarray(-3)).toEqual(Buffer.from([0, 6, 0]));
});
