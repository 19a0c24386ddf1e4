// Pages that are written by hand with tables in them that are made: a table stands between `<!-- made: name -->` and
// `<!-- end -->`.

const REGION = /(<!-- made: ([a-z ]+) -->\n).*?(<!-- end -->)/gs;

/** The page with its tables made anew. Throws for a table that nobody makes, and for one that the page lacks. */
export function withTables(page: string, tables: Readonly<Record<string, string>>): string {
  const left = new Set(Object.keys(tables));
  const made = page.replace(REGION, (_, begin: string, name: string, end: string) => {
    const table = tables[name];
    if (table === undefined) throw new Error(`nobody makes the table "${name}"`);
    left.delete(name);
    return `${begin}\n${table}\n\n${end}`;
  });
  if (left.size > 0) throw new Error(`the page has no place for ${[...left].join(', ')}`);
  return made;
}

/** A Markdown table. Bars within cells are escaped. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
