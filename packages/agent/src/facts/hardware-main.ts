import { setPriority } from 'node:os';
import type { Facts } from '@rolecall/protocol';
import { diskLayout } from 'systeminformation/lib/filesystem.js';
import { graphics } from 'systeminformation/lib/graphics.js';
import { memLayout } from 'systeminformation/lib/memory.js';
import { bios, chassis, system } from 'systeminformation/lib/system.js';

/** What the agent's child does: gathers the inventory at the lowest priority and prints it as one line of JSON. */
export async function printHardware(): Promise<void> {
  setPriority(19);
  process.stdout.write(`${JSON.stringify(await gatherHardware())}\n`);
}

/** One question after the other: each starts a dozen programs, and nobody waits for them. */
async function gatherHardware(): Promise<Facts['hardware']> {
  const machine = await system();
  const firmware = await bios();
  return {
    manufacturer: said(machine.manufacturer),
    model: said(machine.model),
    serial: said(machine.serial),
    chassis: said((await chassis()).type),
    bios: [firmware.vendor, firmware.version].map(said).filter(Boolean).join(' '),
    memoryModules: (await memLayout()).slice(0, 256).map(({ size, type, bank }) => ({
      size,
      type: said(type),
      bank: said(bank),
    })),
    diskLayout: (await diskLayout()).slice(0, 1024).map(({ device, type, name, size }) => ({
      device: said(device),
      type: said(type),
      name: said(name),
      size: size ?? 0,
    })),
    graphics: (await graphics()).controllers
      .slice(0, 64)
      .map(({ vendor, model }) => `${said(vendor)} ${said(model)}`.trim()),
  };
}

/** The library leaves out, or fills with a dash, what it cannot find. */
const said = (text: string | null | undefined): string =>
  text === '-' || text === null || text === undefined ? '' : text.trim().slice(0, 1024);
