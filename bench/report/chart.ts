// Charts as SVG, drawn here: a few bars and lines need no library, and the files stay readable in a diff.

export interface Series {
  readonly name: string;
  /** In the order of the categories; undefined where there is none. */
  readonly values: readonly (number | undefined)[];
}

export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly scale: 'linear' | 'logarithmic';
}

const WIDTH = 860;
const LEFT = 70;
const TOP = 48;
const PLOT_WIDTH = WIDTH - LEFT - 20;
const PLOT_HEIGHT = 240;
const BOTTOM = TOP + PLOT_HEIGHT;
const HEIGHT = BOTTOM + 76;
/** Of categories: more would run into one another. */
const MOST_LABELS = 12;
/** Told apart by people who see colours differently (Okabe and Ito). */
const COLOURS = ['#0072b2', '#e69f00', '#999999', '#009e73', '#cc79a7'];

export function barChart(chart: Chart): string {
  const axis = axisOf(chart);
  const slot = PLOT_WIDTH / chart.categories.length;
  const width = (slot * 0.8) / chart.series.length;
  const bars = chart.series.flatMap(({ values }, at) =>
    values.flatMap((value, category) => {
      if (value === undefined) return [];
      const x = LEFT + category * slot + slot * 0.1 + at * width;
      const y = axis.y(value);
      return [
        `<rect x="${round(x)}" y="${round(y)}" width="${round(width * 0.92)}" height="${round(BOTTOM - y)}" fill="${COLOURS[at]}"><title>${shown(value)} ${escaped(chart.unit)}</title></rect>`,
      ];
    }),
  );
  return drawing(chart, axis, bars);
}

export function lineChart(chart: Chart): string {
  const axis = axisOf(chart);
  const slot = PLOT_WIDTH / chart.categories.length;
  const lines = chart.series.flatMap(({ values }, at) => {
    const points = values.flatMap((value, category) =>
      value === undefined ? [] : [[LEFT + (category + 0.5) * slot, axis.y(value), value] as const],
    );
    return [
      `<polyline fill="none" stroke="${COLOURS[at]}" stroke-width="2" points="${points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ')}"/>`,
      ...points.map(
        ([x, y, value]) =>
          `<circle cx="${round(x)}" cy="${round(y)}" r="3.5" fill="${COLOURS[at]}"><title>${shown(value)} ${escaped(chart.unit)}</title></circle>`,
      ),
    ];
  });
  return drawing(chart, axis, lines);
}

interface Axis {
  readonly ticks: readonly number[];
  readonly y: (value: number) => number;
}

function axisOf({ series, scale }: Chart): Axis {
  const values = series.flatMap((one) => one.values).filter((value) => value !== undefined);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (scale === 'logarithmic') {
    const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
    const decades = Math.max(1, to - from);
    return {
      ticks: Array.from({ length: decades + 1 }, (_, at) => 10 ** (from + at)),
      y: (value) => BOTTOM - ((Math.log10(value) - from) / decades) * PLOT_HEIGHT,
    };
  }
  const step = stepFor(most);
  const steps = Math.ceil(most / step);
  return {
    ticks: Array.from({ length: steps + 1 }, (_, at) => at * step),
    y: (value) => BOTTOM - (value / (steps * step)) * PLOT_HEIGHT,
  };
}

/** 1, 2 or 5 times a power of ten: about five of them make the axis. */
function stepFor(most: number): number {
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
}

function drawing(chart: Chart, axis: Axis, marks: readonly string[]): string {
  const slot = PLOT_WIDTH / chart.categories.length;
  const labelledEach = Math.ceil(chart.categories.length / MOST_LABELS);
  const lines = [
    `<text x="${LEFT}" y="22" font-size="15" font-weight="600">${escaped(chart.title)}</text>`,
    `<text x="${LEFT - 8}" y="${TOP - 10}" text-anchor="end" font-size="11">${escaped(chart.unit)}</text>`,
    ...axis.ticks.flatMap((tick) => {
      const y = round(axis.y(tick));
      return [
        `<line x1="${LEFT}" x2="${LEFT + PLOT_WIDTH}" y1="${y}" y2="${y}" stroke="#dddddd"/>`,
        `<text x="${LEFT - 8}" y="${y + 4}" text-anchor="end" font-size="11">${shown(tick)}</text>`,
      ];
    }),
    ...marks,
    ...chart.categories.flatMap((category, at) =>
      (at + 1) % labelledEach === 0
        ? [
            `<text x="${round(LEFT + (at + 0.5) * slot)}" y="${BOTTOM + 18}" text-anchor="middle" font-size="11">${escaped(category)}</text>`,
          ]
        : [],
    ),
    ...chart.series.flatMap(({ name }, at) => {
      const x = LEFT + at * 155;
      return [
        `<rect x="${x}" y="${BOTTOM + 40}" width="12" height="12" fill="${COLOURS[at]}"/>`,
        `<text x="${x + 18}" y="${BOTTOM + 50}" font-size="12">${escaped(name)}</text>`,
      ];
    }),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(chart.title)}" font-family="system-ui, sans-serif" fill="#222222">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...lines,
    '</svg>',
    '',
  ].join('\n');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function shown(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
