import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { isIPv6 } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { artifactHandlers } from '../api/artifact-handlers.ts';
import { authorityHandlers } from '../api/authority-handlers.ts';
import { AdHocCommands } from '../api/command-run.ts';
import { controllerHandlers } from '../api/controller-handlers.ts';
import { enrollHandlers } from '../api/enroll-handlers.ts';
import { fleetHandlers } from '../api/fleet-handlers.ts';
import { offlineHandlers } from '../api/offline-handlers.ts';
import { packHandlers } from '../api/pack-handlers.ts';
import { tokenHandlers } from '../api/token-handlers.ts';
import { Artifacts } from '../artifacts/artifacts.ts';
import { DEFAULT_QUOTA, type Limits } from '../artifacts/room.ts';
import { Audit } from '../audit/audit.ts';
import { Authority, type Lifetimes } from '../authority/authority.ts';
import { ServicesAuthority } from '../authority/services-authority.ts';
import { Blobs } from '../blobs/blobs.ts';
import { type AgentFiles, publish } from '../enroll/agent-files.ts';
import { builtOrImported } from '../enroll/imported-agent.ts';
import { ServiceCertificates } from '../enroll/service-certificate.ts';
import { selectHosts } from '../facts/select.ts';
import { AgentHub } from '../hub/hub.ts';
import { Admission } from '../packs/admission.ts';
import { createRuns } from '../run/service.ts';
import { Secrets } from '../secrets/secrets.ts';
import { Database } from '../store/database.ts';
import { lockData } from '../store/lock.ts';
import { dropOutput } from '../store/output.ts';
import { defaultAddress } from './advertise.ts';
import { acceptAgents } from './agents.ts';
import { listenLocal, listenSecure, portOf } from './listen.ts';
import { Operators } from './operators.ts';
import type { Parts } from './parts.ts';
import { answerRequests } from './routes.ts';
import { keepCertificateFresh, secureContextOf } from './server-certificate.ts';
import { type TurnBounds, Turns } from './turns.ts';

/** What commands wrote is kept this long. */
const KEEP_OUTPUT_MS = 90 * 86_400_000;

export interface ControllerOptions {
  /** The data folder; made where it is missing. */
  readonly data: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** The name or address under which hosts reach this machine. */
  readonly advertise?: string;
  readonly logLevel?: string;
  /** What artifacts may take; 50 GiB unless told. */
  readonly artifacts?: Limits;
  /** How many may fetch large blobs at once. */
  readonly turns?: TurnBounds;
  /** Answers what hosts are given; built from the agent's package unless a test says otherwise. */
  readonly agentFiles?: () => Promise<AgentFiles>;
  /** For tests of what ends: short lives of certificates, and how often the server looks at its own, in milliseconds. */
  readonly lifetimes?: Lifetimes & { readonly lookMs: number };
}

export interface RunningController {
  readonly url: string;
  readonly port: number;
  /** Sends the agents away, ends what is open, and gives the data folder back. Runs go on at the next start. */
  close(): Promise<void>;
}

/**
 * Starts a controller.
 * @throws ControllerError `data_in_use`, `port_in_use`
 */
export async function startController(options: ControllerOptions): Promise<RunningController> {
  const { data } = options;
  mkdirSync(data, { recursive: true, mode: 0o700 });
  // Also where it was there before: its files are for nobody else.
  chmodSync(data, 0o700);
  const lock = lockData(data);
  // What was opened last is closed first; a start that fails halfway leaves nothing open.
  await using opened = new AsyncDisposableStack();
  opened.defer(() => lock.release());
  const { url, port } = await start(options, opened);
  const running = opened.move();
  return { url, port, close: () => running.disposeAsync() };
}

async function start(
  options: ControllerOptions,
  opened: AsyncDisposableStack,
): Promise<Omit<RunningController, 'close'>> {
  const { data } = options;
  const log = pino({ level: options.logLevel ?? 'info' }, pino.destination(2));
  const database = new Database(join(data, 'store.db'));
  opened.defer(() => database.close());
  dropOutput(database, Date.now() - KEEP_OUTPUT_MS);
  const audit = new Audit(database);
  const authority = await Authority.open(join(data, 'ca'), options.lifetimes);
  const advertise = options.advertise ?? defaultAddress();
  const names = [...new Set([advertise, hostname(), 'localhost', '127.0.0.1'])];
  const blobs = new Blobs(database, join(data, 'blobs'));
  const limits = options.artifacts ?? { quota: DEFAULT_QUOTA };
  const artifacts = new Artifacts({ database, blobs, audit, folder: join(data, 'uploads'), limits });
  let serve: Parameters<typeof listenSecure>[2] = (_, response) => response.writeHead(503).end();
  const answer: typeof serve = (request, response) => serve(request, response);
  const secure = await listenSecure(await secureContextOf(authority, names), options.port, answer);
  opened.defer(() => ended(secure));
  const failed = (err: unknown) => log.error({ err }, "the server's certificate could not be renewed");
  opened.defer(keepCertificateFresh(secure, authority, names, failed, options.lifetimes?.lookMs));
  const local = await listenLocal(data, answer);
  opened.defer(() => ended(local));
  const hub = new AgentHub({ database, audit, log });
  opened.defer(() => hub.close());
  const url = `https://${isIPv6(advertise) ? `[${advertise}]` : advertise}:${portOf(secure)}`;
  const agentFiles = remembered(options.agentFiles ?? (() => builtOrImported(database, blobs)));
  const parts: Parts = {
    data,
    url,
    database,
    hub,
    blobs,
    artifacts,
    authorities: await ServicesAuthority.open(join(data, 'services-ca')),
    secrets: await Secrets.open(database, join(data, 'secrets.key')),
    audit,
    log,
    authority,
    admission: await Admission.open({ database, audit, authority, blobs, hub, log }),
    operators: new Operators(database, data),
    version: versionOf(),
    turns: new Turns(options.turns),
    agentFiles,
    published: remembered(async () => publish(blobs, await agentFiles())),
    selectHosts: (query) => selectHosts(database, hub.isLinked, query).map(({ host }) => host.name),
  };
  const runs = createRuns(parts);
  // Runs wait for hosts: the end of the links lets go of them.
  opened.defer(() => hub.close().then(() => runs.close()));
  const commands = new AdHocCommands(parts);
  const handlers = {
    ...runs.handlers,
    ...fleetHandlers(parts, commands),
    ...enrollHandlers(parts),
    ...controllerHandlers(parts),
    ...authorityHandlers(parts),
    ...tokenHandlers(parts),
    ...artifactHandlers(parts),
    ...offlineHandlers(parts),
    ...packHandlers(parts),
  };
  const certificates = new ServiceCertificates({ ...parts, services: parts.authorities, catalogOf: runs.catalogOf });
  serve = answerRequests(parts, handlers, certificates, runs.keptFor);
  secure.on('upgrade', acceptAgents(parts));
  parts.published().catch((error: unknown) => log.error({ err: error }, 'the agent could not be packed'));
  return { url, port: portOf(secure) };
}

async function ended(server: Pick<Server, 'close' | 'closeAllConnections' | 'once'>): Promise<void> {
  const closed = once(server as Server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** Done when first asked for, and answered from then on; what failed is tried again. */
function remembered<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work().catch((error: unknown) => {
      done = undefined;
      throw error;
    });
    return done;
  };
}

const versionOf = (): string =>
  (JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }).version;
