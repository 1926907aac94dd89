import { SERVICES_AUTHORITY } from '@rolecall/protocol';

/**
 * The certificates of the controller's authority for services, in PEM: what a client has to trust. It prints as a marker in any text of a
 * resource, which the controller replaces: `file('/etc/x/ca.crt', { content: servicesAuthority })`. No secret.
 */
export const servicesAuthority: string = SERVICES_AUTHORITY;
