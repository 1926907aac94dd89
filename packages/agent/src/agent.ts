import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Facts, Sha256, ToAgent } from '@rolecall/protocol';
import { MAX_PACK_BYTES } from '@rolecall/protocol/limits';
import type { AnyProvider } from '@rolecall/resources';
import type { Binding } from './catalog/bind.ts';
import { certifyFor } from './catalog/certify.ts';
import { fetchBlob } from './catalog/client.ts';
import { KnownSecrets } from './catalog/known-secrets.ts';
import { CatalogStore } from './catalog/store.ts';
import { takeRenewed } from './enrol/renewed.ts';
import type { Commands, HostFor, OwedLedger } from './host/contract.ts';
import { Journal, type JournalOptions } from './journal/journal.ts';
import { FactSheet } from './link/fact-sheet.ts';
import { Link } from './link/link.ts';
import { Renewal } from './link/renewal.ts';
import { hostLinkOf, noteLinked } from './link/witness.ts';
import type { Log } from './log.ts';
import { Packs } from './packs/packs.ts';
import { PriorStore } from './prior/store.ts';
import { type Settings, settingsFiles } from './settings.ts';
import { workOf } from './state/work.ts';
import { AdHocCommands } from './work/ad-hoc.ts';
import { Assignments } from './work/assignments.ts';
import { catalogsIn } from './work/bind-work.ts';

import { ControllerClock } from './work/controller-clock.ts';
import type { WorkParts } from './work/parts.ts';
import { type AnswerAsk, Questions } from './work/questions.ts';

/** What an agent is made of: the effects on its host come from outside, so that tests choose them. */
export interface AgentOptions {
  readonly settings: Settings;
  readonly commands: Commands;
  readonly owed: OwedLedger;
  readonly hostFor: HostFor;
  readonly providers: Readonly<Record<string, AnyProvider>>;
  /** `address`: the source address of the route to the controller, once there was a link. */
  readonly gatherFacts: (address: string | undefined) => Promise<Facts>;
  readonly hashFacts: (facts: Facts) => Sha256;
  readonly answerAsk: AnswerAsk;
  readonly simulate: WorkParts['simulate'];
  readonly log: Log;
  /** Nothing can be promised any longer: the process is to end, and to be started again. */
  readonly onFatal: (error: unknown) => void;
  /** The last open assignment has ended, or a question was answered. */
  readonly onIdle?: () => void;
  readonly journal?: JournalOptions;
  readonly checkParams?: Binding['checkParams'];
  /** Spreads tries to link over time; `Math.random` where nothing is said. */
  readonly random?: () => number;
}

/** A running agent. */
export interface Agent {
  /** Leaves: closes the link, ends no command, and lets the next agent go on with the rest. */
  stop(): Promise<void>;
  /** Gathers facts again, and sends them where they changed. */
  gather(): Promise<void>;
}

/** Starts an agent: goes on with what a former one had open, and links to the controller. */
export function startAgent(options: AgentOptions): Agent {
  const { settings, log } = options;
  const files = settingsFiles(settings.settingsFolder);
  const identity = { certificateFile: files.certificate, keyFile: files.key, caFile: files.ca };
  const address = { url: settings.controller, serverName: settings.serverName };
  takeRenewed(files);
  const sealingKey = createPrivateKey(readFileSync(files.sealingKey));
  const journal = Journal.open(join(settings.stateFolder, 'journal'), options.journal);
  if (journal.cutBytes > 0)
    log('warning', 'a half-written record was cut off the journal', { bytes: journal.cutBytes });
  const { gatherFacts, hashFacts, random = Math.random } = options;
  const facts = new FactSheet({ gatherFacts: () => gatherFacts(link.localAddress), hashFacts, log }, (message) =>
    link.reply(message),
  );
  const link: Link = new Link({
    address,
    identity,
    journal,
    commands: options.commands,
    log,
    factsHash: () => facts.hash,
    random,
    beforeTry: () => void takeRenewed(files),
    onClosed: () => renewal.stop(),
    hooks: {
      welcomed: (welcome) => {
        noteLinked(settings.runFolder);
        clock.set(welcome.time);
        renewal.linked(welcome.spreadMs);
        void facts.compareWith(welcome.factsHash);
      },
      message: (message) => handle(message),
    },
  });
  const clock = new ControllerClock();
  const packs = new Packs({
    folder: join(settings.stateFolder, 'packs'),
    ca: () => readFileSync(files.ca, 'utf8'),
    fetch: (hash) => fetchBlob(address, identity, hash, MAX_PACK_BYTES),
    now: () => clock.now(),
    log,
  });
  const known = { facts: () => gatherFacts(link.localAddress), link: hostLinkOf(link, settings) };
  const parts: WorkParts = {
    journal,
    simulate: options.simulate,
    catalogs: new CatalogStore(
      join(settings.stateFolder, 'catalogs'),
      (hash) => fetchBlob(address, identity, hash),
      () => catalogsIn(journal.state),
    ),
    priors: new PriorStore(join(settings.stateFolder, 'prior'), sealingKey),
    binding: {
      providers: options.providers,
      packs,
      hostFor: (work) => ({
        ...options.hostFor(work),
        ...known,
        certify: certifyFor({ address, identity }, workOf(work.id)),
      }),
      sealingKey,
      known: new KnownSecrets(join(settings.stateFolder, 'secrets.json'), sealingKey),
      onOutput: (piece) => link.onOutput(piece),
      ...(options.checkParams === undefined ? {} : { checkParams: options.checkParams }),
    },
    commands: options.commands,
    owed: options.owed,
    clock,
    log,
    onChanged: () => void facts.gather(),
    onIdle: options.onIdle ?? (() => {}),
    onFatal: options.onFatal,
  };
  const assignments = new Assignments(parts);
  const commands = new AdHocCommands(parts);
  const questions = new Questions(parts, options.answerAsk, link.reply);
  const renewal = new Renewal({
    files,
    address,
    now: () => parts.clock.now(),
    send: link.reply,
    isQuiet: () => questions.open === 0,
    relink: () => link.relink(),
    log,
    random,
  });
  const handle = handlerOf(assignments, commands, questions, facts, renewal, packs);
  assignments.resume();
  commands.resume();
  link.start();
  return {
    async stop() {
      renewal.stop();
      assignments.stop();
      await link.stop();
      await journal.sync();
    },
    gather: () => facts.gather(),
  };
}

type Handled = Exclude<ToAgent, { type: 'welcome' | 'acknowledge' | 'outputHeld' | 'goAway' }>;

/** What every message leads to; one that is not here does not compile. */
function handlerOf(
  assignments: Assignments,
  commands: AdHocCommands,
  questions: Questions,
  facts: FactSheet,
  renewal: Renewal,
  packs: Packs,
): (message: Handled) => void {
  return (message) => {
    switch (message.type) {
      case 'apply':
        assignments.take(message);
        break;
      case 'cancel':
        assignments.cancel(message.assignment, message.kill === true);
        break;
      case 'command':
        commands.take(message);
        break;
      case 'plan':
      case 'question':
        questions.take(message);
        break;
      case 'gather':
        void facts.gather({ always: true });
        break;
      case 'packs':
        packs.take(message);
        break;
      case 'certificate':
        void renewal.take(message);
        break;
    }
  };
}
