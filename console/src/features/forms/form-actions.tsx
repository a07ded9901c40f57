import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive, IconCopy, IconLock, IconPencil } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '@/ui/confirm-button';
import { LinkButton } from '@/ui/links';
import { archiveForm, closeForm, type Form } from './forms';
import { NewFormDialog } from './new-form-dialog';

/** What an author does with a whole form. */
export function FormActions({ form }: { form: Form }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [cloning, dialog] = useDisclosure(false);
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['forms'] });
  const close = useMutation({ mutationFn: () => closeForm(form.id), onSuccess });
  const archive = useMutation({ mutationFn: () => archiveForm(form.id), onSuccess });
  return (
    <>
      <LinkButton to="/formulaires/$formId/edition" params={{ formId: form.id }} leftSection={<IconPencil size={17} />}>
        {t('builder.edit')}
      </LinkButton>
      <Button variant="default" leftSection={<IconCopy size={17} />} onClick={dialog.open}>
        {t('builder.clone')}
      </Button>
      {form.state === 'published' && (
        <ConfirmButton
          leftSection={<IconLock size={17} />}
          title={t('builder.closeTitle', { form: form.name })}
          text={t('builder.closeText')}
          action={t('builder.close')}
          mutation={close}
        >
          {t('builder.close')}
        </ConfirmButton>
      )}
      {(form.state === 'draft' || form.state === 'closed') && (
        <ConfirmButton
          leftSection={<IconArchive size={17} />}
          title={t('builder.archiveTitle', { form: form.name })}
          text={t('builder.archiveText')}
          action={t('builder.archive')}
          mutation={archive}
        >
          {t('builder.archive')}
        </ConfirmButton>
      )}
      {cloning && <NewFormDialog model={form} onClose={dialog.close} />}
    </>
  );
}
