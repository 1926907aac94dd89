import { AssignmentId, type HostName, partsOfAssignment, partsOfInstance, type Report } from '@rolecall/protocol';
import { hostOfCommand } from '../store/commands.ts';
import type { Database } from '../store/database.ts';

/**
 * The host to which a piece of work was given; nothing for a command that is not known here. Whoever reports on it or sends its
 * output has to be that host.
 */
export const ownerOfReport = (database: Database, report: Report): HostName | undefined =>
  report.report === 'command' ? hostOfCommand(database, report.command) : ownerOfAssignment(report.assignment);

/** The same for output: `ASSIGNMENT#…`, or an ad-hoc command's id. */
export function ownerOfOutput(database: Database, of: string): HostName | undefined {
  const [work, index] = of.split('#', 2);
  if (index === undefined) return hostOfCommand(database, of);
  const assignment = AssignmentId.safeParse(work);
  return assignment.success ? ownerOfAssignment(assignment.data) : undefined;
}

const ownerOfAssignment = (assignment: AssignmentId): HostName =>
  partsOfInstance(partsOfAssignment(assignment).instance).host;
