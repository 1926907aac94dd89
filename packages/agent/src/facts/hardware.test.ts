import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Facts } from '@rolecall/protocol';
import { type HardwareOptions, readHardware, storedHardware } from './hardware.ts';

let folder: string;
const INVENTORY = {
  manufacturer: 'Dell Inc.',
  model: 'PowerEdge R650xs',
  serial: 'ABC1234',
  chassis: 'Rack Mount Chassis',
  bios: 'Dell Inc. 1.9.2',
  memoryModules: [],
  diskLayout: [],
  graphics: [],
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hardware-'));
  boot('first');
});
afterEach(() => rmSync(folder, { recursive: true }));

const boot = (id: string): void => writeFileSync(join(folder, 'boot_id'), `${id}\n`);

const options = (script: string, timeoutMs = 10_000): HardwareOptions => ({
  file: join(folder, 'hardware.json'),
  bootIdFile: join(folder, 'boot_id'),
  argv: [process.execPath, '-e', script],
  timeoutMs,
});
/** Prints the inventory, and leaves a mark each time. */
const counting = (): HardwareOptions =>
  options(
    `fs.appendFileSync(${JSON.stringify(join(folder, 'runs'))}, 'x'); console.log('${JSON.stringify(INVENTORY)}')`,
  );
const runs = (): number => readFileSync(join(folder, 'runs'), 'utf8').length;

test('the child runs once a boot', async () => {
  expect(storedHardware(counting())).toEqual({ unknown: 'not gathered yet' });
  expect(await readHardware(counting())).toEqual(INVENTORY);
  expect(await readHardware(counting())).toEqual(INVENTORY);
  expect(storedHardware(counting())).toEqual(INVENTORY);
  expect(runs()).toBe(1);
  boot('second');
  expect(storedHardware(counting())).toEqual({ unknown: 'not gathered yet' });
  await readHardware(counting());
  expect(runs()).toBe(2);
  expect(readdirSync(folder).sort()).toEqual(['boot_id', 'hardware.json', 'runs']);
});

test('a child that fails, hangs or prints nonsense leaves a reason and nothing on disk', async () => {
  expect(await readHardware(options(`console.error('dmidecode: no'); process.exit(3)`))).toEqual({
    unknown: 'the inventory could not be gathered: dmidecode: no',
  });
  expect(await readHardware(options('setInterval(() => {}, 1000)', 300))).toEqual({
    unknown: 'the inventory took too long and was ended',
  });
  expect(await readHardware(options(`console.log('{')`))).toHaveProperty('unknown');
  expect(readdirSync(folder)).toEqual(['boot_id']);
});

test('a stored result that was cut off is gathered anew', async () => {
  writeFileSync(join(folder, 'hardware.json'), '{"bootId":"fir');
  expect(await readHardware(counting())).toEqual(INVENTORY);
});

test('the real inventory fits the schema', async () => {
  const main = new URL('./hardware-main.ts', import.meta.url);
  const hardware = await readHardware(options(`import('${main}').then((m) => m.printHardware())`, 30_000));
  expect(hardware).not.toHaveProperty('unknown');
  expect(Facts.shape.hardware.parse(hardware)).toEqual(hardware);
});
