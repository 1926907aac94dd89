import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts } from './accounts.ts';

describe('names of users and groups', () => {
  let etc: string;
  beforeEach(() => {
    etc = mkdtempSync(join(tmpdir(), 'etc-'));
    writeFileSync(join(etc, 'passwd'), 'web:x:61001:61002:Web:/srv/web:/bin/sh\nbroken line\n');
    writeFileSync(join(etc, 'group'), 'web:x:61002:\nstaff-of-web:x:61003:web,root\n');
  });
  afterEach(() => rmSync(etc, { recursive: true }));

  it('resolves both ways', async () => {
    const accounts = new Accounts(etc);
    expect(await accounts.user('web')).toEqual({
      name: 'web',
      uid: 61001,
      gid: 61002,
      home: '/srv/web',
      shell: '/bin/sh',
    });
    expect(await accounts.userName(61001)).toBe('web');
    expect(await accounts.groupName(61003)).toBe('staff-of-web');
    expect(accounts.members(61003)).toEqual([61001]);
  });

  it('sees a user that was added since', async () => {
    const accounts = new Accounts(etc);
    await expect(accounts.user('later')).rejects.toMatchObject({ code: 'unknown_user' });
    writeFileSync(join(etc, 'passwd'), 'later:x:61009:61009::/:/bin/sh\n');
    expect((await accounts.user('later')).uid).toBe(61009);
  });

  it('takes a number for itself where no name belongs to it', async () => {
    const accounts = new Accounts(etc);
    expect((await accounts.user('61234')).uid).toBe(61234);
    expect((await accounts.group('61235')).gid).toBe(61235);
    expect(await accounts.userName(61234)).toBe('61234');
  });

  it('says which group is not there', async () => {
    await expect(new Accounts(etc).group('nobody-knows')).rejects.toMatchObject({
      code: 'unknown_group',
      message: 'There is no group "nobody-knows" on this host',
    });
  });
});
