import { createSocket } from 'node:dgram';

/** Seconds between 1900, where NTP counts from, and 1970 (RFC 5905). */
const SINCE_1900 = 2_208_988_800;

let ahead = 0;

/** With microseconds, which chrony wants, and of this process: the time of one that has run for long has drifted from the clock. */
function now(): Buffer {
  const seconds = (performance.timeOrigin + performance.now() + ahead) / 1000 + SINCE_1900;
  const stamp = Buffer.alloc(8);
  stamp.writeUInt32BE(Math.floor(seconds), 0);
  stamp.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), 4);
  return stamp;
}

// Answers as RFC 5905 has it: a server of stratum 1, in step, with a good clock.
const socket = createSocket('udp4');
socket.on('message', (asked, from) => {
  const received = now();
  if (asked.length < 48) return;
  const answer = Buffer.alloc(48);
  // No leap second, the version that was asked with, mode 4: a server.
  answer[0] = ((asked[0] ?? 0) & 0b0011_1000) | 4;
  answer.set([1, asked[2] ?? 6, 0xec], 1);
  answer.write('TEST', 12, 'latin1');
  received.copy(answer, 16);
  asked.copy(answer, 24, 40, 48);
  received.copy(answer, 32);
  now().copy(answer, 40);
  socket.send(answer, from.port, from.address);
});
socket.bind(0, process.argv[2], () => process.send?.(socket.address().port));

process.on('message', (milliseconds) => {
  ahead = Number(milliseconds);
});
process.on('disconnect', () => process.exit());
