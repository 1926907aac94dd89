import type { HostName } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** How far a host's reports are stored: all of this journal up to and with `seq`. */
export interface Mark {
  readonly epoch: string;
  readonly seq: number;
}

export const markOf = (database: Database, host: HostName): Mark | undefined =>
  database.get<Mark>('SELECT epoch, seq FROM report_mark WHERE host = ?', host);

export const setMark = (database: Database, host: HostName, { epoch, seq }: Mark): number =>
  database.run(
    `INSERT INTO report_mark (host, epoch, seq) VALUES (?, ?, ?)
     ON CONFLICT (host) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq`,
    host,
    epoch,
    seq,
  );
