import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMe } from '@/api/me';
import { Problem } from '@/lib/problem';
import { useDraft } from '@/lib/use-draft';
import { alter, draftOf, toWire, type Draft, type Item, type Settings } from './draft';
import { formQuery, publishForm, saveForm, type Field, type Form } from './forms';
import { useHistory } from './use-history';

/** `version`: the saved one that the changes were made on; `isSaved`: nothing is left to send. */
type Kept = { version: number; draft: Draft; isSaved: boolean };

/** A form being edited: on this device until it is saved, with its steps, and whoever saved in between. */
export function useBuilder(form: Form) {
  const me = useMe();
  const queries = useQueryClient();
  const store = useDraft<Kept | null>(`${me.id}.form.${form.id}`, null);
  const kept = stillOf(form, store.value);
  const draft = kept?.draft ?? draftOf(form);
  const isChanged = kept !== null && !kept.isSaved;
  const version = kept?.version ?? form.version;

  // Who types on while it is being saved keeps what they typed.
  const took = (saved: Form, sent: Draft) => {
    queries.setQueryData(formQuery(form.id).queryKey, saved);
    if (kept) store.write({ ...kept, version: saved.version, isSaved: kept.isSaved || kept.draft === sent });
    for (const what of ['list', 'lookup', 'editions']) void queries.invalidateQueries({ queryKey: ['forms', what] });
  };
  const save = useMutation({
    mutationFn: async (over: number | null) => ({ saved: await saveForm(form.id, over ?? version, toWire(draft)), sent: draft }),
    onSuccess: ({ saved, sent }) => took(saved, sent),
    onError: (error) => {
      if (isLapse(error)) void queries.invalidateQueries({ queryKey: formQuery(form.id).queryKey });
    },
  });
  const publish = useMutation({
    mutationFn: () => publishForm(form.id),
    onSuccess: (published) => took(published, draft),
  });

  const history = useHistory(draft, (next) => {
    save.reset();
    store.write({ version, draft: next, isSaved: false });
  });

  return {
    draft,
    history,
    isChanged,
    isBusy: save.isPending || publish.isPending,
    error: (isLapse(save.error) ? null : save.error) ?? publish.error,
    isLapsed: isChanged && version !== form.version,
    setItems: (items: Item[]) => history.change({ ...draft, items }),
    alter: (id: string, change: Partial<Field>) =>
      history.change({ ...draft, items: alter(draft.items, id, change) }, `${id}.${Object.keys(change).join()}`),
    set: (change: Partial<Settings>, subject: string | null = Object.keys(change).join()) =>
      history.change({ ...draft, settings: { ...draft.settings, ...change } }, subject),
    save: (saved?: () => void) => save.mutate(null, { onSuccess: saved }),
    publish: (published: () => void) => {
      const go = () => publish.mutate(undefined, { onSuccess: published });
      if (isChanged) save.mutate(null, { onSuccess: go });
      else go();
    },
    keepMine: () => save.mutate(form.version),
    takeTheirs: () => {
      store.clear();
      history.forget();
      save.reset();
    },
  };
}

export type Builder = ReturnType<typeof useBuilder>;

function isLapse(error: Error | null) {
  return error instanceof Problem && error.status === 412;
}

/** What was saved from here, and then by somebody else, is nothing to go on from. */
function stillOf(form: Form, kept: Kept | null) {
  return kept?.isSaved && kept.version !== form.version ? null : kept;
}
