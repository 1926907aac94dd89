import type { Fault, HostName, ReportOf } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** An ad-hoc command on one host. */
export interface NewCommand {
  readonly id: string;
  readonly host: HostName;
  readonly operator: string;
  readonly argv: readonly string[];
}

export const addCommand = (database: Database, { id, host, operator, argv }: NewCommand): number =>
  database.run(
    'INSERT INTO command (id, host, operator, argv, started) VALUES (?, ?, ?, ?, ?)',
    id,
    host,
    operator,
    JSON.stringify(argv),
    Date.now(),
  );

/** Whose command this is; nothing where there is none of this id. */
export const hostOfCommand = (database: Database, id: string): HostName | undefined =>
  database.get<{ host: HostName }>('SELECT host FROM command WHERE id = ?', id)?.host;

export const endCommand = (
  database: Database,
  id: string,
  { exitCode, signal, fault }: { exitCode: number | null; signal: string | null; fault?: Fault | undefined },
): number =>
  database.run(
    'UPDATE command SET ended = ?, exit_code = ?, signal = ?, fault = ? WHERE id = ? AND ended IS NULL',
    Date.now(),
    exitCode,
    signal,
    fault === undefined ? null : JSON.stringify(fault),
    id,
  );

export const endReported = (database: Database, report: ReportOf<'command'>): number =>
  endCommand(database, report.command, report);
