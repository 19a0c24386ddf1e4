// Where everything in the picture stands, as plain numbers. Wide: four columns from the user to the roles, one row for each
// way. Narrow: a trunk from the user down, each workspace below the ways that lead to it.
import type { Picture, PictureWay } from './picture.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly path: string;
  readonly isStrong: boolean;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly user: Box;
  /** By index of the picture's groups; on a narrow screen a group stands at each of its ways. */
  readonly groups: readonly { readonly group: number; readonly box: Box }[];
  /** By index of the picture's ways. */
  readonly ways: readonly Box[];
  readonly workspaces: readonly Box[];
  readonly lines: readonly Line[];
}

/** Below this width four columns are too narrow for names. */
export const WIDE_FROM = 680;

const ROW = 52;
const NODE = 40;
const USER_NODE = 64;
const CHIP = { width: 132, height: 24 };

export function layoutOf(picture: Picture, width: number): Layout {
  return width >= WIDE_FROM ? wide(picture, width) : narrow(picture, width);
}

function wide(picture: Picture, width: number): Layout {
  const { groups, workspaces } = picture;
  const order = ordered(picture);
  const rows = Math.max(groups.length, workspaces.length, order.ways.length, 2);
  const height = rows * ROW;
  const column = (width - CHIP.width) / 3.6;
  const gap = (width - CHIP.width - 3 * column) / 3;
  const x = { groups: column + gap, ways: 2 * (column + gap), workspaces: width - column };
  const spread = (at: number, count: number) => ((at + 0.5) * height) / count;

  const user = centred(0, height / 2, column, USER_NODE);
  const groupBoxes = groups.map((_, group) =>
    centred(x.groups, spread(order.groups.indexOf(group), groups.length), column, NODE),
  );
  const wayBoxes = picture.ways.map((_, way) =>
    centred(x.ways, spread(order.ways.indexOf(way), Math.max(order.ways.length, 1)), CHIP.width, CHIP.height),
  );
  const workspaceBoxes = workspaces.map((_, workspace) =>
    centred(x.workspaces, spread(order.workspaces.indexOf(workspace), workspaces.length), column, NODE),
  );
  const strongGroups = new Set(picture.ways.filter(({ decides }) => decides).map(({ group }) => group));
  return {
    width,
    height,
    user,
    groups: groupBoxes.map((box, group) => ({ group, box })),
    ways: wayBoxes,
    workspaces: workspaceBoxes,
    lines: strongLast([
      ...groupBoxes.map((box, group) => ({ path: curve(user, box), isStrong: strongGroups.has(group) })),
      ...picture.ways.flatMap(({ group, workspace, decides }, way) => [
        { path: curve(groupBoxes[group], wayBoxes[way]), isStrong: decides },
        { path: curve(wayBoxes[way], workspaceBoxes[workspace]), isStrong: decides },
      ]),
    ]),
  };
}

/** Groups and workspaces in an order in which few lines cross: each stands about where its ways stand. */
function ordered({ groups, ways, workspaces }: Picture) {
  const wayOrder = ways
    .map((way, at) => ({ way, at }))
    .sort((a, b) => a.way.workspace - b.way.workspace || strengthOf(b.way) - strengthOf(a.way))
    .map(({ at }) => at);
  const rowOf = new Map(wayOrder.map((way, row) => [way, row]));
  const middle = (belongs: (way: PictureWay) => boolean) => {
    const rows = ways.flatMap((way, at) => (belongs(way) ? [rowOf.get(at) ?? 0] : []));
    return rows.length === 0
      ? Number.POSITIVE_INFINITY
      : rows.reduce((sum, row) => sum + row, 0) / rows.length;
  };
  const byMiddle = (count: number, of: (index: number) => number) =>
    Array.from({ length: count }, (_, index) => index).sort((a, b) => compare(of(a), of(b)) || a - b);
  return {
    ways: wayOrder,
    groups: byMiddle(groups.length, (group) => middle((way) => way.group === group)),
    workspaces: byMiddle(workspaces.length, (workspace) => middle((way) => way.workspace === workspace)),
  };
}

function narrow(picture: Picture, width: number): Layout {
  const { groups, ways, workspaces } = picture;
  const indent = 28;
  const rail = 20;
  const user: Box = { x: 0, y: 0, width, height: USER_NODE };
  const trunk = 12;
  let y = USER_NODE + 20;
  const groupBoxes: { group: number; box: Box }[] = [];
  const wayBoxes: Box[] = [];
  const workspaceBoxes: Box[] = [];
  const lines: Line[] = [];
  const place = (group: number, isStrong: boolean, height: number): Box => {
    const box = { x: indent, y, width: width - indent - rail, height };
    groupBoxes.push({ group, box });
    lines.push({ path: elbow(trunk, user.height, box), isStrong });
    y += height + 10;
    return box;
  };
  for (const workspace of workspaces.keys()) {
    const result: Line[] = [];
    const boxes: { box: Box; isStrong: boolean }[] = [];
    for (const [at, way] of ways.entries()) {
      if (way.workspace !== workspace) continue;
      const box = place(way.group, way.decides, NODE + CHIP.height + 4);
      wayBoxes[at] = { x: box.x + 10, y: box.y + NODE - 4, width: CHIP.width, height: CHIP.height };
      boxes.push({ box, isStrong: way.decides });
    }
    const box = { x: indent, y, width: width - indent - rail, height: NODE };
    workspaceBoxes[workspace] = box;
    for (const { box: from, isStrong } of boxes)
      result.push({ path: bracket(from, box, width - 6), isStrong });
    lines.push(...result);
    y += NODE + 28;
  }
  for (const group of groups.keys()) {
    if (!ways.some((way) => way.group === group)) place(group, false, NODE);
  }
  return {
    width,
    height: y,
    user,
    groups: groupBoxes,
    ways: wayBoxes,
    workspaces: workspaceBoxes,
    lines: strongLast(lines),
  };
}

function centred(x: number, middle: number, width: number, height: number): Box {
  return { x, y: middle - height / 2, width, height };
}

function curve(from: Box | undefined, to: Box | undefined): string {
  if (from === undefined || to === undefined) return '';
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const bend = (x2 - x1) / 2;
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

function elbow(x: number, y: number, to: Box): string {
  const middle = to.y + to.height / 2;
  return `M${x} ${y}V${middle - 8}Q${x} ${middle} ${x + 8} ${middle}H${to.x}`;
}

function bracket(from: Box, to: Box, rail: number): string {
  const [y1, y2] = [from.y + from.height / 2, to.y + to.height / 2];
  return `M${from.x + from.width} ${y1}H${rail - 8}Q${rail} ${y1} ${rail} ${y1 + 8}V${y2 - 8}Q${rail} ${y2} ${rail - 8} ${y2}H${to.x + to.width}`;
}

/** What is drawn last lies on top. */
function strongLast(lines: readonly Line[]): Line[] {
  return lines.toSorted((a, b) => Number(a.isStrong) - Number(b.isStrong));
}

function strengthOf({ decides }: PictureWay): number {
  return decides ? 1 : 0;
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
