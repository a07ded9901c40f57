import type { TFunction } from 'i18next';
import type { PauseReason } from './distribution';

const OURS = ['lunch', 'break', 'training', 'meeting', 'absent', 'offline'] as const;

/** What a reason of a pause is called: by the centre's owner, or by us. Empty for one that is on no list any more. */
export function pauseName(id: string, listed: PauseReason[], t: TFunction) {
  const named = listed.find((pause) => pause.id === id)?.name;
  const ours = OURS.find((one) => one === id);
  return named || (ours ? t(`pauses.${ours}`) : '');
}

/** The list that these names make: what is on it already keeps its id, so that who is on such a pause stays so. */
export function pausesNamed(names: string[], listed: PauseReason[], t: TFunction): PauseReason[] {
  const kept = names.map((name) => listed.find((pause) => pauseName(pause.id, listed, t) === name));
  const taken = new Set(kept.map((pause) => pause?.id));
  return names.map((name, place) => kept[place] ?? { id: freeId(name, taken), name });
}

function freeId(name: string, taken: Set<string | undefined>) {
  const plain = name.normalize('NFD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 16) || 'pause';
  let id = plain;
  for (let number = 2; taken.has(id); number += 1) id = `${plain}-${number}`;
  taken.add(id);
  return id;
}
