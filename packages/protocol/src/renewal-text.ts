/**
 * What a new key signs, so that its certificate goes to nobody else: the purpose, the serial number (hexadecimal, lower case) of the
 * certificate with which the link was made, and the public key in PEM.
 */
export const renewalText = (serial: string, publicKey: string): string => `rolecall-renew-1\n${serial}\n${publicKey}`;
