import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Installation } from './installation.ts';
import { ROOT } from './packages.ts';

const SITE = join(import.meta.dirname, 'fixtures/site.ts');

let installed: Installation;

beforeAll(async () => {
  execFileSync(process.execPath, ['publish/build.ts'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  installed = new Installation();
  installed.install();
  copyFileSync(SITE, join(installed.site, 'site.ts'));
  await installed.serve();
}, 300_000);

afterAll(() => installed.remove());

test('what npm gets is JavaScript with declarations, and every entry point is there', () => {
  const home = join(installed.site, 'node_modules/@rolecall');
  const files = globSync('**/*', { cwd: home });
  expect(files.filter((name) => /(?<!\.d)\.ts$/.test(name))).toEqual(['controller/templates/site/site.ts']);
  expect(files.filter((name) => /\.test\.|\/fixtures\/|\/cases\//.test(name))).toEqual([]);
  for (const name of globSync('*/package.json', { cwd: home })) {
    const { exports } = JSON.parse(readFileSync(join(home, name), 'utf8')) as {
      exports: Record<string, Record<string, string>>;
    };
    const targets = Object.values(exports).flatMap((target) => Object.values(target));
    const missing = targets.filter((target) => globSync(join(home, name, '..', target)).length === 0);
    expect([name, missing]).toEqual([name, []]);
  }
});

test('a site is found good, from its types to its evaluation', () => {
  const said = installed.run('npx', 'controller', 'validate', 'site.ts');
  expect(said).toMatchObject({ status: 0, stdout: 'small: 3 hosts, 2 uses of roles; nothing wrong\n' });
});

test('a typo in a parameter is told with its place', () => {
  writeFileSync(
    join(installed.site, 'typo.ts'),
    readFileSync(SITE, 'utf8').replace("{ text: 'hello' }", "{ txt: '' }"),
  );
  const { status, stdout, stderr } = installed.run('npx', 'controller', 'validate', 'typo.ts');
  expect(status).toBe(1);
  expect(stdout + stderr).toMatch(/^typo\.ts:14:25: .*'txt' does not exist/m);
});

test('the folder that init writes is a good site', () => {
  expect(installed.run('npx', 'controller', 'init', 'fresh')).toMatchObject({ status: 0 });
  expect(installed.run('npx', 'controller', 'validate', 'fresh/site.ts')).toMatchObject({ status: 0 });
});

test('a Node 18 starts the command line, which goes on with the Node that npm brought', () => {
  const node = installed.node(18);
  expect(installed.run(node, '--version').stdout).toMatch(/^v18\./);
  const { status, stdout } = installed.run(node, 'node_modules/.bin/controller', '--help');
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('Usage: controller') });
});

test('the agent that the controller serves was built from what is installed, without a schema library', () => {
  writeFileSync(
    join(installed.site, 'build.mjs'),
    `import { buildAgent } from '@rolecall/agent/build';
const { bundle } = await buildAgent();
console.log(bundle.path);\n`,
  );
  const bundle = installed.run('node_modules/.bin/node', 'build.mjs').stdout.trim();
  expect(installed.run('node_modules/.bin/node', bundle, 'version').stdout).toMatch(/^0\.\d+\.\d+/);
});
