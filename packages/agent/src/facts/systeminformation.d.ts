/** The four parts of systeminformation that the inventory needs: its index would bring all twenty into the bundle. */
declare module 'systeminformation/lib/system.js' {
  export const system: typeof import('systeminformation').system;
  export const bios: typeof import('systeminformation').bios;
  export const chassis: typeof import('systeminformation').chassis;
}
declare module 'systeminformation/lib/memory.js' {
  export const memLayout: typeof import('systeminformation').memLayout;
}
declare module 'systeminformation/lib/filesystem.js' {
  export const diskLayout: typeof import('systeminformation').diskLayout;
}
declare module 'systeminformation/lib/graphics.js' {
  export const graphics: typeof import('systeminformation').graphics;
}
