/**
 * Text from hosts as it may reach a terminal: tabs and newlines stay, every other control character is shown, so that no host can
 * move the cursor, set the title or fill the clipboard of the person who reads.
 */
export const printable = (text: string): string =>
  text.replace(/[^\P{Cc}\t\n]/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
