import { createHash, createPublicKey, verify } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import {
  type Catalog,
  decode,
  decodeOutput,
  FromAgent,
  type FromAgentOf,
  MAX_FRAME_BYTES,
  placeOutput,
  type Report,
  type Sha256,
  type ToAgent,
  type ToAgentOf,
} from '@rolecall/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import { proofText } from '../enrol/request.ts';
import type { TestAuthority } from './certificates.ts';

/** How the far end behaves on its links. */
export interface FakeOptions {
  /** Answers to a hello; may be wrong on purpose. */
  welcome?: Partial<ToAgentOf<'welcome'>>;
  /** Called for every report that was not seen before; false: it is not acknowledged. */
  onReport?: (seq: number) => boolean;
}

/**
 * The far end of a link: a real TLS server with real websockets that keeps what a controller would keep. It stores each report once,
 * by its number, and closes a link on which one is missing.
 */
export class FakeController {
  readonly reports: { readonly seq: number; readonly body: Report }[] = [];
  readonly received: FromAgent[] = [];
  readonly closes: { readonly code: number; readonly reason: string }[] = [];
  readonly output = new Map<string, Buffer>();
  readonly blobs = new Map<string, Buffer>();
  /** How often it was asked for a blob while it is only coming up; nothing where it is there. */
  putOff: number | undefined;
  readonly tokens = new Map<string, string | undefined>();
  repeats = 0;
  links = 0;
  options: FakeOptions;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  readonly #raw = new Set<TLSSocket>();
  readonly #watchers = new Set<() => void>();
  readonly #authority: TestAuthority;
  #epoch = '';
  #link: WebSocket | undefined;

  static async start(
    authority: TestAuthority,
    options: FakeOptions = {},
    port = 0,
    address = '127.0.0.1',
  ): Promise<FakeController> {
    const { certificate, key } = await authority.server(address);
    const tls = { cert: certificate, key, ca: authority.ca, minVersion: 'TLSv1.3' as const };
    const server = createServer({ ...tls, requestCert: true, rejectUnauthorized: false });
    const fake = new FakeController(server, authority, options);
    await new Promise<void>((resolve) => server.listen(port, address, resolve));
    return fake;
  }

