import { bootFleetHost, type FleetHost } from './fleet-host.ts';

const SERVICE = 'sleeper';
const RESTART = [{ action: 'restart', because: 'file:/etc/test' }];

let there: FleetHost;
beforeAll(async () => {
  there = await bootFleetHost('owed-1');
  // Ready three seconds after its start began: what it read, it read before that.
  const unit =
    '[Service]\nType=notify\nNotifyAccess=all\nExecStart=/bin/sh -c "sleep 1; systemd-notify --ready; exec sleep 99999"\n[Install]\nWantedBy=multi-user.target\n';
  await there.host.writeFile('/etc/systemd/system/sleeper.service', unit);
  await there.sh('systemctl daemon-reload; systemctl enable --now sleeper');
});
afterAll(() => there?.lab.remove());

const owed = async (): Promise<unknown> => (await there.ask({ do: 'owed', service: SERVICE })).answer;
const write = async (): Promise<void> => {
  await there.ask({ do: 'expect', service: SERVICE });
  await there.ask({ do: 'confirm', service: SERVICE });
};

test('a restart is owed from the announcement of a write until the service was started again, by whomever', async () => {
  expect(await owed()).toEqual([]);
  await there.ask({ do: 'expect', service: SERVICE });
  expect(await owed()).toEqual(RESTART);
  await there.ask({ do: 'confirm', service: SERVICE });
  expect(await owed()).toEqual(RESTART);
  await there.sh('systemctl restart sleeper');
  expect(await owed()).toEqual([]);
});

test('a service that was starting while the file was written has not seen it', async () => {
  await there.sh('systemctl restart --no-block sleeper; sleep 0.3');
  await write();
  await there.until('systemctl is-active sleeper');
  expect(await owed()).toEqual(RESTART);
  await there.ask({ do: 'settle-service', service: SERVICE });
  expect(await owed()).toEqual([]);
});

test('nothing is owed to a service that is stopped, nor once it is started', async () => {
  await write();
  await there.sh('systemctl stop sleeper');
  expect(await owed()).toEqual([]);
  await there.sh('systemctl start sleeper');
  expect(await owed()).toEqual([]);
});

test('a power cut loses no restart: the start after it is one, and an announced write is still owed', async () => {
  await write();
  await there.host.kill();
  await there.host.start();
  await there.until('systemctl is-active sleeper');
  expect(await owed()).toEqual([]);
  await there.ask({ do: 'expect', service: SERVICE });
  await there.host.kill();
  await there.host.start();
  await there.until('systemctl is-active sleeper');
  expect(await owed()).toEqual(RESTART);
});
