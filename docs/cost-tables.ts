// The tables of docs/cost.md: prices with where and when they were read, what is assumed, and the arithmetic from both to a
// month's bill, so that whoever has other prices or habits changes one line here and runs `npm run docs`.
import { tableOf } from './regions.ts';

interface Price {
  /** US dollars for `per` units. */
  readonly dollars: number;
  readonly per: number;
  readonly unit: string;
  /** Units of a month that cost nothing. */
  readonly free: number;
  readonly read: string;
}

const price = (dollars: number, per: number, unit: string, free: number, read: string): Price => ({
  dollars,
  per,
  unit,
  free,
  read,
});

const FLEX = 'Flex Consumption, on demand, East US, May 2025';

const PRICES = {
  executions: price(0.4, 1_000_000, 'executions', 250_000, FLEX),
  memory: price(0.000026, 1, 'GB-seconds', 100_000, FLEX),
  operations: price(0.00036, 10_000, 'table operations', 0, 'Table Storage, July 2026'),
  stored: price(
    0.045,
    1,
    'GB in tables',
    0,
    'Table Storage, locally redundant, July 2026; over zones about a quarter more',
  ),
  logs: price(2.3, 1, 'GB of logs', 5, 'Log Analytics, pay as you go, 2026'),
  vault: price(0.03, 10_000, 'vault operations', 0, 'from memory, not read'),
  fiveMinuteAlerts: price(1.5, 1, 'alerts on logs, every 5 minutes', 0, 'from memory, not read'),
  otherAlerts: price(0.5, 1, 'alerts on logs, less often', 0, 'from memory, not read'),
  metricAlerts: price(0.1, 1, 'alerts on metrics', 0, 'from memory, not read'),
} as const satisfies Record<string, Price>;

type Meter = keyof typeof PRICES;
type Usage = Readonly<Record<Meter, number>>;

const A = {
  groupsEach: 5,
  changedShare: 0.05,
  comingShare: 0.02,
  leavingShare: 0.02,
  movedShare: 0.1,
  questionsADay: 10,
  workingDays: 22,
  workingHours: 10,
  feedEverySeconds: 30,
  cyclesAMonth: (30 * 24 * 60) / 40,
  memoryGb: 0.5,
  secondsEach: 0.1,
  inParallel: 4,
  peak: 3,
  operationsOfAQuestion: 4,
  operationsOfAPoll: 2,
  operationsOfAChange: 12,
  bytesOfAUser: 7_000,
  bytesOfALogLine: 1_500,
  logCapGb: 30,
  vaultOperationsAMinute: 5,
} as const;

const ASSUMPTIONS: readonly (readonly [string, string])[] = [
  ['groups that a user is in', `${A.groupsEach}`],
  [
    'changes a month, as shares of the users',
    `${A.changedShare * 100} % changed, ${A.comingShare * 100} % come, ${A.leavingShare * 100} % leave, ${A.movedShare * 100} % change a group`,
  ],
  ['requests for each of these', `changed 2, come ${2 + A.groupsEach}, leave 2, group changed 2`],
  ['requests of Entra besides', '2 a cycle, a cycle every 40 minutes'],
  [
    'questions of applications (`check`)',
    `${A.questionsADay} a user a working day, ${A.workingDays} days of ${A.workingHours} hours`,
  ],
  ['polls of the change feed', `every ${A.feedEverySeconds} s, around the clock`],
  [
    'a request takes',
    `${A.secondsEach} s; at least a second is billed when nothing else runs; ${A.inParallel} run in parallel in ${A.memoryGb * 1024} MB`,
  ],
  ['the busiest hours have', `${A.peak} times the average of the working hours`],
  [
    'table operations',
    `a question ${A.operationsOfAQuestion}, a poll ${A.operationsOfAPoll}, a change ${A.operationsOfAChange}: a transaction is counted by its rows`,
  ],
  [
    'stored for a user',
    `${A.bytesOfAUser / 1000} kB with index rows, memberships and ${30} days of change log`,
  ],
  ['logged for a request', `${A.bytesOfALogLine / 1000} kB, capped at 1 GB a day (\`logDailyCapGb\`)`],
  ['operations on the key vault', `${A.vaultOperationsAMinute} a minute and instance`],
];

