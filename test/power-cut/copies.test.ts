import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Running } from './running.ts';
import { journalWriter, storeWriter } from './writers.ts';

const COPIES = 12;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-copies-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ['the store', storeWriter],
  ['the journal of an agent', journalWriter],
])(
  'at any moment under load, %s as it lies on disk holds everything that was acknowledged',
  async (_, writer) => {
    const data = join(folder, 'data');
    mkdirSync(data);
    const running = new Running(writer.entry, data);
    const copies: { readonly path: string; readonly acknowledged: number }[] = [];
    try {
      await running.until(20);
      for (let i = 0; i < COPIES; i++) {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
        const path = join(folder, `copy-${i}`);
        const acknowledged = await running.held(() => cpSync(data, path, { recursive: true }));
        copies.push({ path, acknowledged });
      }
    } finally {
      await running.kill();
    }
    for (const { path, acknowledged } of copies) {
      expect([acknowledged, await writer.check(path, acknowledged)]).toEqual([acknowledged, []]);
    }
    expect(copies.at(-1)?.acknowledged).toBeGreaterThan(copies[0]?.acknowledged ?? 0);
  },
  60_000,
);
