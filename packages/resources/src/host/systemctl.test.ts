import { parseShow } from './systemctl.ts';

test('a unit is found under its name and under its aliases', () => {
  const units = parseShow(
    'Id=ssh.service\nNames=ssh.service sshd.service\nActiveState=active\nLoadError=a=b\n\nId=x.service\nNames=x.service\nActiveState=inactive\n',
  );
  expect([...units.keys()]).toEqual(['ssh.service', 'sshd.service', 'x.service']);
  expect(units.get('sshd.service')?.get('ActiveState')).toBe('active');
  expect(units.get('ssh.service')?.get('LoadError')).toBe('a=b');
});

test('no answer is no unit', () => {
  expect(parseShow('').size).toBe(0);
});