  private constructor(server: Server, authority: TestAuthority, options: FakeOptions) {
    this.#server = server;
    this.#authority = authority;
    this.options = options;
    server.on('secureConnection', (socket) => {
      this.#raw.add(socket);
      socket.on('close', () => this.#raw.delete(socket));
      socket.on('error', () => {});
    });
    server.on('upgrade', (request, socket, head) => {
      if (!(request.socket as TLSSocket).authorized || request.url !== '/agent') socket.destroy();
      else this.#sockets.handleUpgrade(request, socket, head, (link) => this.#linked(link));
    });
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const authorized = (request.socket as TLSSocket).authorized;
        void this.#answer(request.url ?? '', Buffer.concat(chunks), authorized).then(({ status, body }) =>
          response.writeHead(status).end(body),
        );
      });
    });
  }

  get url(): string {
    const { address, port } = this.#server.address() as AddressInfo;
    return `https://${address}:${port}`;
  }

  /** Stores a catalog and answers its hash. */
  put(catalog: Catalog): Sha256 {
    const bytes = Buffer.from(JSON.stringify(catalog));
    const hash = createHash('sha256').update(bytes).digest('hex') as Sha256;
    this.blobs.set(hash, bytes);
    return hash;
  }

  send(message: ToAgent): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string | Buffer): void {
    this.#link?.send(text);
  }

  /** Cuts every connection, without a goodbye. */
  cut(): void {
    for (const socket of this.#raw) socket.destroy();
  }

  /** Reads nothing and answers nothing from now on, as a peer behind a dead router does. */
  freeze(): void {
    for (const socket of this.#raw) socket.pause();
  }

  /** Reads again. */
  thaw(): void {
    for (const socket of this.#raw) socket.resume();
  }

  async stop(): Promise<void> {
    this.cut();
    this.#sockets.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Waits until something is so. */
  async until<T>(what: () => T | undefined | false, withinMs = 10_000): Promise<T> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const found = what();
      if (found !== undefined && found !== false) return found;
      if (Date.now() > deadline) throw new Error(`it never came to be: ${what}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 50);
        this.#watchers.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
      this.#watchers.clear();
    }
  }

  /** The messages of one type that came in, in order. */
  messages<T extends FromAgent['type']>(type: T): readonly FromAgentOf<T>[] {
    return this.received.filter((message): message is FromAgentOf<T> => message.type === type);
  }

  /** How an assignment ended, once it has. */
  finished(assignment: string): Extract<Report, { report: 'finished' }> | undefined {
    const bodies = this.reports.map(({ body }) => body);
    return bodies.find((body) => body.report === 'finished' && body.assignment === assignment) as
      | Extract<Report, { report: 'finished' }>
      | undefined;
  }

  #linked(link: WebSocket): void {
    this.links++;
    this.#link = link;
    link.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.#output(data);
      else this.#message(data.toString('utf8'), link);
      for (const watch of this.#watchers) watch();
    });
    link.on('error', () => {});
    link.on('close', (code, reason) => this.closes.push({ code, reason: reason.toString('utf8') }));
  }

  #message(text: string, link: WebSocket): void {
    const decoded = decode(FromAgent, text);
    if (!decoded.ok) {
      link.close(4400, decoded.detail);
      return;
    }
    const { message } = decoded;
    this.received.push(message);
    if (message.type === 'hello') this.#welcome(message, link);
    if (message.type === 'report') this.#report(message, link);
  }

  #welcome(hello: FromAgentOf<'hello'>, link: WebSocket): void {
    if (hello.epoch !== this.#epoch) {
      this.#epoch = hello.epoch;
      this.reports.length = 0;
    }
    const welcome = {
      type: 'welcome',
      revision: 1,
      host: 'db-1',
      acknowledged: this.reports.length,
      factsHash: null,
      heartbeatMs: 1000,
      spreadMs: 0,
      time: Date.now(),
      ...this.options.welcome,
    };
    link.send(JSON.stringify(welcome));
  }

  #report({ seq, body }: FromAgentOf<'report'>, link: WebSocket): void {
    if (seq > this.reports.length + 1) {
      link.close(4409, 'a report is missing');
      return;
    }
    if (seq <= this.reports.length) this.repeats++;
    else this.reports.push({ seq, body });
    if (this.options.onReport?.(seq) === false) return;
    link.send(JSON.stringify({ type: 'acknowledge', seq: this.reports.length }));
  }

  #output(data: Buffer): void {
    const chunk = decodeOutput(data);
    if (chunk === undefined) throw new Error('a binary frame that is no output');
    const key = `${chunk.stream} ${chunk.of}`;
    const known = this.output.get(key) ?? Buffer.alloc(0);
    switch (placeOutput(chunk, known.length)) {
      case 'append':
        this.output.set(key, Buffer.concat([known, chunk.bytes]));
        return;
      case 'repeat':
        this.output.set(key, Buffer.concat([known, chunk.bytes.subarray(known.length - chunk.offset)]));
        return;
      case 'gap':
        this.send({ type: 'outputHeld', of: chunk.of, stream: chunk.stream, bytes: known.length });
    }
  }

  async #answer(url: string, body: Buffer, authorized: boolean): Promise<{ status: number; body: string | Buffer }> {
    if (url === '/enroll') return this.#enroll(JSON.parse(body.toString('utf8')));
    if (this.putOff !== undefined) {
      this.putOff += 1;
      return { status: 503, body: '' };
    }
    const blob = this.blobs.get(url.replace('/blobs/', ''));
    if (!authorized) return { status: 401, body: '' };
    return blob === undefined ? { status: 404, body: '' } : { status: 200, body: blob };
  }

  async #enroll(asked: Record<string, string>): Promise<{ status: number; body: string }> {
    const { token = '', publicKey = '', sealingKey = '', proof = '' } = asked;
    const text = Buffer.from(proofText(token, publicKey, sealingKey));
    const isProven = verify('sha256', text, createPublicKey(publicKey), Buffer.from(proof, 'base64'));
    const usedBy = this.tokens.get(token);
    if (!isProven || !this.tokens.has(token) || (usedBy !== undefined && usedBy !== publicKey)) {
      return { status: 403, body: JSON.stringify({ error: { message: 'the token was used already' } }) };
    }
    this.tokens.set(token, publicKey);
    const certificate = await this.#authority.sign(publicKey);
    return { status: 200, body: JSON.stringify({ hostId: 'h-1', host: 'db-1', certificate, ca: this.#authority.ca }) };
  }
}
