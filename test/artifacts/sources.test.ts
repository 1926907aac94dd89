import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GoRecipe, MavenTreeRecipe } from './recipe.ts';
import { recipes } from './recipes.ts';
import { keyOf, SOURCES } from './sources.ts';

const etcd = recipes.etcd as GoRecipe;
const tree = recipes['cassandra-5.0'] as MavenTreeRecipe;

/** A copy of all sources in which one file is otherwise. */
function withChanged(path: string, check: (sources: string) => void): void {
  const copy = mkdtempSync(join(tmpdir(), 'rolecall-sources-'));
  try {
    cpSync(SOURCES, copy, { recursive: true });
    writeFileSync(join(copy, path), 'otherwise\n');
    check(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

describe('what an artifact is kept under', () => {
  test('is the same for the same recipe, wherever its files lie', () => {
    withChanged('mc/go.sum', (copy) => expect(keyOf(etcd, copy)).toBe(keyOf(etcd)));
  });

  test('changes with every part of the recipe', () => {
    const others = [
      { ...etcd, file: 'other.tar.gz' },
      { ...etcd, variables: { 'main.version': '1' } },
      { ...etcd, programs: { etcd: 'go.etcd.io/etcd/server/v4' } },
    ];
    expect(new Set([etcd, ...others].map((one) => keyOf(one))).size).toBe(4);
    expect(keyOf({ ...tree, without: /none/ })).not.toBe(keyOf(tree));
  });

  test('changes with the files that it names', () => {
    withChanged('etcd/go.sum', (copy) => expect(keyOf(etcd, copy)).not.toBe(keyOf(etcd)));
    withChanged('cassandra/bin/nodetool', (copy) => expect(keyOf(tree, copy)).not.toBe(keyOf(tree)));
    withChanged('cassandra/5.0.9.sha256', (copy) => expect(keyOf(tree, copy)).not.toBe(keyOf(tree)));
  });

  test("does not change with another version's checksums", () => {
    withChanged('cassandra/4.1.10.sha256', (copy) => expect(keyOf(tree, copy)).toBe(keyOf(tree)));
  });

  test('differs between all recipes', () => {
    const keys = Object.values(recipes).map((one) => keyOf(one));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
