import { LAYOUT } from '../src/layout.ts';
import { hostFiles } from './host-files.ts';

const contentOf = (name: string): string => hostFiles().find(({ path }) => path.endsWith(name))?.content ?? '';

test('the unit starts the agent where the layout says', () => {
  expect(contentOf(LAYOUT.service)).toMatch(
    new RegExp(`^ExecStart=${LAYOUT.current}/node .*${LAYOUT.current}/agent.cjs run$`, 'm'),
  );
});

test('the unit makes the folders that the layout names, for root alone', () => {
  const unit = contentOf(LAYOUT.service);
  expect(unit).toContain(`StateDirectory=${LAYOUT.state.replace('/var/lib/', '')}\nStateDirectoryMode=0700`);
  expect(unit).toContain(
    `ConfigurationDirectory=${LAYOUT.settings.replace('/etc/', '')}\nConfigurationDirectoryMode=0700`,
  );
});

test('the slice of commands is there under its name', () => {
  expect(contentOf(LAYOUT.slice)).toContain('[Slice]');
});
