/** What a colleague, or the house itself, has just done to a lead; told by the socket, heard by whoever shows that lead. */
export type Move = { type: string; lead_id: string; agent_id: string | null; by: { id: string; name: string } | null };

const listeners = new Set<(move: Move) => void>();

export function tellMove(message: unknown) {
  const move = asMove(message);
  if (move) listeners.forEach((listener) => listener(move));
}

export function onMove(listener: (move: Move) => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function asMove(message: unknown): Move | null {
  if (typeof message !== 'string') return null;
  try {
    const said = JSON.parse(message) as Partial<Move> | null;
    if (!said?.lead_id || !said.type) return null;
    return { type: said.type, lead_id: said.lead_id, agent_id: said.agent_id ?? null, by: said.by ?? null };
  } catch {
    return null;
  }
}
