import type { RawData, WebSocket } from 'ws';
import { Budget } from './budget.ts';

/** To be told of every message: reads no further from a host that sends more than its share, until it has its share again. */
export function readerOf(socket: WebSocket): (data: RawData) => void {
  const budget = new Budget();
  let waiting: NodeJS.Timeout | undefined;
  socket.on('close', () => clearTimeout(waiting));
  return (data) => {
    const waitMs = budget.take(sizeOf(data));
    if (waitMs === 0) return;
    socket.pause();
    clearTimeout(waiting);
    waiting = setTimeout(() => socket.resume(), waitMs);
  };
}

const sizeOf = (data: RawData): number =>
  Array.isArray(data) ? data.reduce((sum, piece) => sum + piece.length, 0) : data.byteLength;
