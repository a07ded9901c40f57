import { Button, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatSize } from '@/lib/sizes';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import classes from './files-panel.module.css';
import { leadQuery, openFile, type Lead } from './leads';

type File = Lead['files'][number];

/** What came with the request. Saved, never shown in a window: it is a stranger's. */
export function FilesPanel({ lead }: { lead: Lead }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('files.title')}>
      <ul className={classes.files}>
        {lead.files.map((file) => (
          <li key={file.id}>
            <FileLine leadId={lead.id} file={file} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function FileLine({ leadId, file }: { leadId: string; file: File }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const opening = useMutation({
    mutationFn: () => openFile(leadId, file.id),
    onSuccess: ({ url }) => {
      window.location.assign(url);
      void queries.invalidateQueries(leadQuery(leadId));
    },
  });
  const kind = t(`files.kinds.${file.kind as 'pdf'}`, file.kind);
  return (
    <>
      <Text size="sm" c="dimmed">
        {file.label}
      </Text>
      <div className={classes.line}>
        <span className={classes.name} dir="auto">
          {file.name}
        </span>
        {file.state === 'kept' && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={16} />}
            loading={opening.isPending}
            aria-label={t('files.saveNamed', { name: file.name })}
            onClick={() => opening.mutate()}
          >
            {t('files.save')}
          </Button>
        )}
      </div>
      <Text size="sm" c="dimmed">
        {file.state === 'kept' ? `${kind} · ${formatSize(file.size, i18n.language)}` : t(`files.state.${file.state}`)}
      </Text>
      {opening.error && <Trouble error={opening.error} />}
    </>
  );
}
