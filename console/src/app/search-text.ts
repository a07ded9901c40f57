/** A word of the address, if there is one. */
export function text(value: unknown) {
  return typeof value === 'string' && value ? value : undefined;
}
