// Country codes of the demo companies' markets, with how their people group the digits; the rest go by pairs.
const GROUPS: [prefix: string, groups: number[]][] = [
  ['+33', [1, 2, 2, 2, 2]],
  ['+32', [3, 2, 2, 2]],
  ['+221', [2, 3, 2, 2]],
  ['+225', [2, 2, 2, 2, 2]],
  ['+229', [2, 2, 2, 2, 2]],
  ['+237', [1, 2, 2, 2, 2]],
];

export function formatPhone(e164: string) {
  const known = GROUPS.find(([prefix]) => e164.startsWith(prefix));
  if (!known) return e164.replace(/^(\+\d{2,3})(\d{2})(?=(\d{2})*$)/, '$1 $2').replace(/(\d{2})(?=(\d{2})+$)/g, '$1 ');
  const [prefix, groups] = known;
  const parts: string[] = [];
  let rest = e164.slice(prefix.length);
  for (const size of groups) {
    if (rest) parts.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  if (rest) parts.push(rest);
  return [prefix, ...parts].join(' ');
}
