import { whyNotSchedule } from './schedule.ts';

test.each(['* * * * *', '*/5 0-23/2 1,15 jan-mar,12 mon-fri', '0 0 1 1 7', '@daily', '@reboot', '59 23 31 12 sun'])(
  'cron takes %j',
  (schedule) => expect(whyNotSchedule(schedule)).toBeUndefined(),
);

test.each([
  ['60 * * * *', 'minute'],
  ['* 24 * * *', 'hour'],
  ['* * 0 * *', 'day of the month'],
  ['* * * 13 *', 'month'],
  ['* * * * 8', 'day of the week'],
  ['5/10 * * * *', 'minute'],
  ['10-5 * * * *', 'minute'],
  ['*/0 * * * *', 'minute'],
  ['1,,2 * * * *', 'minute'],
  ['* * * *', 'five fields'],
  ['*  * * * *', 'five fields'],
  ['@often', 'five fields'],
])('%j is refused for its %s', (schedule, why) => expect(whyNotSchedule(schedule)).toContain(why));
