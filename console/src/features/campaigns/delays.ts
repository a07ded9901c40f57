export type Unit = 'minutes' | 'hours' | 'days';

const SIZES: [Unit, number][] = [
  ['days', 1440],
  ['hours', 60],
  ['minutes', 1],
];

/** Minutes as one says them: the largest unit that leaves nothing over. */
export function inUnits(minutes: number): { count: number; unit: Unit } {
  const [unit, size] = SIZES.find(([, size]) => minutes % size === 0) ?? ['minutes', 1];
  return { count: minutes / size, unit };
}

export function inMinutes(count: number, unit: Unit) {
  return count * (SIZES.find(([name]) => name === unit)?.[1] ?? 1);
}
