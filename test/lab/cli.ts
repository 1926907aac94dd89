/** The lab by hand: `npm run lab -- VERB ...`. */
import { base, up } from './cli/make.ts';
import { down } from './cli/remove.ts';
import { exec, ip, list, lose, onEach, start } from './cli/use.ts';
import { LabError } from './machine/error.ts';
import { requireLab } from './requirements.ts';

const USAGE = `Throwaway systemd hosts on this machine. They stay until they are taken down.

  up COUNT | up NAME...    boot hosts (h1, h2, ... for a count) [--suite bookworm|trixie] [--cache PACKAGE]
  exec NAME CMD...         run a command on a host, as root
  ip NAME...               its address
  list                     every host: lab, name, address, state, owner
  stop NAME...             shut down in order; the disk stays
  kill NAME...             power loss; the disk stays
  start NAME...            boot again
  cut NAME...              drop all its traffic
  lose NAME PERCENT        drop that share of its packets
  heal NAME...             let all its traffic through again
  down [NAME...]           remove hosts and their disks (without a name: all made by hand or kept)
  base [SUITE]             build the base tree now

NAME may be LAB/NAME, as list shows it, for a host of a test's lab.`;

const VERBS: Readonly<Record<string, (words: readonly string[]) => Promise<void>>> = {
  up,
  exec,
  ip,
  list,
  start,
  stop: onEach('stop'),
  kill: onEach('kill'),
  cut: onEach('cut'),
  heal: onEach('heal'),
  lose,
  down,
  base,
};

async function main([verb, ...words]: readonly string[]): Promise<void> {
  if (verb === undefined || verb === 'help' || verb === '--help') return console.log(USAGE);
  const action = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (!action) throw new LabError('bad-usage', `The lab has no command "${verb}".\n\n${USAGE}`);
  await requireLab();
  await action(words);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof LabError)) throw error;
  console.error(`lab: ${error.message}`);
  process.exitCode = 1;
}
