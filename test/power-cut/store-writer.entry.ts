import { writeSync } from 'node:fs';
import { join } from 'node:path';
import type { HostId, HostName } from '@rolecall/protocol';
import { Audit } from '../../packages/controller/src/audit/audit.ts';
import { Blobs } from '../../packages/controller/src/blobs/blobs.ts';
import { Database } from '../../packages/controller/src/store/database.ts';
import { enrolHost } from '../../packages/controller/src/store/hosts.ts';
import { setMark } from '../../packages/controller/src/store/marks.ts';

/** Stores as a controller does, as fast as it can, and prints the number of everything that a controller would acknowledge. */
const folder = process.argv[2] ?? '';
const host = 'a' as HostName;
const database = new Database(join(folder, 'store.db'));
const blobs = new Blobs(database, join(folder, 'blobs'));
const audit = new Audit(database);
enrolHost(database, host, {}, { id: 'a' as HostId, serial: '1', notAfter: 0, sealingKey: '' });

for (let seq = 1; ; seq++) {
  if (seq % 8 === 0) blobs.put(Buffer.from(`blob ${seq}`));
  database.transaction(() => {
    setMark(database, host, { epoch: 'epoch', seq });
    audit.record({ operator: 'host a', verb: 'report', subject: `${seq} ${'x'.repeat(seq % 512)}` });
  });
  writeSync(1, `${seq}\n`);
}
