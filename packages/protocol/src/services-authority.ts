/**
 * What stands in a catalog's texts where the certificates of the controller's authority for services go, in PEM: the one that signs first,
 * behind it those that are trusted beside it. Made of characters of Unicode's private use area, as the markers of secrets are.
 */
export const SERVICES_AUTHORITY = '\u{E000}services-authority\u{E001}';

/**
 * What the key of a service signs, so that its certificate goes to nobody else: the purpose, the piece of work that asks for it, the file,
 * and the public key in PEM.
 */
export const serviceCertificateText = (assignment: string, path: string, publicKey: string): string =>
  `rolecall-service-certificate-1\n${assignment}\n${path}\n${publicKey}`;
