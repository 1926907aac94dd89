import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { commands } from './commands.ts';

/** Prints what is loaded when a command is: its own modules, and those of packages and of Node that they bring. */
const LIST = `import { registerHooks } from 'node:module';
const seen = [];
registerHooks({ resolve: (name, context, next) => { const found = next(name, context); seen.push(found.url); return found; } });
await import(process.argv[1]);
console.log(JSON.stringify(seen));`;

const loadedWith = (command: string): readonly string[] =>
  loadedModules(join(import.meta.dirname, 'commands', `${command}.ts`));

function loadedModules(file: string): readonly string[] {
  const argv = ['--input-type=module', '--eval', LIST, file];
  return JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8', env: { PATH: process.env.PATH } }));
}

/** They would cost each start more than all the rest: schemas are the controller's to check, and the bundler waits for a change. */
const HEAVY = /node_modules\/(zod|esbuild|typescript|pino|ws)\//;

const OF_OPERATORS = commands.map(({ name }) => name).filter((name) => name !== 'serve');

test.each(OF_OPERATORS)('the start of "controller %s" loads no schema library, bundler or server', (name) => {
  const loaded = loadedWith(name);
  expect(loaded.length).toBeGreaterThan(0);
  expect(loaded.filter((url) => HEAVY.test(url))).toEqual([]);
  // As a module it would read every export of it, and so load Node's second HTTP client.
  expect(loaded).not.toContain('node:http');
});

test('bundling a site loads no schema library', () => {
  const file = join(import.meta.dirname, '..', 'site', 'bundle', 'build.ts');
  const loaded = loadedModules(file);
  expect(loaded.length).toBeGreaterThan(0);
  expect(loaded.filter((url) => /node_modules\/zod\//.test(url))).toEqual([]);
});
