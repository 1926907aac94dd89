/** Tells whether the clock is in step, and how far off it is. */
export const IN_STEP = '/usr/local/lib/rolecall/clock-in-step';
export const CHRONY_CONF = '/etc/chrony/chrony.conf';
export const TIMESYNCD_CONF = '/etc/systemd/timesyncd.conf.d/60-rolecall.conf';
