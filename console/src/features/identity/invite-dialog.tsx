import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { centreLookup } from '@/api/lookups';
import { scopeOf, useMe, type Role } from '@/api/me';
import { languages } from '@/lib/i18n';
import { useDraft } from '@/lib/use-draft';
import { DialogForm } from '@/ui/dialog-form';
import { showProblem, unplaced } from '@/ui/show-problem';
import { belongsToCentre, invitableRoles, inviteUser } from './users';

const FIELDS = ['email', 'name', 'role', 'centre_id', 'language'] as const;

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const scope = scopeOf(me, 'users.write');
  const centres = useQuery({ ...centreLookup, enabled: scope === 'all' });
  const draft = useDraft(`${me.id}.invite`, {
    email: '',
    name: '',
    role: 'agent' as Role,
    centre_id: me.centre_id as string | null,
    language: me.tenant?.language ?? me.language,
  });
  const form = useForm({ initialValues: draft.value, onValuesChange: draft.write });
  const invite = useMutation({
    mutationFn: inviteUser,
    onSuccess: (user) => {
      draft.clear();
      notifications.show({ message: t('users.invited', { email: user.email }) });
      void queries.invalidateQueries({ queryKey: ['users'] });
      onClose();
    },
    onError: (error) => showProblem(form, error),
  });
  const inCentre = belongsToCentre(form.values.role);

  return (
    <DialogForm
      title={t('users.invite')}
      action={t('users.sendInvitation')}
      busy={invite.isPending}
      error={unplaced(invite.error, FIELDS)}
      onClose={onClose}
      onSubmit={form.onSubmit((values) =>
        invite.mutate({ ...values, centre_id: belongsToCentre(values.role) ? values.centre_id : null }),
      )}
    >
      <TextInput label={t('users.name')} data-autofocus autoComplete="off" {...form.getInputProps('name')} />
      <TextInput label={t('auth.email')} type="email" autoComplete="off" {...form.getInputProps('email')} />
      <Select
        label={t('users.role')}
        data={invitableRoles(scope).map((role) => ({ value: role, label: t(`role.${role}`) }))}
        {...form.getInputProps('role')}
      />
      {scope === 'all' && inCentre && (
        <Select
          label={t('users.centre')}
          placeholder={t('users.chooseCentre')}
          data={(centres.data ?? []).filter((centre) => !centre.successor_id).map((centre) => ({ value: centre.id, label: centre.name }))}
          {...form.getInputProps('centre_id')}
        />
      )}
      <Select
        label={t('common.language')}
        data={languages.map((language) => ({ value: language, label: t(`language.${language}`, language) }))}
        {...form.getInputProps('language')}
      />
    </DialogForm>
  );
}