/** What a directory of so many users uses in a month. */
function usageOf(users: number): Usage & { readonly instances: number } {
  const changes =
    users * (A.changedShare * 2 + A.comingShare * (2 + A.groupsEach) + A.leavingShare * 2 + A.movedShare * 2);
  const questions = users * A.questionsADay * A.workingDays;
  const polls = (30 * 86_400) / A.feedEverySeconds;
  const cycles = A.cyclesAMonth * 2;
  const working = A.workingDays * A.workingHours * 3_600;
  const inParallel = (questions / working) * A.secondsEach * A.peak;
  const instances = Math.max(1, Math.ceil(inParallel / A.inParallel));
  // Requests that run together share an instance: no more is billed than that instances run all day.
  const seconds = Math.min(questions, working * instances) + polls + cycles + changes;
  const requests = questions + polls + cycles + changes;
  return {
    instances,
    executions: requests,
    memory: seconds * A.memoryGb,
    operations:
      questions * A.operationsOfAQuestion + polls * A.operationsOfAPoll + changes * A.operationsOfAChange,
    stored: (users * A.bytesOfAUser) / 1e9,
    logs: Math.min((requests * A.bytesOfALogLine) / 1e9, A.logCapGb),
    vault: instances * A.vaultOperationsAMinute * 60 * 24 * 30,
    fiveMinuteAlerts: 1,
    otherAlerts: 3,
    metricAlerts: 2,
  };
}

/** What the first filling uses: a lookup and a creation for each, and each membership in a request of its own. */
function fillingOf(users: number): Pick<Usage, 'executions' | 'memory' | 'operations'> {
  const requests = users * (2 + A.groupsEach);
  return {
    executions: requests,
    memory: requests * A.memoryGb,
    operations: users * (1 + 9 + A.groupsEach * 6),
  };
}

function costOf(meter: Meter, units: number): number {
  const { dollars, per, free } = PRICES[meter];
  return (Math.max(0, units - free) / per) * dollars;
}

const SIZES = [100, 10_000, 100_000] as const;
const METERS = Object.keys(PRICES) as Meter[];
const ALERTS: readonly Meter[] = ['fiveMinuteAlerts', 'otherAlerts', 'metricAlerts'];

export function costTables(): Readonly<Record<string, string>> {
  const usages = SIZES.map(usageOf);
  const total = (usage: Usage, meters: readonly Meter[]) =>
    meters.reduce((sum, meter) => sum + costOf(meter, usage[meter]), 0);
  const metered = METERS.filter((meter) => !ALERTS.includes(meter));
  return {
    prices: tableOf(
      ['what', 'price (USD)', 'free each month', 'read where and when'],
      METERS.map((meter) => {
        const { dollars, per, unit, free, read } = PRICES[meter];
        const many = per === 1 ? 'each' : `for ${count(per)}`;
        return [unit, `${dollars} ${many}`, free === 0 ? '' : count(free), read];
      }),
    ),
    assumptions: tableOf(['assumed', ''], ASSUMPTIONS),
    'a month': tableOf(
      ['', ...SIZES.map((users) => `${count(users)} users`)],
      [
        ...metered.map((meter) => [
          PRICES[meter].unit,
          ...usages.map((usage) => `${count(usage[meter])}: ${money(costOf(meter, usage[meter]))}`),
        ]),
        ['alerts', ...usages.map((usage) => money(total(usage, ALERTS)))],
        ['**a month**', ...usages.map((usage) => `**${money(total(usage, METERS))}**`)],
        ['of that for logs and alerts', ...usages.map((usage) => money(total(usage, ['logs', ...ALERTS])))],
        [
          'the first filling, once',
          ...SIZES.map((users) => {
            const filling = fillingOf(users);
            const dollars = (['executions', 'memory', 'operations'] as const).reduce(
              (sum, meter) => sum + costOf(meter, filling[meter]),
              0,
            );
            return money(dollars);
          }),
        ],
      ],
    ),
  };
}

function count(units: number): string {
  if (units >= 1_000_000) return `${Number((units / 1_000_000).toFixed(1))} million`;
  if (units >= 100) return Math.round(units).toLocaleString('en-US');
  return String(Number(units.toPrecision(2)));
}

function money(dollars: number): string {
  if (dollars === 0) return '$0';
  return dollars < 0.005 ? 'below $0.01' : `$${dollars.toFixed(2)}`;
}
